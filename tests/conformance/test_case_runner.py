"""The runner of the cases: what it refuses to read, and what it notices."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_choice import representative
from case_files import CaseError, cases
from case_hosts import TRANSPORTS
from case_runs import run

GIVEN = """
machine:
  steps:
    - call: Msvm_VirtualSystemManagementService.DefineSystem
      with: {SystemSettings: {class: Msvm_VirtualSystemSettingData, ElementName: web}}
      returns: 0
      keep: {ResultingSystem: machine}
running:
  given: [machine]
  steps:
    - call: Msvm_ComputerSystem.RequestStateChange
      on: $machine
      with: {RequestedState: 2}
      returns: 4096
"""


def folder_with(path: Path, text: str) -> Path:
    """A folder with one file of cases."""
    (path / "given").mkdir()
    (path / "given" / "all.yaml").write_text(GIVEN, "utf-8")
    (path / "Msvm_Service").mkdir()
    (path / "Msvm_Service" / "Method.yaml").write_text(text, "utf-8")
    return path


def titles(path: Path, text: str) -> list[str]:
    return [case.title for case in cases(folder_with(path, text))]


def run_all(path: Path, text: str) -> None:
    for case in cases(folder_with(path, text)):
        run(case, TRANSPORTS["memory"])


class TestReading:
    def test_sequences_come_first_with_those_that_they_need(
        self, tmp_path: Path
    ) -> None:
        text = "a title: {given: [running, machine], steps: [{gone: $machine}]}"
        [case] = cases(folder_with(tmp_path, text))
        assert [type(step).__name__ for step in case.steps] == ["Call", "Call", "Gone"]
        assert case.name == "Msvm_Service/Method: a title"

    def test_each_value_makes_a_case(self, tmp_path: Path) -> None:
        text = """
many:
  each: {state: [machine, running], told: [{code: 1, has: {a: b}}, {code: 2}]}
  given: [$state]
  steps: [{advance: $told.code}]
"""
        assert titles(tmp_path, text) == [
            "many [state machine, told code=1]",
            "many [state machine, told code=2]",
            "many [state running, told code=1]",
            "many [state running, told code=2]",
        ]

    def test_words_are_strings_as_in_yaml_1_2(self, tmp_path: Path) -> None:
        text = "t: {each: {x: [on, no, 2024-01-01, 1:30]}, steps: [{gone: '${x}'}]}"
        assert titles(tmp_path, text) == [
            "t [x on]",
            "t [x no]",
            "t [x 2024-01-01]",
            "t [x 1:30]",
        ]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("t: {stepz: []}", "stepz"),
            ("t: {steps: [{sleep: 1}]}", "this is no step"),
            ("t: {steps: [{advance: 1, get: x}]}", "no step, or several"),
            ("t: {steps: [{advance: 1, extra: 2}]}", "extra"),
            ("t: {steps: [{advance: soon}]}", "float"),
            ("t: {steps: [{call: A.B}]}", "either returns something or raises"),
            ("t: {steps: [{call: A, returns: 0}]}", "is not Class.Method"),
            ("t: {steps: [{get: $nobody}]}", r"nothing before keeps \$nobody"),
            ("t: {steps: [{find: A, count: 0, has: {B: 1}}]}", "nothing to have"),
            ("t: {given: [nobody], steps: []}", "no file of given has 'nobody'"),
            ("t: {each: {x: [1]}, steps: []}", r"nothing uses \$x"),
            ("t: {each: {x: [{a: 1}]}, steps: [{advance: $x.b}]}", "has no b"),
            (
                "t: {each: {x: [{a: {b: 1}}, {a: {b: 2}}]}, steps: [{advance: $x.a.b}]}",
                "two values of each are shown alike",
            ),
            ("t: {host: {ram: 1}, steps: []}", "ram"),
            ("t: {host: {jobs: later}, steps: []}", "later"),
            ("t: {steps: []}\nt: {steps: []}", "'t' stands here twice"),
            ("- t", "one mapping of titles"),
        ],
    )
    def test_what_is_not_written_as_it_should_be_is_an_error(
        self, tmp_path: Path, text: str, reason: str
    ) -> None:
        with pytest.raises(CaseError, match=reason) as error:
            cases(folder_with(tmp_path, text))
        assert "Method.yaml" in str(error.value)


class TestChoosing:
    def test_takes_the_first_that_succeeds_and_the_first_that_is_refused(
        self, tmp_path: Path
    ) -> None:
        call = "call: Msvm_Service.Method, on: $machine"
        text = f"""
begun: {{given: [machine], steps: [{{{call}, returns: 4096}}]}}
done: {{given: [machine], steps: [{{{call}, returns: 0}}]}}
wrong at first: {{given: [machine], steps: [{{{call}, returns: 32773}}, {{{call}, returns: 0}}]}}
denied: {{given: [machine], steps: [{{{call}, raises: CimAccessDeniedError}}]}}
wrong: {{given: [machine], steps: [{{{call}, returns: 32773}}]}}
never called: {{given: [machine], steps: []}}
"""
        found = representative(cases(folder_with(tmp_path, text)))
        assert [case.title for case in found] == ["begun", "denied", "never called"]


class TestRunning:
    def test_a_case_that_holds_passes(self, tmp_path: Path) -> None:
        run_all(
            tmp_path,
            "t: {given: [running], steps: [{get: $machine, has: {EnabledState: 2}}]}",
        )

    @pytest.mark.parametrize(
        ("step", "reason"),
        [
            ("{get: $machine, has: {EnabledState: 3}}", "EnabledState is .*, not 3"),
            ("{gone: $machine}", "it is there"),
            ("{find: Msvm_ComputerSystem}", "there are 2"),
            ("{query: SELECT * FROM Msvm_ConcreteJob, count: 0}", "there are 1"),
            ("{walk: $machine, to: Msvm_Processor, count: 2}", "there are 1"),
            ("{ties: $machine, of: Msvm_SystemDevice, count: 0}", "there are"),
            ("{check file: 'C:\\nothing'}", "not there"),
            ("{guest: $machine, has: {typed: hello}}", "typed of the guest is ''"),
            (
                "{call: Msvm_VirtualSystemManagementService.DefineSystem, returns: 1}",
                "it returned .*, not 1",
            ),
            (
                "{call: Msvm_VirtualSystemManagementService.DefineSystem, raises: CimError}",
                "it raised no CimError",
            ),
            (
                "{call: Msvm_VirtualSystemManagementService.DefineSystem, returns: 0,"
                " gives: {ResultingSystem: null}}",
                "ResultingSystem is",
            ),
        ],
    )
    def test_a_step_that_does_not_hold_says_so(
        self, tmp_path: Path, step: str, reason: str
    ) -> None:
        text = f"t: {{given: [running], steps: [{step}]}}"
        with pytest.raises(AssertionError, match=f"step 3: .*{reason}"):
            run_all(tmp_path, text)

    @pytest.mark.parametrize(
        "step",
        [
            "{get: $machine, has: {NoSuchProperty: 1}}",
            "{find: Msvm_NoSuchClass}",
            "{call: Msvm_ComputerSystem.RequestStateChange, on: $machine,"
            " with: {NoSuchParameter: 1}, returns: 0}",
            "{call: Msvm_ComputerSystem.RequestStateChange, on: $machine,"
            " returns: 32773, gives: {NoSuchParameter: null}}",
            "{at host: _limited}",
        ],
    )
    def test_what_there_is_not_is_an_error(self, tmp_path: Path, step: str) -> None:
        text = f"t: {{given: [machine], steps: [{step}]}}"
        with pytest.raises(LookupError):
            run_all(tmp_path, text)

    def test_a_call_that_fails_and_changes_something_is_noticed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from hyperv_v2 import Msvm_ComputerSystem

        from mofgen.vmms.faults import Faults, MethodFault
        from mofgen.vmms.host import Vmms

        host = Vmms()
        monkeypatch.setattr("case_runs.new_host", lambda options: host)

        def change_and_fail(
            self: Faults, method: str, target: object
        ) -> MethodFault | None:
            if method != "RequestStateChange":
                return None
            with host.manager.transaction() as transaction:
                [machine] = transaction.objects(Msvm_ComputerSystem, ElementName="web")
                transaction.change(machine, Description="touched")
            return MethodFault(method, 32768)

        monkeypatch.setattr(Faults, "of_call", change_and_fail)
        text = """
t:
  given: [machine]
  steps:
    - call: Msvm_ComputerSystem.RequestStateChange
      on: $machine
      with: {RequestedState: 2}
      returns: 32768
"""
        with pytest.raises(AssertionError, match="failed, but changed"):
            run_all(tmp_path, text)
