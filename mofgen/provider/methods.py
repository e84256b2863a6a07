"""Extrinsic methods: calls of clients, and the handlers that answer them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import isfunction
from typing import Any, Final, TypeAlias, TypeVar, cast

from mofgen.provider import reading
from mofgen.provider.embedding import detached
from mofgen.provider.layouts import Layout
from mofgen.provider.rows import thawed
from mofgen.provider.store import Store
from mofgen.provider.transactions import Transaction
from mofgen.provider.validation import Validation
from mofgen.runtime.errors import CimError, suggestion
from mofgen.runtime.instance import Instance
from mofgen.runtime.methods import MethodResult, return_values
from mofgen.runtime.outcomes import Outcome, outcome
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import (
    CimFailedError,
    CimInvalidParameterError,
    CimMethodNotAvailableError,
    CimMethodNotFoundError,
    CimStatusError,
)
from mofgen.runtime.tables import MethodTable, method_names
from mofgen.runtime.values import ValuesType

Handler: TypeAlias = "Callable[..., MethodResult]"
"""Answers a method: ``handler(transaction, obj, **arguments)``.

It is given the transaction in which the call is done, a copy of the object, and every
in parameter by its CIM name, None for what was not given. It returns the generated
result class of the method. Where it raises, or returns a value that means failure,
nothing of what it did is left.
"""
H = TypeVar("H", bound=Handler)

RETURN_VALUE: Final = "ReturnValue"
_NOT_SUPPORTED: Final = re.compile(
    r"((method|operation|feature)? ?(is )?not supported|unsupported)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Method:
    """A method of a class, with the values that it may return."""

    table: MethodTable
    values: ValuesType | None

    def labelled(self, value: object) -> object:
        """A return value with what the schema says that it means."""
        if self.values is None or isinstance(value, bool) or not isinstance(value, int):
            return value
        return cast("Any", self.values)(value)

    def not_supported(self) -> dict[str, object]:
        """The method's own code that says that nobody answers it.

        Raises
        ------
        CimMethodNotAvailableError
            Where it has none.
        """
        for value in cast("Iterable[Any]", self.values or ()):
            if value.label and _NOT_SUPPORTED.fullmatch(value.label.strip()):
                return {RETURN_VALUE: value}
        raise CimMethodNotAvailableError(
            self.table.where, "no provider implements the method"
        )


class _Failure(Exception):
    """Carries an answer out of the transaction that it is to undo."""

    def __init__(self, answer: dict[str, object]) -> None:
        self.answer = answer


class Methods:
    """The methods of a schema's classes, and who answers them.

    Parameters
    ----------
    store:
        The objects whose methods they are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._validation = Validation(store.schema)
        self._handlers: dict[tuple[type, str], Handler] = {}
        self._methods: dict[tuple[type, str], _Method] = store.schema.methods

    def register(self, cls: type[Instance], method: str, handler: Handler) -> None:
        """Let ``handler`` answer a method of a class and, if nobody else, its subclasses.

        Parameters
        ----------
        cls, method:
            The class, and the CIM name of one of its methods.
        handler:
            Takes the place of the one that was registered before, if any.

        Raises
        ------
        CimMethodNotFoundError
            Where the class has no such method.
        """
        layout = self._store.schema.layout(cls)
        name = self._method(layout, method).table.name
        self._handlers[layout.cls, name.lower()] = handler

    def implements(self, cls: type[Instance], method: str) -> Callable[[H], H]:
        """The same as a decorator."""

        def registered(handler: H) -> H:
            self.register(cls, method, handler)
            return handler

        return registered

    def implemented(self, cls: type[Instance], method: str) -> Handler | None:
        """Who answers a method of a class; None for nobody."""
        name = method.lower()
        for base in self._store.schema.layout(cls).cls.__mro__:
            found = self._handlers.get((base, name))
            if found is not None:
                return found
        return None

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object]
    ) -> dict[str, object]:
        """Call a method of an object.

        Parameters
        ----------
        target:
            The object.
        method, arguments:
            CIM names in any spelling.

        Returns
        -------
        The return value as ``ReturnValue``, and the out parameters by CIM name. A
        method that nobody answers gives its own code for "not supported", where the
        schema lists one.

        Raises
        ------
        CimNotFoundError
            Where there is no such object.
        CimMethodNotFoundError
            Where its class has no such method.
        CimMethodNotAvailableError
            Where nobody answers it, and it has no code for that.
        CimInvalidParameterError
            Where an argument is wrong, unknown, or missing.
        CimFailedError
            Where the handler fails for a reason that it does not give as a status.
        """
        try:
            with self._store.transaction() as transaction:
                return self._answered(transaction, target, method, arguments)
        except _Failure as failure:
            return failure.answer

    def _answered(
        self,
        transaction: Transaction,
        target: Ref[Any],
        method: str,
        arguments: Mapping[str, object],
    ) -> dict[str, object]:
        key, row = reading.require(self._store.schema, transaction.view, target)
        layout: Layout = key[0]
        called = self._method(layout, method)
        table = called.table
        given = self._given(table, arguments)
        handler = self.implemented(layout.cls, table.name)
        if handler is None:
            return called.not_supported()
        try:
            result = handler(transaction, thawed(key, row), **given)
        except CimStatusError:
            raise
        except CimError as error:
            raise CimFailedError(table.where, str(error)) from error
        except Exception as error:
            text = f"the provider failed: {type(error).__name__}: {error}"
            raise CimFailedError(table.where, text) from error
        answer = _answer(table, result)
        if outcome(called.labelled(answer[RETURN_VALUE])) is Outcome.FAILED:
            raise _Failure(answer)
        return answer

    def _method(self, layout: Layout, method: str) -> _Method:
        found = self._methods.get((layout.cls, method.lower()))
        if found is None:
            names = method_names(layout.cls)
            name = names.get(method.lower())
            if name is None:
                near = suggestion(method, names.values())
                raise CimMethodNotFoundError(
                    layout.name, f"the class has no method {method!r}{near}"
                )
            result = _result_class(layout.cls, name)
            values = None if result is None else return_values(result)
            found = _Method(MethodTable(layout.cls, name), values)
            self._methods[layout.cls, method.lower()] = found
        return found

    def _given(
        self, table: MethodTable, arguments: Mapping[str, object]
    ) -> dict[str, Any]:
        """Every in parameter, with its checked value or None."""
        known = {name.lower(): name for name in table.convert}
        given: dict[str, Any] = dict.fromkeys(table.convert)
        for name, value in arguments.items():
            found = known.get(name.lower())
            if found is None:
                near = suggestion(name, table.convert)
                raise CimInvalidParameterError(
                    table.where, f"it takes no parameter {name!r}{near}"
                )
            if value is None:
                continue
            try:
                given[found] = detached(table.convert[found](value))
            except CimError as error:
                raise CimInvalidParameterError(table.where, str(error)) from None
            self._validation.embedded(given[found])
        for name, value in given.items():
            if value is None and "required" in table.parameters[name].marks:
                raise CimInvalidParameterError(
                    f"{table.where}({name})", "the parameter is required, but not given"
                )
        return given


def _answer(table: MethodTable, result: MethodResult) -> dict[str, object]:
    """A result by CIM names."""
    if not isinstance(result, MethodResult):
        text = f"the provider gave a {type(result).__name__} instead of a result"
        raise CimFailedError(table.where, text)
    names = type(result)._wire_names
    return {names.get(name, name): detached(value) for name, value in result._items()}


def _result_class(cls: type[Instance], method: str) -> type[MethodResult] | None:
    """The generated result of a method: what its stub returns."""
    for base in cls.__mro__:
        for name, member in vars(base).items():
            # A name that can't be Python's, or is taken, has underscores behind it.
            if isfunction(member) and name.rstrip("_").lower() == method.lower():
                returned = str(member.__annotations__.get("return", ""))
                found = getattr(cls, returned.rpartition(".")[2], None)
                if isinstance(found, type) and issubclass(found, MethodResult):
                    return found
    return None
