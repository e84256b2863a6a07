"""A client that makes reference points of a machine for its backups."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    Msvm_ReferencePointOfVirtualSystem,
    Msvm_VirtualSystemReferencePoint,
    Msvm_VirtualSystemReferencePointService,
)
from snapshot_bench import Bench

from mofgen.vmms.refusals import JOB_STARTED

Point = Msvm_VirtualSystemReferencePoint
LOG, RCT = 0, 1
"""What the method takes; the objects say 1 and 2."""


class Backup:
    """A client that makes reference points of the machine."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        [self.service] = bench.client.enumerate(Msvm_VirtualSystemReferencePointService)

    @property
    def points(self) -> list[Point]:
        return self.bench.client.associators(
            self.bench.ref,
            result_class=Point,
            association=Msvm_ReferencePointOfVirtualSystem,
        )

    def create(self, kind: int | None = RCT, level: int = 0) -> Any:
        return self.service.CreateReferencePoint(
            AffectedSystem=self.bench.ref,
            ReferencePointType=kind,
            ReferencePointSettings=(
                "instance of Msvm_VirtualSystemReferencePointSettingData"
                f" {{ ConsistencyLevel = {level}; }};"
            ),
            check=False,
        )

    def make(self) -> Point:
        result = self.create()
        assert result.ReturnValue == JOB_STARTED
        point: Point = self.bench.client.get(result.ResultingReferencePoint)
        return point

    def destroy(self, point: Any) -> int:
        result = self.service.DestroyReferencePoint(
            AffectedReferencePoint=point, check=False
        )
        return int(result.ReturnValue)

    def discard(self, point: Any) -> int:
        result = self.service.RemoveAssociatedData(
            AffectedReferencePoint=point, check=False
        )
        return int(result.ReturnValue)
