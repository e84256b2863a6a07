"""Building the host of a scenario, as its clients would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hyperv_v2 import Msvm_VirtualEthernetSwitch

from mofgen.runtime import CimError
from mofgen.vmms.host import Vmms
from mofgen.vmms.machine_building import Machine, MachineBuilder
from mofgen.vmms.scenarios import MachinePlan, Scenario, ScenarioError

_START: Final = 2
_AFTER_START: Final = {"paused": 9, "saved": 6}

Switches = dict[str, Msvm_VirtualEthernetSwitch]
Tell = Callable[[int, int], None]
"""Is told how many machines are there, of how many."""


def build_host(scenario: Scenario, tell: Tell | None = None) -> Vmms:
    """The host of a scenario, with all that it is to have.

    Parameters
    ----------
    scenario:
        What was read.
    tell:
        Is told after each machine.

    Raises
    ------
    ScenarioError
        Where the host refuses something, as a machine for which it has no memory.
    """
    plan = scenario.host
    host = Vmms(
        name=plan.name,
        cores=plan.cores,
        memory=plan.memory,
        disks=plan.disks,
        gpus=plan.gpus,
        seed=plan.seed,
    )
    with host.connect() as connection:
        builder = MachineBuilder(connection)
        switches = _switches(builder, scenario)
        done = 0
        for each in scenario.machines:
            for name in each.names():
                _add_machine(builder, each, name, switches)
                done += 1
                if tell is not None:
                    tell(done, scenario.machine_count)
    return host


def _switches(builder: MachineBuilder, scenario: Scenario) -> Switches:
    made: Switches = {}
    for each in scenario.switches:
        try:
            made[each.name] = builder.add_switch_of_kind(each.name, each.kind)
        except (CimError, LookupError) as error:
            raise ScenarioError(f"switch {each.name}: {error}") from error
    return made


def _add_machine(
    builder: MachineBuilder, plan: MachinePlan, name: str, switches: Switches
) -> None:
    try:
        machine = builder.add_machine(
            name,
            generation=plan.generation,
            memory=plan.memory,
            processors=plan.processors,
            notes=plan.notes,
        )
        for disk in plan.disks:
            machine.add_disk(disk.size, disk.path)
        for adapter in plan.adapters:
            switch = None if adapter.switch is None else switches[adapter.switch]
            machine.add_adapter(switch, adapter.address)
        for each in plan.checkpoints:
            machine.take_checkpoint(each)
        _bring_into_state(machine, plan.state)
    except CimError as error:
        raise ScenarioError(f"machine {name}: {error}") from error


def _bring_into_state(machine: Machine, state: str) -> None:
    if state == "off":
        return
    machine.request(_START, "start")
    if state in _AFTER_START:
        machine.request(_AFTER_START[state], state)
