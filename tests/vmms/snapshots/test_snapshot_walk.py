"""Random walks over checkpoints and states: what holds after every step."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_ReferencePointOfVirtualSystem,
    Msvm_VirtualSystemReferencePoint,
)
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from snapshot_bench import (
    DISK,
    DISKS,
    FULL,
    PAUSE,
    RECOVERY,
    SAVE,
    START,
    TURN_OFF,
    Bench,
    Settings,
)

from mofgen.vmms.configurations import named_id
from mofgen.vmms.disk_chains import require_sound
from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.files import MIB, identity
from mofgen.vmms.machine_access import is_recovery

WHICH = st.integers(0, 5)
"""Which checkpoint, counted from the oldest and round again."""


class SnapshotWalk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench()
        self.bench.add_disk()

    # --- steps ---

    @rule(kind=st.sampled_from([FULL, DISKS, RECOVERY]), level=st.integers(0, 2))
    def take(self, kind: int, level: int) -> None:
        self.bench.create(kind, ConsistencyLevel=level)

    @rule(
        method=st.sampled_from(["apply", "destroy", "destroy_tree", "clear"]),
        which=WHICH,
    )
    def change(self, method: str, which: int) -> None:
        if self.bench.snapshots:
            getattr(self.bench, method)(self.chosen(which))

    @rule(which=WHICH)
    def convert(self, which: int) -> None:
        if self.bench.snapshots:
            self.bench.service.ConvertToReferencePoint(
                AffectedSnapshot=self.chosen(which), check=False
            )

    @rule(state=st.sampled_from([START, TURN_OFF, SAVE, PAUSE]))
    def request(self, state: int) -> None:
        self.bench.machine.RequestStateChange(RequestedState=state, check=False)

    @rule(kind=st.integers(2, 5), automatic=st.booleans())
    def configure(self, kind: int, automatic: bool) -> None:
        self.bench.change(UserSnapshotType=kind, AutomaticSnapshotsEnabled=automatic)

    @rule(size=st.sampled_from([MIB, 64 * MIB]))
    def write(self, size: int) -> None:
        write_data(self.bench.host.files, self.bench.disk(self.bench.settings), size)

    def chosen(self, which: int) -> Settings:
        found = self.bench.snapshots
        return found[which % len(found)]

    # --- what holds ---

    @invariant()
    def each_disk_is_sound(self) -> None:
        for path in self.used():
            require_sound(self.bench.host.files, path)

    @invariant()
    def no_layer_lies_about(self) -> None:
        needed = {identity(DISK)}
        for path in self.used():
            chain = require_sound(self.bench.host.files, path)
            needed |= {identity(each.path) for each in chain}
        assert {identity(path) for path in self.bench.files} == needed

    @invariant()
    def the_machine_writes_into_no_disk_of_a_checkpoint(self) -> None:
        own = self.bench.disk(self.bench.settings)
        assert own not in [self.bench.disk(each) for each in self.bench.snapshots]

    @invariant()
    def the_tree_hangs_together(self) -> None:
        known = {
            (each.InstanceID or "").casefold()
            for each in self.bench.snapshots
            if not is_recovery(each)
        }
        parents = [each.Parent for each in (*self.bench.snapshots, self.bench.settings)]
        assert all(named_id(each) in known for each in parents if each)

    @invariant()
    def the_most_current_one_is_that_from_which_the_machine_descends(self) -> None:
        found = self.bench.through(Msvm_MostCurrentSnapshotInBranch)
        names = [(each.InstanceID or "").casefold() for each in found]
        parent = named_id(self.bench.settings.Parent)
        assert names == ([] if parent is None else [parent])

    @invariant()
    def the_machine_says_what_it_does(self) -> None:
        assert self.bench.status == [2]
        assert bool(self.bench.settings.IsSaved) == (
            self.bench.machine.EnabledState == SAVE
        )

    @invariant()
    def reference_points_name_the_disk(self) -> None:
        points: list[Any] = self.bench.client.associators(
            self.bench.ref,
            result_class=Msvm_VirtualSystemReferencePoint,
            association=Msvm_ReferencePointOfVirtualSystem,
        )
        assert all(len(each.VirtualDiskIdentifiers or ()) == 1 for each in points)

    def used(self) -> set[str]:
        """The files that the machine and its checkpoints name."""
        systems = (self.bench.settings, *self.bench.snapshots)
        return {self.bench.disk(each) for each in systems}


TestSnapshotWalk = SnapshotWalk.TestCase
TestSnapshotWalk.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None
)
