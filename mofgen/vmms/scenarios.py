"""Scenarios: what a host is to have, written down in YAML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

Positive = Annotated[int, msgspec.Meta(ge=1)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
State = Literal["off", "running", "paused", "saved"]

_PLACE: Final = re.compile(r"^(.*?)(?: - at `(?:key in )?\$([^`]*)`)?$", re.DOTALL)


class ScenarioError(Exception):
    """A scenario that is not written as it should be, or can't be built."""


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the file."""


class HostPlan(_Written, frozen=True, kw_only=True):
    """The host itself, with the options of :class:`~mofgen.vmms.host.Vmms`.

    Parameters
    ----------
    name, cores, memory:
        The computer's name, logical processors, megabytes.
    disks, gpus:
        How many it has for machines to use for themselves.
    seed:
        Makes it give the same GUIDs in every run.
    """

    name: Name = "HYPERV01"
    cores: Positive = 8
    memory: Annotated[int, msgspec.Meta(ge=1024)] = 32768
    disks: Annotated[int, msgspec.Meta(ge=0)] = 2
    gpus: Annotated[int, msgspec.Meta(ge=0)] = 0
    seed: int | None = None


class SwitchPlan(_Written, frozen=True, kw_only=True):
    """A virtual switch.

    Parameters
    ----------
    name:
        What people call it.
    kind:
        Who is on it besides machines: nobody, the host, or the network outside.
    """

    name: Name
    kind: Literal["private", "internal", "external"] = "private"


class UserPlan(_Written, frozen=True, kw_only=True):
    """Somebody who may sign in; the password is not written here.

    Parameters
    ----------
    name:
        Without a domain.
    administrator:
        Whether that user sees and may do everything.
    """

    name: Name
    administrator: bool = True


class DiskPlan(_Written, frozen=True, kw_only=True):
    """A virtual disk in a drive of a machine.

    Parameters
    ----------
    size:
        Gigabytes.
    path:
        The file, a .vhd or a .vhdx; None for one that is named after the machine.
    """

    size: Positive
    path: Annotated[str, msgspec.Meta(pattern=r"(?i)^[a-z]:\\.+\.vhdx?$")] | None = None


class AdapterPlan(_Written, frozen=True, kw_only=True):
    """A network adapter of a machine.

    Parameters
    ----------
    switch:
        The switch that it is connected to; None for none.
    address:
        Its address of 12 hexadecimal digits; None for one that the host gives.
    """

    switch: Name | None = None
    address: Annotated[str, msgspec.Meta(pattern="^[0-9A-Fa-f]{12}$")] | None = None


class MachinePlan(_Written, frozen=True, kw_only=True):
    """A virtual machine, or several of the same kind.

    Parameters
    ----------
    name:
        What people call it; of several each has its number behind it.
    count:
        How many.
    generation, memory, processors, notes:
        Its generation, megabytes, virtual processors, and what is noted about it.
    disks, adapters:
        What it has besides what every machine has.
    checkpoints:
        The names of those that are taken of it while it is off, the oldest first.
    state:
        What becomes of it in the end.
    """

    name: Name
    count: Positive = 1
    generation: Literal[1, 2] = 2
    memory: Annotated[int, msgspec.Meta(ge=32)] = 1024
    processors: Positive = 1
    notes: str = ""
    disks: tuple[DiskPlan, ...] = ()
    adapters: tuple[AdapterPlan, ...] = ()
    checkpoints: tuple[Name, ...] = ()
    state: State = "off"

    def names(self) -> Iterator[str]:
        """The name of each, with numbers of the same length."""
        if self.count == 1:
            yield self.name
            return
        width = len(str(self.count))
        for number in range(1, self.count + 1):
            yield f"{self.name}-{number:0{width}}"


class Scenario(_Written, frozen=True, kw_only=True):
    """A host and all that it is to have.

    Parameters
    ----------
    host, switches, users, machines:
        Each as it is described in its class.
    """

    host: HostPlan = HostPlan()
    switches: tuple[SwitchPlan, ...] = ()
    users: tuple[UserPlan, ...] = ()
    machines: tuple[MachinePlan, ...] = ()

    @property
    def machine_count(self) -> int:
        """How many machines there will be."""
        return sum(each.count for each in self.machines)


def many_machines(count: int) -> Scenario:
    """A host with so many small machines, all of them off."""
    if not count:
        return Scenario()
    return Scenario(machines=(MachinePlan(name="vm", count=count, memory=512),))


def read_scenario(path: Path) -> Scenario:
    """The scenario in a file.

    Parameters
    ----------
    path:
        A YAML file.

    Raises
    ------
    ScenarioError
        Where it is not written as it should be, or PyYAML is missing.
    OSError
        Where it can't be read.
    """
    try:
        from mofgen.vmms.yaml_files import YamlDocument, YamlError
    except ImportError:
        raise ScenarioError(
            "scenarios are written in YAML, for which mofgen[server] is needed"
        ) from None
    try:
        document = YamlDocument(path.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise ScenarioError(f"{path}: this is no text in UTF-8") from None
    except YamlError as error:
        at = "" if error.line is None else f":{error.line}"
        raise ScenarioError(f"{path}{at}: {error}") from None
    data = {} if document.data is None else document.data
    try:
        scenario = msgspec.convert(data, Scenario)
    except msgspec.ValidationError as error:
        said = _PLACE.match(str(error))
        assert said is not None, "everything matches"
        place = said[2] or ""
        where = f"{place.lstrip('.')}: " if place else ""
        line = document.line(place)
        raise ScenarioError(f"{path}:{line}: {where}{said[1]}") from None
    _require_sense(path, scenario)
    return scenario


def _require_sense(path: Path, scenario: Scenario) -> None:
    """Refuse names that are there twice, and switches that are not there."""
    for kind, names in (
        ("switch", [each.name for each in scenario.switches]),
        ("user", [each.name.casefold() for each in scenario.users]),
        ("machine", [name for each in scenario.machines for name in each.names()]),
    ):
        twice = [name for name, times in Counter(names).items() if times > 1]
        if twice:
            raise ScenarioError(f"{path}: there are two of {kind} {twice[0]!r}")
    switches = {each.name for each in scenario.switches}
    for number, machine in enumerate(scenario.machines):
        if machine.count > 1 and any(each.path for each in machine.disks):
            raise ScenarioError(
                f"{path}: machines[{number}]: several machines can't share a disk:"
                " leave the path out"
            )
        for each in machine.adapters:
            if each.switch is not None and each.switch not in switches:
                raise ScenarioError(
                    f"{path}: machines[{number}]: there is no switch {each.switch!r}"
                )
