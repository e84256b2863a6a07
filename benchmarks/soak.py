"""``python -m benchmarks.soak``: clients that do anything for minutes, over HTTP.

Clients change a small host at random, by the steps of the tests' walk over a host;
others read, subscribe, leave enumerations behind and send what is no message; and
methods and jobs are made to fail. Afterwards all that holds on a host must hold,
nothing may have failed within the server, and memory may not have grown.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Protocol

import click

from benchmarks.fresh import REPOSITORY
from benchmarks.provider import resident_bytes
from benchmarks.wire_server import NAMESPACE

for _folder in ("generated", "tests/vmms/walk", "tests/server_http"):
    sys.path.insert(0, str(REPOSITORY / _folder))

if TYPE_CHECKING:
    from mofgen.server.service import WsmanService
    from mofgen.vmms import Vmms

_REPORTS: Final = 20
_MOST_PROBLEMS: Final = 20
_MOST_KEPT: Final = 20
_MOST_WAITING: Final = 1000
_LONG: Final = 120.0
"""Seconds after which everything has been loaded, and memory can tell something."""
_GROWTH: Final = 1.1
"""How much larger the process may be at the end than halfway."""


class Client(Protocol):
    """Somebody who does one thing after another."""

    def step(self) -> None:
        """Do the next."""
        ...


@click.command()
@click.option("--seconds", default=600.0, show_default=True)
@click.option("--clients", default=4, show_default=True, help="Of each of two kinds.")
@click.option("--seed", default=1, show_default=True)
def main(seconds: float, clients: int, seed: int) -> None:
    """Let clients do anything, and see whether the host bears it.

    The last line is the result as JSON; the exit code is 1 where something is wrong.
    """
    problems: list[str] = []
    result = soak(seconds, clients, seed, problems)
    click.echo(json.dumps({**result, "problems": problems}))
    if problems:
        raise SystemExit(1)


def soak(
    seconds: float, clients: int, seed: int, problems: list[str]
) -> dict[str, Any]:
    """Run it.

    Parameters
    ----------
    seconds, clients, seed:
        How long, how many clients of each kind, and which steps.
    problems:
        Gets what is wrong.

    Returns
    -------
    What was done, and the megabytes of the process again and again.
    """
    from running_servers import running

    from benchmarks.soak_clients import Changing, Disturbing, Reading, Tally
    from mofgen.vmms import Vmms
    from mofgen.vmms.clock import SimulatedClock

    clock, tally = SimulatedClock(), Tally()
    host = Vmms(cores=32, memory=6144, clock=clock, seed=seed)
    service = _service(host)
    requests = 0
    megabytes: list[float] = []
    with _failures(problems), running(host, service=service) as server:
        changing = [Changing(host, server, tally, seed + n) for n in range(clients)]
        changing[0].put_files()
        workers: list[Client] = [*changing, Disturbing(host, clock, tally)]
        workers += [Reading(server, tally, seed - n) for n in range(1, clients + 1)]
        for _ in _working(workers, seconds, problems):
            megabytes.append(round(_megabytes(), 1))
            requests += len(server.lines)
            server.lines.clear()
            click.echo(f"{requests:,} requests, {megabytes[-1]:.0f} MB", err=True)
        _judge(host, service, problems)
    half = megabytes[len(megabytes) // 2]
    if seconds >= _LONG and megabytes[-1] > half * _GROWTH:
        problems.append(f"memory grew from {half} to {megabytes[-1]} MB")
    return {
        "seconds": seconds,
        "requests": requests,
        "megabytes": megabytes,
        "done": tally.as_json(),
    }


def _working(
    workers: Sequence[Client], seconds: float, problems: list[str]
) -> Iterator[None]:
    """Let everybody work for so long; give now and then, to report."""
    stops = Event()

    def work(worker: Client) -> None:
        while not stops.is_set():
            try:
                worker.step()
            except Exception as error:
                problems.append(f"{type(worker).__name__}: {error!r}"[:1000])
                if len(problems) > _MOST_PROBLEMS:
                    return

    threads = [Thread(target=work, args=[each]) for each in workers]
    for each in threads:
        each.start()
    end = monotonic() + seconds
    while monotonic() < end:
        stops.wait(seconds / _REPORTS)
        yield
    stops.set()
    for each in threads:
        each.join(120)
        if each.is_alive():
            problems.append("a client hangs")


def _judge(host: Vmms, service: WsmanService, problems: list[str]) -> None:
    """Hold the host to what has to hold, when nobody is at work any longer."""
    from host_invariants import ValuesFit, check_all

    host.faults.clear()
    host.jobs.finish()
    try:
        check_all(host)
        with host.manager.transaction() as transaction:
            ValuesFit()(host, transaction)
    except AssertionError as error:
        problems.append(f"an invariant: {error}"[:1000])
    for kept in (service.contexts, service.subscriptions):
        if len(kept) > _MOST_KEPT:
            problems.append(f"{len(kept)} of {type(kept).__name__}")


def _service(host: Vmms) -> WsmanService:
    """What answers; it keeps little, so that its limits are reached at once."""
    import hyperv_v2

    from mofgen.server.contexts import Contexts
    from mofgen.server.namespaces import Namespace, Namespaces
    from mofgen.server.service import WsmanService
    from mofgen.server.subscriptions import Subscriptions

    namespace = Namespace(NAMESPACE, hyperv_v2, lambda session: host.connect())
    return WsmanService(
        Namespaces([namespace]),
        host_name=host.name,
        contexts=Contexts(most=_MOST_KEPT),
        subscriptions=Subscriptions(most=_MOST_KEPT, most_waiting=_MOST_WAITING),
    )


@contextmanager
def _failures(problems: list[str]) -> Iterator[None]:
    """Take what the server says of failures within for problems."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = self.format(record)
            problems.append(text[:300] + " ... " + text[-1500:])

    handler = Handler(logging.ERROR)
    logging.getLogger("mofgen").addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger("mofgen").removeHandler(handler)


def _megabytes() -> float:
    gc.collect()
    return resident_bytes() / 1e6


if __name__ == "__main__":
    main()
