"""What of a host its running machines have: memory and processors, node by node.

The resource pools tell it by ``Reserved``, the NUMA nodes by what is left of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_ProcessorPool, Msvm_ResourcePool

from mofgen.runtime.references import Ref
from mofgen.vmms.hardware import node_ref
from mofgen.vmms.pool_offers import MEMORY_POOL, PROCESSOR_POOL
from mofgen.vmms.refusals import OUT_OF_MEMORY, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction

_MEMORY: Final = Ref(Msvm_ResourcePool, {"InstanceID": f"Microsoft:{MEMORY_POOL}"})
_PROCESSORS: Final = Ref(
    Msvm_ProcessorPool, {"InstanceID": f"Microsoft:{PROCESSOR_POOL}"}
)


@dataclass(frozen=True, slots=True)
class _Share:
    """What one machine has.

    Parameters
    ----------
    memory:
        In MB, by node.
    processors, reserved:
        Its virtual processors, and what is reserved for them in thousandths of a
        percent of one.
    """

    memory: tuple[int, ...]
    processors: int = 0
    reserved: int = 0

    @property
    def home(self) -> int:
        """The node on which its processors run: that of most of its memory."""
        return self.memory.index(max(self.memory))


class HostUsage:
    """How much of a host's memory and processors its running machines have.

    A machine gets the memory of the node that has most of it left, and that of others
    where it does not suffice.

    Parameters
    ----------
    name:
        The name of the host.
    memory:
        What each of its NUMA nodes has, in MB.
    """

    def __init__(self, name: str, memory: Sequence[int]) -> None:
        self._name = name
        self._memory = tuple(memory)
        self._nothing = _Share((0,) * len(self._memory))
        self._shares: dict[str, _Share] = {}
        self._free = list(self._memory)
        self._assigned = [0] * len(self._memory)
        self._reserved = 0

    @property
    def available(self) -> int:
        """The memory that no machine has, in MB."""
        return sum(self._free)

    def assigned(self, guid: str) -> int:
        """The memory that a machine has, in MB."""
        return sum(self._shares.get(guid, self._nothing).memory)

    def processors(self, guid: str) -> int:
        """How many virtual processors a machine has."""
        return self._shares.get(guid, self._nothing).processors

    def give(
        self, transaction: Transaction, guid: str, processors: int, reserved: int
    ) -> None:
        """Tell which processors a machine has beside its memory.

        Parameters
        ----------
        reserved:
            Of all of them together, in thousandths of a percent of one.
        """
        before = self._shares.get(guid, self._nothing)
        self._put(transaction, guid, _Share(before.memory, processors, reserved))

    def assign(self, transaction: Transaction, guid: str, amount: int) -> None:
        """Give a machine so much memory in place of what it has.

        Parameters
        ----------
        transaction:
            When it is undone, this is too.
        amount:
            In MB; with 0 it has nothing more of the host, and no processors.

        Raises
        ------
        RefusedError
            Out of memory.
        """
        before = self._shares.get(guid, self._nothing)
        available = self.available + sum(before.memory)
        if amount > available:
            raise RefusedError(
                OUT_OF_MEMORY,
                f"not enough memory in the system: {amount} MB asked for,"
                f" {available} MB available",
            )
        memory = self._spread(amount, before)
        share = _Share(memory, before.processors, before.reserved)
        self._put(transaction, guid, share if amount else None)

    def _spread(self, amount: int, before: _Share) -> tuple[int, ...]:
        """How much of each node makes up an amount, in place of what was given."""
        free = [a + b for a, b in zip(self._free, before.memory, strict=True)]
        home = before.home if any(before.memory) else free.index(max(free))
        memory = [0] * len(free)
        for node in sorted(range(len(free)), key=lambda n: (n != home, -free[n])):
            memory[node] = min(amount, free[node])
            amount -= memory[node]
        return tuple(memory)

    def _put(self, transaction: Transaction, guid: str, share: _Share | None) -> None:
        before = self._shares.get(guid)
        self._count(guid, share)
        transaction.undo_by(lambda: self._count(guid, before))
        self._tell(transaction, before or self._nothing, share or self._nothing)

    def _count(self, guid: str, share: _Share | None) -> None:
        for sign, each in ((1, self._shares.pop(guid, None)), (-1, share)):
            if each is not None:
                for node, amount in enumerate(each.memory):
                    self._free[node] += sign * amount
                self._assigned[each.home] -= sign * each.processors
                self._reserved -= sign * each.reserved
        if share is not None:
            self._shares[guid] = share

    def _tell(self, transaction: Transaction, before: _Share, after: _Share) -> None:
        """Let the pools and the nodes say what they have left."""
        for node in range(len(self._memory)):
            if before.memory[node] != after.memory[node] or node in (
                before.home,
                after.home,
            ):
                transaction.change(
                    node_ref(self._name, node),
                    CurrentlyConsumableMemoryBlocks=self._free[node],
                    CurrentlyAssignedVirtualProcessors=self._assigned[node],
                )
        if before.memory != after.memory:
            used = sum(self._memory) - self.available
            transaction.change(_MEMORY, Reserved=used)
        if before.reserved != after.reserved:
            transaction.change(_PROCESSORS, Reserved=self._reserved)
