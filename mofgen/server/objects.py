"""The objects that selectors name, by all of their keys or by some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from mofgen.runtime import Ref
from mofgen.runtime.connection import KEYS_ONLY
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import KeyValue
from mofgen.runtime.wire import class_name, key_fields
from mofgen.server.requests import UNREACHABLE, Target
from mofgen.wsman.endpoint_references import (
    EndpointReference,
    Selectors,
    cim_reference,
)
from mofgen.wsman.envelopes import Request
from mofgen.wsman.errors import MessageError
from mofgen.wsman.faults import FaultError, refuse
from mofgen.wsman.resource_uris import Resource
from mofgen.wsman.uris import NAMESPACE_SELECTOR

_TEXTUAL: Final = ("string", "char16")


def object_of(target: Target, request: Request) -> Ref[Any]:
    """The object that a request's selectors name.

    With some keys only it is the object that alone has them: clients of Hyper-V name
    its services by CreationClassName.

    Raises
    ------
    FaultError
        Where a selector is no key, or several objects or none have them.
    """
    cls = target.only_class
    ref = _named(target, cls, request.selectors)
    return ref if len(ref.keys) == len(key_fields(cls)) else _only(target, cls, ref)


def having(target: Target, selectors: Selectors) -> Callable[[Instance], bool]:
    """What tells whether an object of the target's class has these keys.

    Text compares without regard to case, as in all that WMI compares.

    Raises
    ------
    FaultError
        Where a selector is no key.
    """
    return _having(_named(target, target.only_class, selectors))


def _named(target: Target, cls: type[Instance], selectors: Selectors) -> Ref[Any]:
    """The reference that has the keys that are given."""
    keys = key_fields(cls)
    given = {
        name: value
        for name, value in selectors.items()
        if name.lower() != NAMESPACE_SELECTOR
    }
    uri = Resource(class_name(cls), target.namespace.name).uri
    try:
        ref = cim_reference(EndpointReference(uri, given), target.namespace.package)
    except MessageError as error:
        raise _wrong(str(error), "InvalidValue") from None
    for name, value in ref.keys.items():
        key = keys.get(name.lower())
        if key is None:
            raise _wrong(
                f"{class_name(cls)} has no key {name[:100]!r}", "UnexpectedSelectors"
            )
        # What is no value of its type has stayed the text that it was.
        if isinstance(value, str) and key.type not in _TEXTUAL:
            said = (
                f"{value[:60]!r} is no {key.type}, as {class_name(cls)}.{key.name} is"
            )
            raise _wrong(said, "TypeMismatch")
    return ref


def _only(target: Target, cls: type[Instance], partial: Ref[Any]) -> Ref[Any]:
    fits = _having(partial)
    every = target.connection.enumerate(cls, properties=KEYS_ONLY)
    found = [each for each in every if fits(each)]
    if len(found) == 1:
        return found[0]._reference()
    if not found:
        raise refuse(
            UNREACHABLE,
            f"no object of {class_name(cls)} has these keys",
            hresult=_NOT_FOUND,
        )
    raise _wrong(
        f"{len(found)} objects of {class_name(cls)} have these keys: give all keys",
        "InsufficientSelectors",
    )


def _having(partial: Ref[Any]) -> Callable[[Instance], bool]:
    wanted = _folded(partial)

    def fits(each: Instance) -> bool:
        keys = _folded(each._reference())
        return all(keys.get(name) == value for name, value in wanted.items())

    return fits


def _folded(ref: Ref[Any]) -> dict[str, KeyValue]:
    return {
        name.lower(): value.lower() if isinstance(value, str) else value
        for name, value in ref.keys.items()
    }


def _wrong(reason: str, detail: str) -> FaultError:
    return refuse("w:InvalidSelectors", reason, detail)


_NOT_FOUND: Final = 0x80041002
