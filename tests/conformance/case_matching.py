"""Whether a value is what a case says that it is.

A scalar or a list is equal; null is NULL; a mapping is one of the conditions below, or
the properties of an embedded instance or of an object that was given. A list without
items may be NULL: on the wire nothing tells these two apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from case_values import property_of

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import class_name


def matches(actual: Any, expected: Any) -> bool:
    """Whether ``actual`` is what ``expected`` says.

    Raises
    ------
    LookupError
        For a property that there is not.
    """
    if isinstance(expected, dict):
        return _holds(actual, expected)
    if isinstance(expected, list):
        actual = () if actual is None else actual
        return (
            isinstance(actual, (list, tuple, bytes))
            and len(actual) == len(expected)
            and all(map(matches, actual, expected))
        )
    if isinstance(expected, Instance) and isinstance(actual, Ref):
        expected = expected._reference()
    if isinstance(expected, Ref):
        return _is_same(actual, expected)
    if isinstance(actual, bool) != isinstance(expected, bool):
        return False
    if isinstance(actual, CimDateTime) and isinstance(expected, str):
        return str(actual) == expected
    return bool(actual == expected)


def mismatch(obj: Instance, expected: dict[str, Any]) -> str | None:
    """What is not as it should be with the first property for which that is so.

    Raises
    ------
    LookupError
        For a property that the class has not.
    """
    for name, value in expected.items():
        actual = property_of(obj, name)
        if not matches(actual, value):
            return f"{class_name(type(obj))}.{name} is {actual!r}, not {value!r}"
    return None


def _holds(actual: Any, expected: dict[str, Any]) -> bool:
    if expected and expected.keys() <= _CONDITIONS.keys():
        return all(_CONDITIONS[key](actual, each) for key, each in expected.items())
    if not isinstance(actual, Instance):
        return False
    wanted = dict(expected)
    name = wanted.pop("class", None)
    if name is not None and class_name(type(actual)) != name:
        return False
    return mismatch(actual, wanted) is None


def _is_same(actual: Any, expected: Ref[Any]) -> bool:
    """Whether a reference or a path names an object, by whatever class of it."""
    if isinstance(actual, str):
        return actual.casefold().endswith(expected.relative_path.casefold())
    return isinstance(actual, Ref) and actual.keys == expected.keys


def _contains(actual: Any, expected: Any) -> bool:
    if isinstance(actual, str):
        return str(expected) in actual
    return any(matches(each, expected) for each in actual or ())


_CONDITIONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "matches": lambda actual, pattern: (
        isinstance(actual, str) and re.search(pattern, actual) is not None
    ),
    "not": lambda actual, value: not matches(actual, value),
    "one of": lambda actual, values: any(matches(actual, each) for each in values),
    "at least": lambda actual, value: actual is not None and actual >= value,
    "at most": lambda actual, value: actual is not None and actual <= value,
    "contains": _contains,
    "count": lambda actual, value: len(actual or ()) == value,
}
"""The conditions that a value can be given instead of its equal."""
