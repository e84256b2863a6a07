"""What clients send, held against the schema before anything is done with it.

Types, ranges and lengths are those that the runtime checks. Beyond them a property
must not be NULL where it is required, has to have a listed value where the list is
closed (DSP0004 5.6.3, ``ValueMap`` without ``..``), refers to objects of the class
that it is declared for, and holds embedded objects for which all that is true too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mofgen.provider.layouts import Layout
from mofgen.provider.schema import Schema
from mofgen.runtime.errors import CimError, shown
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.properties import Property
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import (
    CimInvalidClassError,
    CimInvalidParameterError,
)
from mofgen.runtime.values import BitValues, ListedValue, ValuesType
from mofgen.runtime.wire import is_kind


class Validation:
    """Checks of objects of a schema's classes.

    Parameters
    ----------
    schema:
        The classes.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def new_object(self, obj: Instance) -> Instance:
        """What is to be stored of an object that a client wants to make.

        Raises
        ------
        CimInvalidClassError
            Where there is no such class.
        CimInvalidParameterError
            Where a value is wrong, or one that is required is missing.
        """
        layout = self._schema.layout(type(obj))
        checked = self._checked(layout, obj, obj.__dict__)
        given = {**layout.defaults, **checked.__dict__}
        for name, each in layout.properties.items():
            if given.get(name) is None and each.is_required and not each.is_key:
                raise _missing(layout, each)
        return checked

    def new_values(
        self, layout: Layout, obj: Instance, properties: Iterable[str]
    ) -> tuple[Instance, list[str]]:
        """What is to be written of an object that a client has changed.

        Parameters
        ----------
        layout:
            The class of the stored object.
        obj:
            The values; what is unset is NULL.
        properties:
            CIM names of what has changed.

        Returns
        -------
        The values, and the Python names of those that are to be written.

        Raises
        ------
        CimNoSuchPropertyError
            For a name that is no property of the class.
        CimInvalidParameterError
            Where a value is wrong, or NULL where one is required.
        """
        attributes = [layout.attribute(name) for name in properties]
        checked = self._checked(layout, obj, attributes)
        for name in attributes:
            column = layout.properties[name]
            if column.is_required and checked.__dict__[name] is None:
                raise _missing(layout, column)
        return checked, attributes

    def embedded(self, value: object) -> None:
        """Check the objects in the value of a property or parameter, if it has any.

        Raises
        ------
        CimInvalidParameterError
            Where a value in one of them is wrong.
        """
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Instance):
                self._checked_embedded(each)

    def _checked_embedded(self, obj: Instance) -> None:
        try:
            layout = self._schema.layout(type(obj))
        except CimInvalidClassError as error:
            raise CimInvalidParameterError(error.asked, error.text) from None
        self._checked(layout, obj, obj.__dict__)

    def _checked(
        self, layout: Layout, obj: Instance, attributes: Iterable[str]
    ) -> Instance:
        """An object of the layout's class with the checked values of ``obj``."""
        table = class_table(layout.cls)
        checked: dict[str, Any] = {}
        for attribute in attributes:
            try:
                value = table.checked(attribute, obj.__dict__.get(attribute))
            except CimError as error:
                raise CimInvalidParameterError(layout.name, str(error)) from None
            checked[attribute] = value
            if value is not None:
                self._check_value(layout, layout.properties[attribute], value)
        made = object.__new__(layout.cls)
        object.__setattr__(made, "__dict__", checked)
        return made

    def _check_value(
        self, layout: Layout, column: Property[Any, Any], value: Any
    ) -> None:
        items = value if column.is_array else (value,)
        if column.is_embedded:
            self.embedded(items)
        elif column.type == "reference":
            for each in items:
                self._check_reference(layout, column, each)
        elif column.values is not None and _is_closed(column.values):
            for each in items:
                _check_listed(layout, column, each)

    def _check_reference(
        self, layout: Layout, column: Property[Any, Any], value: Any
    ) -> None:
        """A reference by name alone can be to a class that the runtime doesn't know."""
        if not isinstance(value, Ref) or not self._schema.is_local(value):
            return
        try:
            target = self._schema.key(value)[0]
        except CimInvalidClassError as error:
            raise CimInvalidParameterError(
                f"{layout.name}.{column.name}", error.text
            ) from None
        wanted = column.class_name
        if wanted is not None and not is_kind(target.cls, wanted):
            raise CimInvalidParameterError(
                f"{layout.name}.{column.name}",
                f"it takes a reference to {wanted},"
                f" and {target.name} is not a subclass of it",
            )


def _is_closed(values: ValuesType) -> bool:
    """Whether there are no values but those that are listed, alone or in a range."""
    ranges = values.ranges
    if issubclass(values, BitValues):
        return False
    return not any(each.low is None and each.high is None for each in ranges)


def _check_listed(layout: Layout, column: Property[Any, Any], value: Any) -> None:
    if not isinstance(value, ListedValue) or value.is_listed or value.range is not None:
        return
    if value.value == column.default:  # some schemas have a default beside the list
        return
    raise CimInvalidParameterError(
        f"{layout.name}.{column.name}",
        f"{shown(value.value)} is none of the values that the schema lists",
    )


def _missing(layout: Layout, column: Property[Any, Any]) -> CimInvalidParameterError:
    return CimInvalidParameterError(
        f"{layout.name}.{column.name}", "the property is required, and cannot be NULL"
    )
