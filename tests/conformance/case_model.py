"""What a conformance case says: the host it begins with, and its steps in order.

The YAML key of a field is its name, with spaces for underscores: ``fail_method`` is
``fail method``, ``as_`` is ``as``. What a step has beside its fields is an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec


def _key(name: str) -> str:
    return name.rstrip("_").replace("_", " ")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=_key):
    """A mapping of a case, of which every key is known."""


# --- the host ---

WhenJobsEnd: TypeAlias = (
    Literal["at once", "never"] | dict[Literal["after polls", "in time"], float]
)
"""When jobs complete; ``in time`` gives seconds of the host's clock."""


class HostOptions(_Part, frozen=True):
    """What the host of a case is like; jobs are ``at once`` if nothing is said."""

    cores: int = 8
    memory: int = 32768
    name: str = "HYPERV01"
    jobs: WhenJobsEnd = "at once"


# --- the steps ---


class Step(_Part, frozen=True, kw_only=True):
    """Something that a client or the person at the host does, or sees."""


class ClientStep(Step, frozen=True, kw_only=True):
    """What a client does; ``as: guest`` is one without rights on the host."""

    as_: Literal["administrator", "guest"] = "administrator"


class Call(ClientStep, frozen=True, kw_only=True):
    """A method is called.

    Attributes
    ----------
    call, on:
        ``Class.Method``, and the object; the only one of the class if nothing is said.
    with_:
        Its arguments by CIM name.
    returns, raises:
        One of them: the return value, or the class of the error that the call ends
        in.
    gives:
        What its out parameters are, as in ``has``.
    keep:
        Names for its out parameters; a list of names for those of an array.
    """

    call: str
    on: str | None = None
    with_: dict[str, Any] = {}
    returns: int | None = None
    raises: str | None = None
    gives: dict[str, Any] = {}
    keep: dict[str, str | list[str]] = {}

    def __post_init__(self) -> None:
        if (self.returns is None) == (self.raises is None):
            raise ValueError("a call either returns something or raises something")
        if self.call.count(".") != 1:
            raise ValueError(f"{self.call!r} is not Class.Method")


class Wait(ClientStep, frozen=True, kw_only=True):
    """A job is read until it has ended; then it ``has`` these values."""

    wait: str
    has: dict[str, Any]


class Get(ClientStep, frozen=True, kw_only=True):
    """An object is read; it ``has`` these values."""

    get: str
    has: dict[str, Any] = {}
    keep: str | None = None


class Gone(ClientStep, frozen=True, kw_only=True):
    """An object is not there."""

    gone: str


class Search(ClientStep, frozen=True, kw_only=True):
    """Objects are looked for.

    Attributes
    ----------
    where:
        What those that count have, as in ``has``.
    count:
        How many there are; one if nothing is said.
    has:
        What each of them has.
    keep:
        A name for the first, or names for the first ones.
    """

    where: dict[str, Any] = {}
    count: int = 1
    has: dict[str, Any] = {}
    keep: str | list[str] | None = None

    def __post_init__(self) -> None:
        if not self.count and (self.has or self.keep):
            raise ValueError("where there are none there is nothing to have or keep")


class Find(Search, frozen=True, kw_only=True):
    """The objects of a class."""

    find: str


class Walk(Search, frozen=True, kw_only=True):
    """The objects of class ``to`` that associations connect with an object."""

    walk: str
    to: str
    through: str | None = None
    role: str | None = None
    result_role: str | None = None


class Ties(Search, frozen=True, kw_only=True):
    """The associations of class ``of`` that refer to an object."""

    ties: str
    of: str
    role: str | None = None


class Query(Search, frozen=True, kw_only=True):
    """What a WQL query selects."""

    query: str


class FailMethod(_Part, frozen=True):
    """A fault: a method answers a code and does nothing."""

    method: str
    code: int
    on: str | None = None
    times: int | None = None


class FailJob(_Part, frozen=True):
    """A fault: jobs end in an error on their way."""

    percent: int = 0
    code: int = 32768
    text: str = "The operation failed."
    type: int | None = None
    on: str | None = None
    times: int | None = None


class InjectMethodFault(Step, frozen=True, kw_only=True):
    """From now on a method fails."""

    fail_method: FailMethod


class InjectJobFault(Step, frozen=True, kw_only=True):
    """Jobs that start from now on fail."""

    fail_job: FailJob


class Repair(Step, frozen=True, kw_only=True):
    """There are no faults any more."""

    repair: Literal["all"]


class Advance(Step, frozen=True, kw_only=True):
    """The host's clock goes on by so many seconds."""

    advance: float


class SetJobs(Step, frozen=True, kw_only=True):
    """When jobs complete from now on, as in ``host``; those that run too."""

    jobs: WhenJobsEnd


class NewFile(_Part, frozen=True):
    """A file: a disk of a type and capacity, an ISO image, a diskette, or any."""

    path: str
    kind: Literal["disk", "iso", "floppy", "other"] = "disk"
    size: int = 1 << 30
    type: Literal["fixed", "dynamic", "differencing"] = "dynamic"
    parent: str | None = None


class AddFile(Step, frozen=True, kw_only=True):
    """A file is put on the host."""

    file: NewFile


class RemoveFile(Step, frozen=True, kw_only=True):
    """A file is taken away, whoever uses it."""

    remove_file: str


class CheckFile(Step, frozen=True, kw_only=True):
    """A file is on the host, or is not."""

    check_file: str
    exists: bool = True


class NewVolume(_Part, frozen=True):
    """A volume by its root, ``E:``, and its size in bytes."""

    root: str
    size: int


class AddVolume(Step, frozen=True, kw_only=True):
    """The host gets a volume, or a known one another size."""

    volume: NewVolume


class PlayGuest(Step, frozen=True, kw_only=True):
    """The guest of a machine ``does`` something, and then ``has`` these values.

    Both name members of :class:`mofgen.vmms.guests.Guest`.
    """

    guest: str
    does: str | None = None
    with_: dict[str, Any] = {}
    has: dict[str, Any] = {}


class AtHost(Step, frozen=True, kw_only=True):
    """A method of the host itself is called: ``shut down``, ``files.write``."""

    at_host: str
    with_: dict[str, Any] = {}


STEPS: dict[str, type[Step]] = {
    "call": Call,
    "wait": Wait,
    "get": Get,
    "gone": Gone,
    "find": Find,
    "walk": Walk,
    "ties": Ties,
    "query": Query,
    "fail method": InjectMethodFault,
    "fail job": InjectJobFault,
    "repair": Repair,
    "advance": Advance,
    "jobs": SetJobs,
    "file": AddFile,
    "remove file": RemoveFile,
    "check file": CheckFile,
    "volume": AddVolume,
    "guest": PlayGuest,
    "at host": AtHost,
}
"""The kinds of steps, by the key that tells them."""


# --- the case ---


class Sequence(_Part, frozen=True):
    """Steps of a file in ``given`` that cases begin with, and the sequences before it."""

    steps: list[dict[str, Any]]
    given: list[str] = []


class Written(_Part, frozen=True):
    """A case as it is written down; see :class:`Case`."""

    steps: list[dict[str, Any]]
    host: HostOptions = HostOptions()
    each: dict[str, list[Any]] = {}
    given: list[str] = []


class Case(msgspec.Struct, frozen=True):
    """One case, ready to run.

    Attributes
    ----------
    path, title:
        The file it stands in, and what it says that holds, with the values of
        ``each`` for which it is to hold.
    host, steps:
        The host, and what happens, that of ``given`` first.
    """

    path: Path
    title: str
    host: HostOptions
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """How tests call it: service, method and title."""
        return f"{self.path.parent.name}/{self.path.stem}: {self.title}"
