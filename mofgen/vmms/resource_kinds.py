"""What is the same and what differs between the resources that a machine can have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hyperv_v2 import CIM_ResourceAllocationSettingData

from mofgen.vmms.configurations import Configuration, Phase, named_id
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    NOT_SUPPORTED,
    RefusedError,
)

Setting = CIM_ResourceAllocationSettingData

_USUAL: Final[Mapping[str, Any]] = {
    "PoolID": "",
    "ConsumerVisibility": 3,
    "AllocationUnits": "count",
    "VirtualQuantity": 1,
    "Reservation": 1,
    "Limit": 1,
    "Weight": 0,
    "AutomaticAllocation": True,
    "AutomaticDeallocation": True,
}
_FIXED: Final = ("ResourceType", "ResourceSubType", "OtherResourceType")
"""What settings keep for as long as they are there."""


class ResourceKind:
    """How resources of one kind are added, changed and removed.

    This one can be neither added nor removed, and changes in any way while its
    machine is off.

    Parameters
    ----------
    setting_class:
        The class of the settings.
    subtype:
        Their ``ResourceSubType``; None where the class says it all.
    name:
        What such a resource is called.
    """

    resource_type: int | None = None
    usual: Mapping[str, Any] = {}
    """What its settings have where a client gave nothing else."""
    phases: frozenset[Phase] = frozenset({Phase.OFF})
    """When it can be added and removed."""
    is_movable = False
    """Whether it can get another ``Parent`` and ``AddressOnParent``."""

    def __init__(
        self, setting_class: type[Setting], subtype: str | None, name: str
    ) -> None:
        self.setting_class = setting_class
        self.subtype = subtype
        self.name = name

    def is_kind_of(self, setting: Setting) -> bool:
        """Whether ``setting`` is one of its settings."""
        if not isinstance(setting, self.setting_class):
            return False
        subtype = setting.ResourceSubType or default_subtype(type(setting))
        return self.subtype is None or folded(subtype) == folded(self.subtype)

    def new(self, configuration: Configuration, given: Setting) -> Setting:
        """The complete settings of a resource that is to be added, with its ID.

        Raises
        ------
        RefusedError
            Where it can't be added at all.
        """
        raise RefusedError(NOT_SUPPORTED, f"no {self.name} can be added to a machine")

    def finished(self, configuration: Configuration, setting: Setting) -> Setting:
        """The settings in the form in which they are stored.

        They have the ID of the place where they hang, and values as Hyper-V writes
        them.

        Raises
        ------
        RefusedError
            Where nothing is there that they can hang on.
        """
        return setting

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        """Check what would be stored.

        Parameters
        ----------
        setting, before:
            The settings as they would be, and as they are; None for new ones.

        Raises
        ------
        RefusedError
            Naming the rule that it breaks.
        """
        if before is not None:
            self.require(configuration, frozenset({Phase.OFF}))

    def claim(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        """Take what of the host the resource needs, which only the job itself does.

        Parameters are those of :meth:`check`, which comes first.

        Raises
        ------
        RefusedError
            Where the host has it not, or not to give: the job fails.
        """

    def check_removal(self, configuration: Configuration, setting: Setting) -> None:
        """Check that the resource can be removed.

        Raises
        ------
        RefusedError
            Where it can't.
        """
        raise RefusedError(NOT_SUPPORTED, f"a machine keeps its {self.name}")

    def require(self, configuration: Configuration, phases: Iterable[Phase]) -> None:
        """Refuse what can't be done in the phase in which the machine is.

        Raises
        ------
        RefusedError
            Invalid state.
        """
        if configuration.phase not in phases:
            raise RefusedError(
                INVALID_STATE,
                f"the {self.name} cannot change: the machine is"
                f" {configuration.phase.value}",
            )

    def completed(self, given: Setting, **values: Any) -> Setting:
        """What a client gave, with ``values``, and what is usual where it gave none."""
        chosen = given_values(given)
        own = {"ResourceType": self.resource_type, "ResourceSubType": self.subtype}
        defaults = {**_USUAL, "ElementName": self.name, **own, **self.usual}
        stated = _defaults(type(given))
        for name, value in defaults.items():
            if name not in chosen and stated.get(name) is None:
                chosen[name] = value
        return type(given)(**{**chosen, **values})


def merged(before: Setting, given: Setting, *, is_movable: bool) -> Setting:
    """Settings with what a client gave in place of what they were.

    Parameters
    ----------
    is_movable:
        Whether they can hang elsewhere then.

    Raises
    ------
    RefusedError
        Where it gave another value for what never changes.
    """
    after = before.copy(**given_values(given))
    for name in _FIXED:
        if folded(getattr(after, name)) != folded(getattr(before, name)):
            raise RefusedError(INVALID_PARAMETER, f"{name} cannot change")
    if not is_movable and is_elsewhere(after, before):
        raise RefusedError(INVALID_PARAMETER, "it stays where it hangs")
    return after


def is_elsewhere(setting: Setting, before: Setting) -> bool:
    """Whether settings hang on something else than before, or in another place."""
    return named_id(setting.Parent) != named_id(before.Parent) or (
        setting.AddressOnParent or ""
    ).strip() != (before.AddressOnParent or "")


def folded(value: object) -> object:
    """A value as it compares: strings without regard to case."""
    return value.casefold() if isinstance(value, str) else value


def given_values(setting: Setting) -> dict[str, Any]:
    """What is set and not NULL: the rest says nothing."""
    values = vars(setting).items()
    return {name: value for name, value in values if value is not None}


def _defaults(cls: type[Setting]) -> dict[str, Any]:
    """The defaults that the schema has for a class, by property."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        for row in vars(base).get("_wire_properties", ()):
            if len(row) > 4:
                found[row[0]] = row[4]
    return found


def default_subtype(cls: type[Setting]) -> str | None:
    """The ``ResourceSubType`` that the schema has for a class."""
    subtype: str | None = _defaults(cls).get("ResourceSubType")
    return subtype
