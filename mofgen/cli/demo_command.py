"""``mofgen demo``: a small datacentre in memory, and what happens in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mofgen.cli.command import MofgenCommand

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from mofgen.cli.demo_datacentre import Datacentre
    from mofgen.runtime import Job, MethodResult
    from mofgen.vmms import Vmms

_SECONDS_OF_A_JOB = 0.3
_WIDTH = 88
_SWITCH = "internal-net"
_STATES = {2: "running", 3: "off", 6: "saved", 9: "paused"}


@click.command("demo", cls=MofgenCommand)
@click.option("--fast", is_flag=True, help="Let jobs complete at once.")
def command(fast: bool) -> None:
    """Build a small datacentre in memory and show what happens in it.

    Three machines on a host that exists only in this process: they get disks and a
    network and are started; one gets more memory while it runs; a checkpoint is
    taken, what comes after it goes wrong, and the checkpoint is applied. All of it
    is done by the methods that a real host has.
    """
    from rich.console import Console

    width = None if sys.stdout.isatty() else _WIDTH
    Show(Console(width=width, highlight=False), fast=fast).run()


class Show:
    """Plays the demo on a console.

    Parameters
    ----------
    console:
        Where it is shown.
    fast:
        Whether jobs complete at once. Where nobody watches, their time is simulated.
    """

    def __init__(self, console: Console, *, fast: bool) -> None:
        from mofgen.vmms import Vmms
        from mofgen.vmms.clock import RealClock, SimulatedClock
        from mofgen.vmms.job_policies import AtOnce, InTime

        self._console = console
        self._clock = RealClock() if console.is_terminal else SimulatedClock()
        policy = AtOnce() if fast else InTime(_SECONDS_OF_A_JOB)
        self._host: Vmms = Vmms(name="DEMO", seed=1, clock=self._clock, jobs=policy)

    def run(self) -> None:
        """Play it."""
        from mofgen.cli.demo_datacentre import START, TURN_OFF, Datacentre, Plan

        with self._host.connect() as connection:
            centre = Datacentre(connection, self._follow)
            self._title("Three machines, each with a disk and a network adapter")
            switch = centre.add_switch(_SWITCH)
            for plan in (
                Plan("web", 2048, 2, 60),
                Plan("database", 4096, 4, 200),
                Plan("build", 8192, 4, 120),
            ):
                centre.add_machine(plan, switch)
            self._title("They start")
            for name in ("web", "database"):
                centre.request(name, START, "start")
            self._machines(centre)
            self._title("More memory for web, while it runs")
            centre.set_memory("web", 3072)
            self._machines(centre)
            self._title("A checkpoint of web, and a change that was a mistake")
            centre.take_checkpoint("web", "before the upgrade")
            centre.request("web", TURN_OFF, "turn off")
            centre.set_memory("web", 512)
            self._tree(centre, "web")
            self._title("The checkpoint is applied, and web goes on where it was")
            centre.apply_checkpoint("web", "before the upgrade")
            centre.request("web", START, "start")
            self._tree(centre, "web")
            self._machines(centre)

    # --- what is shown ---

    def _title(self, text: str) -> None:
        self._console.print()
        self._console.rule(text, align="left")

    def _machines(self, centre: Datacentre) -> None:
        from rich.table import Table

        table = Table("Machine", "State", "Processors", "Memory in use", "Up for")
        for each in centre.summaries():
            seconds = (each.UpTime or 0) // 1000
            memory = f"{each.MemoryUsage} MB" if each.MemoryUsage else "-"
            state = _STATES.get(int(each.EnabledState or 0), "changing")
            processors = str(each.NumberOfProcessors)
            table.add_row(
                each.ElementName, state, processors, memory, f"{seconds} seconds"
            )
        self._print(table)

    def _tree(self, centre: Datacentre, name: str) -> None:
        from rich.tree import Tree

        memory = centre.memory(name).VirtualQuantity
        now = f"{name}: {_STATES[int(centre.machine(name).EnabledState or 0)]}"
        tree = Tree(f"checkpoints of {name}")
        branch = tree
        current = centre.current_checkpoint(name)
        for each in centre.checkpoints(name):
            branch = branch.add(f"{each.ElementName}, taken {_moment(each)}")
            if each.ElementName == current:
                branch.add(f"[bold]{now}, {memory} MB[/bold] (here it stands)")
        self._print(tree)

    def _print(self, shown: RenderableType) -> None:
        self._console.print(shown)

    # --- how jobs go on ---

    def _follow(self, asked: str, result: MethodResult) -> None:
        """Wait for a method's job; on a terminal with a bar that grows."""
        from rich.progress import BarColumn, Progress, TextColumn

        from mofgen.runtime import Polling

        bar = Progress(
            TextColumn("{task.description:<46}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f} %"),
            console=self._console,
        )
        with bar:
            task = bar.add_task(asked, total=100)

            def show(job: Job) -> None:
                bar.update(task, completed=job.percent or 0)

            result.job.wait(
                on_progress=show, polling=Polling(first=0.05, sleep=self._pass_time)
            )
            bar.update(task, completed=100)

    def _pass_time(self, seconds: float) -> None:
        from mofgen.vmms.clock import SimulatedClock

        if isinstance(self._clock, SimulatedClock):
            self._clock.advance(seconds)
        else:
            import time

            time.sleep(seconds)


def _moment(checkpoint: object) -> str:
    created = getattr(checkpoint, "CreationTime", None)
    return "" if created is None else created.to_datetime().strftime("%H:%M:%S")
