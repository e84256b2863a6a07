"""Where a change is found, and how it is noted there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from mofgen.diff.model import Change, Kind
from mofgen.ir.model import Schema, Value


@dataclass(frozen=True, slots=True)
class Scope:
    """An element of both schemas, with the list in which its changes are noted.

    Parameters
    ----------
    old, new:
        The schemas.
    class_name, member, parameter:
        The element, in the new schema's spelling.
    is_read, is_written:
        Whether a client gets values of this element, and whether it sends them.
    changes:
        All changes so far.
    """

    old: Schema
    new: Schema
    class_name: str | None = None
    member: str | None = None
    parameter: str | None = None
    is_read: bool = True
    is_written: bool = False
    changes: list[Change] = field(default_factory=list)

    def of_class(self, name: str) -> Scope:
        return replace(self, class_name=name)

    def of_member(
        self, name: str, *, is_read: bool = True, is_written: bool = False
    ) -> Scope:
        return replace(self, member=name, is_read=is_read, is_written=is_written)

    def of_parameter(self, name: str, *, is_read: bool, is_written: bool) -> Scope:
        return replace(self, parameter=name, is_read=is_read, is_written=is_written)

    def breaking(
        self,
        kind: Kind,
        reason: str,
        *,
        old: Value = None,
        new: Value = None,
        subject: str | None = None,
    ) -> None:
        """Note a change that can make a client fail."""
        self.note(kind, reason, old=old, new=new, subject=subject, breaking=True)

    def note(
        self,
        kind: Kind,
        reason: str,
        *,
        old: Value = None,
        new: Value = None,
        subject: str | None = None,
        breaking: bool = False,
    ) -> None:
        """Note a change; ``reason`` says why it does or does not break a client."""
        self.changes.append(
            Change(
                kind,
                self.class_name,
                self.member,
                self.parameter,
                subject,
                old,
                new,
                breaking,
                reason,
            )
        )
