"""``mofgen serve``: a host in memory, for the clients of WS-Management."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from mofgen.cli.command import Fault, MofgenCommand
from mofgen.cli.schema_source import INCLUDE, schema_source

if TYPE_CHECKING:
    from mofgen.cli.served_hosts import Served
    from mofgen.server.http.running import Endpoint
    from mofgen.server.http.users import Users
    from mofgen.vmms.job_policies import JobPolicy
    from mofgen.vmms.scenarios import Scenario

_FILE = click.Path(path_type=Path, dir_okay=False)
_OTHERS_MAY_READ = 0o077
_SOME_NAME = "LOCALHOST"


def _jobs(
    context: click.Context, option: click.Parameter, said: str
) -> JobPolicy | None:
    from mofgen.vmms.job_policies import AtOnce, InTime

    if said == "at-once":
        return AtOnce()
    try:
        return InTime(float(said))
    except ValueError:
        raise click.BadParameter(f'"{said}" is neither at-once nor seconds') from None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the command line says; the fields are its options."""

    port: int | None
    address: str
    user: str | None
    password_file: Path | None
    no_auth: bool
    tls: tuple[Path, Path] | None
    allow_unencrypted: bool
    vms: int | None
    scenario: Path | None
    schema: tuple[Path, ...]
    include_path: tuple[Path, ...]
    name: str | None
    jobs: JobPolicy
    json: bool


@click.command("serve", cls=MofgenCommand)
@click.option("--port", type=click.IntRange(0, 65535), help="5985, with --tls 5986.")
@click.option(
    "--address", default="127.0.0.1", show_default=True, help="Where to listen."
)
@click.option("--user", metavar="NAME", help="The only one who may sign in.")
@click.option(
    "--password-file",
    type=_FILE,
    metavar="FILE",
    help="The password of --user, or a line name:password for each user.",
)
@click.option("--no-auth", is_flag=True, help="Let in everybody on this computer.")
@click.option(
    "--tls", nargs=2, type=_FILE, metavar="CERT KEY", help="Serve HTTPS: PEM files."
)
@click.option(
    "--allow-unencrypted",
    is_flag=True,
    help="Let clients elsewhere send passwords and messages that all can read.",
)
@click.option("--vms", type=click.IntRange(0), metavar="N", help="Have N machines.")
@click.option(
    "--from", "scenario", type=_FILE, metavar="FILE", help="Have what a scenario says."
)
@click.option(
    "--schema",
    multiple=True,
    type=_FILE,
    metavar="FILE",
    help="Serve the classes of this schema, without objects. Repeatable.",
)
@INCLUDE
@click.option("--name", metavar="NAME", help="What the host is called.")
@click.option(
    "--jobs",
    default="at-once",
    callback=_jobs,
    metavar="SECONDS",
    help="How long jobs take; at-once if not given.",
)
@click.option("--json", is_flag=True, help="Log lines, or errors, as JSON.")
def command(**options: Any) -> None:
    """Serve a host in memory to the clients of WS-Management.

    It is a Hyper-V host without machines, where neither --vms nor --from says what
    it has. Anything that manages Hyper-V over WinRM can be pointed at it. It runs
    until Ctrl+C or SIGTERM, and forgets everything then.
    """
    plan = Plan(**options)
    _require_sense(plan)
    try:
        import aiohttp  # noqa: F401
        import spnego  # noqa: F401
    except ImportError:
        raise Fault(
            "this needs more than mofgen alone: pip install 'mofgen[server]'",
            "missing-extra",
        ) from None
    _serve(plan)


def _require_sense(plan: Plan) -> None:
    ways = {"--vms": plan.vms is not None, "--from": plan.scenario is not None}
    ways["--schema"] = bool(plan.schema)
    given = [name for name, is_given in ways.items() if is_given]
    if len(given) > 1:
        raise click.UsageError(f"{given[0]} and {given[1]} don't go together")
    if plan.no_auth and (plan.user or plan.password_file):
        raise click.UsageError("with --no-auth nobody has a password")
    if plan.user and not plan.password_file:
        raise click.UsageError("--user needs --password-file FILE: there is no default")
    if not (plan.no_auth or plan.password_file):
        raise click.UsageError(
            "who may sign in? Give --user NAME --password-file FILE,"
            " or --no-auth for everybody on this computer"
        )


def _serve(plan: Plan) -> None:
    from mofgen.server.http.access_log import AccessLog
    from mofgen.server.http.authentication import Gate
    from mofgen.server.http.running import serve
    from mofgen.server.http.web import HttpServer
    from mofgen.server.service import WsmanService

    at = _endpoint(plan)
    if plan.password_file is not None:
        _users(plan)  # what is wrong with it is told before anything is built
        _warn_of_readers(plan.password_file)
    served = _served(plan)
    users = _users(plan, served.limited)
    _warn_of_missing(served.limited, users)
    is_open = at.is_private or plan.allow_unencrypted
    server = HttpServer(
        WsmanService(served.namespaces, host_name=served.host_name),
        Gate(users, offers_basic=is_open),
        requires_encryption=not is_open,
        log=AccessLog(_print, as_json=plan.json),
    )
    _spare_the_collector()

    def ready(url: str) -> None:
        _tell(served, users, url, as_json=plan.json)

    serve(server, at, ready)
    _print('{"event": "stopped"}\n' if plan.json else "stopped\n")


def _endpoint(plan: Plan) -> Endpoint:
    from mofgen.server.http.running import Endpoint
    from mofgen.server.http.tls import CertificateError, tls_context

    try:
        tls = None if plan.tls is None else tls_context(*plan.tls)
    except CertificateError as error:
        raise Fault(str(error), "certificate") from error
    port = plan.port
    if port is None:
        port = 5985 if tls is None else 5986
    at = Endpoint(plan.address, port, tls)
    if plan.no_auth and not at.is_loopback:
        raise Fault(
            f"others can reach {plan.address}: they have to sign in there", "no-auth"
        )
    return at


def _users(plan: Plan, limited: frozenset[str] = frozenset()) -> Users | None:
    from mofgen.server.http.users import PasswordFileError, read_users

    if plan.password_file is None:
        return None
    try:
        return read_users(plan.password_file, plan.user, limited=limited)
    except PasswordFileError as error:
        raise Fault(str(error), "password-file") from error


def _warn_of_readers(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & _OTHERS_MAY_READ:
        click.echo(f"warning: {path} is not only yours: chmod 600 {path}", err=True)


def _warn_of_missing(limited: frozenset[str], users: Users | None) -> None:
    """A name that was misspelt in the scenario leaves somebody with all rights."""
    if users is None:
        return
    for each in sorted(limited):
        if users.named(each) is None:
            click.echo(f"warning: {each} of the scenario has no password", err=True)


def _served(plan: Plan) -> Served:
    from mofgen.cli.served_hosts import served_host, served_schema

    if plan.schema:
        source = schema_source(plan.schema, include_path=plan.include_path)
        made = TemporaryDirectory(prefix="mofgen-")
        folder = click.get_current_context().with_resource(made)
        return served_schema(source, plan.name or _SOME_NAME, Path(folder))
    return served_host(_scenario(plan), plan.jobs)


def _scenario(plan: Plan) -> Scenario:
    from msgspec.structs import replace

    from mofgen.vmms.scenarios import ScenarioError, many_machines, read_scenario

    if plan.scenario is None:
        scenario = many_machines(plan.vms or 0)
    else:
        try:
            scenario = read_scenario(plan.scenario)
        except ScenarioError as error:
            raise Fault(str(error), "scenario") from error
    if plan.name is None:
        return scenario
    return replace(scenario, host=replace(scenario.host, name=plan.name))


def _tell(served: Served, users: Users | None, url: str, *, as_json: bool) -> None:
    """Say what is served, and to whom."""
    import json

    namespaces = [each.name for each in served.namespaces]
    names = [each.name for each in users or ()]
    if as_json:
        facts = {
            "event": "serving",
            "url": url,
            "host": served.host_name,
            "contents": served.contents,
            "namespaces": namespaces,
            "users": names,
        }
        _print(json.dumps(facts) + "\n")
        return
    _print(
        f"{served.host_name} with {served.contents} is at {url}\n"
        f"  namespaces  {', '.join(namespaces)}\n"
        f"  users       {', '.join(names) or 'everybody on this computer'}\n"
        "  stop        Ctrl+C\n"
    )


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _spare_the_collector() -> None:
    """What is there now stays: let it not be looked through over and over."""
    import gc

    gc.collect()
    gc.freeze()
