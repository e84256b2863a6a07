"""What ``mofgen serve`` serves: a host of a scenario, or the classes of a schema."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mofgen.cli.command import Fault
from mofgen.cli.package_target import PackageTarget
from mofgen.cli.progress import Progress
from mofgen.server.namespaces import Namespace, Namespaces, Session

if TYPE_CHECKING:
    from mofgen.cli.schema_source import SchemaSource
    from mofgen.runtime import Connection
    from mofgen.vmms import Vmms
    from mofgen.vmms.job_policies import JobPolicy
    from mofgen.vmms.scenarios import Scenario

_PACKAGE: Final = "mofgen_served_schema"
_SOME_NAMESPACE: Final = "root/cimv2"
"""Where a schema doesn't say in which one its classes are."""


@dataclass(frozen=True, slots=True)
class Served:
    """What is served.

    Parameters
    ----------
    host_name:
        The name of the host.
    namespaces:
        What clients reach.
    contents:
        What is in it, in words.
    limited:
        The names of the users who are no administrators.
    """

    host_name: str
    namespaces: Namespaces
    contents: str
    limited: frozenset[str] = frozenset()


def served_host(scenario: Scenario, policy: JobPolicy) -> Served:
    """The Hyper-V host of a scenario.

    Parameters
    ----------
    scenario:
        What it is to have.
    policy:
        When its jobs complete, as soon as it is built.

    Raises
    ------
    Fault
        Where it can't be built.
    """
    from mofgen.vmms.scenario_building import build_host
    from mofgen.vmms.scenarios import ScenarioError

    with Progress("Setting up the host") as progress:
        try:
            host = build_host(
                scenario,
                lambda done, of: progress.step(f"Building machines: {done} of {of}"),
            )
        except ScenarioError as error:
            raise Fault(str(error), "scenario") from error
    host.jobs.policy = policy
    count = scenario.machine_count
    return Served(
        host.name,
        Namespaces(_namespaces(host)),
        f"{count} machine{'' if count == 1 else 's'}",
        frozenset(each.name for each in scenario.users if not each.administrator),
    )


def served_schema(source: SchemaSource, host_name: str, folder: Path) -> Served:
    """The classes of a schema, without objects and without behaviour of their own.

    Parameters
    ----------
    source:
        The schema.
    host_name:
        What the host is called.
    folder:
        Where its package is put; it has to stay, for classes are read when they are
        first asked for.

    Raises
    ------
    Fault, MofError
        Where the schema can't be read.
    """
    from mofgen.codegen.writing import write_package
    from mofgen.provider.manager import ObjectManager
    from mofgen.provider.memory_connection import MemoryConnection

    plan = PackageTarget(source, _PACKAGE, folder, None).plan()
    write_package(plan.folder, plan.files)
    sys.path.insert(0, str(folder))
    try:
        package = import_module(_PACKAGE)
    finally:
        sys.path.remove(str(folder))
    manager = ObjectManager(package)
    name = package.NAMESPACE or _SOME_NAMESPACE

    def connect(session: Session) -> Connection:
        return MemoryConnection(manager)

    served = Namespaces([Namespace(name, package, connect)])
    count = plan.classes
    return Served(host_name, served, f"{count} class{'' if count == 1 else 'es'}")


def _namespaces(host: Vmms) -> list[Namespace]:
    return [_namespace(host, name) for name in host.namespaces]


def _namespace(host: Vmms, name: str) -> Namespace:
    def connect(session: Session) -> Connection:
        return host.connect(name, administrator=session.is_administrator)

    return Namespace(name, host.namespaces[name].schema.package, connect)
