"""``mofgen coverage``: what the in-memory host answers, for people and programs."""

from __future__ import annotations

import json

from click.testing import CliRunner

from mofgen.cli import main


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["coverage", *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_the_classes_with_answers_are_listed_with_their_methods() -> None:
    code, text, _ = run()
    assert code == 0
    [row] = [line for line in text.splitlines() if "Msvm_ConcreteJob" in line]
    assert "GetError" in row
    assert "CIM_ConcreteJob" not in text, "abstract classes have no objects"
    *_, last = text.splitlines()
    assert last.endswith("classes") and "methods answered" in last


def test_what_nobody_answers_is_listed_where_it_is_asked_for() -> None:
    _, text, _ = run("Msvm_ComputerSystem")
    assert "RequestReplicationStateChange" not in text
    _, text, _ = run("--missing", "msvm_computersystem")
    assert "RequestReplicationStateChange" in text


def test_names_of_methods_are_never_cut() -> None:
    _, table, _ = run("--missing")
    _, text, _ = run("--json")
    words = set(table.replace(",", " ").split())
    for each in json.loads(text):
        assert {each["name"], *each["implemented"], *each["missing"]} <= words


def test_programs_get_every_class_with_both_lists() -> None:
    code, text, _ = run("--json")
    assert code == 0
    found = {each["name"]: each for each in json.loads(text)}
    snapshots = found["Msvm_VirtualSystemSnapshotService"]
    assert "CreateSnapshot" in snapshots["implemented"]
    replication = found["Msvm_ReplicationService"]
    assert "StartReplication" in replication["missing"]
    assert "StartReplication" not in replication["implemented"]
    assert found["Msvm_Battery"]["implemented"] == []


def test_it_is_the_methods_that_are_counted() -> None:
    _, text, _ = run("--json")
    found = json.loads(text)
    answered = sum(len(each["implemented"]) for each in found)
    methods = answered + sum(len(each["missing"]) for each in found)
    _, table, _ = run()
    assert f"{answered} of {methods} methods answered" in table


def test_an_unknown_class_is_told_with_what_may_have_been_meant() -> None:
    code, _, text = run("Msvm_ComputerSysten")
    assert code == 1
    assert "did you mean 'Msvm_ComputerSystem'?" in text
