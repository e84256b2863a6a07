"""Parameters of methods: the ``METHOD_INPUT`` and ``METHOD_OUTPUT`` elements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

from mofgen.runtime.codecs.columns import plan
from mofgen.runtime.errors import CimError, suggestion
from mofgen.runtime.instance import Instance
from mofgen.runtime.tables import MethodTable
from mofgen.runtime.wire import CimObject, Field, class_name
from mofgen.wsman.errors import MessageError
from mofgen.wsman.instance_writer import inline_writer
from mofgen.wsman.resource_uris import Resource
from mofgen.wsman.uris import CIM, XSI
from mofgen.wsman.value_reader import is_nil, read_items, reader_of
from mofgen.wsman.value_writer import content_of, elements
from mofgen.wsman.xml_text import Element, children, local_name

RETURN_VALUE: Final = "ReturnValue"


class MethodMessages:
    """What is said when a method is called, and what it answers.

    Parameters
    ----------
    cls:
        The class whose method it is.
    method:
        The CIM name of the method.
    namespace:
        The CIM namespace of the class.
    package:
        Its generated package.
    is_dmtf:
        Whether the class is named in DSP0227's form.

    Attributes
    ----------
    uri:
        The resource URI of the class.
    action:
        What a message that calls it asks for.
    """

    def __init__(
        self,
        cls: type[CimObject],
        method: str,
        namespace: str,
        package: ModuleType,
        *,
        is_dmtf: bool = False,
    ) -> None:
        table = MethodTable(cls, method)
        self.uri = Resource(class_name(cls), None if is_dmtf else namespace).uri
        self.action = f"{self.uri}/{method}"
        self._method = method
        self._namespace = namespace
        self._package = package
        fields = [*table.parameters.values(), Field((RETURN_VALUE, table.return_type))]
        self._fields = {each.name.lower(): each for each in fields}
        self._writers: dict[str, Callable[[Any], str]] = {}

    def input_xml(self, arguments: Mapping[str, object]) -> str:
        """The body of a call with these arguments, by CIM name."""
        return self._xml("INPUT", arguments)

    def output_xml(self, results: Mapping[str, object]) -> str:
        """The body of an answer: out parameters and return value, by CIM name.

        The job comes last: there are clients that take the first reference in the
        answer for what they made.
        """
        ordered = sorted(results.items(), key=lambda item: item[0].lower() == "job")
        return self._xml("OUTPUT", dict(ordered))

    def read_input(self, body: Element | None) -> dict[str, object]:
        """The arguments in the body of a call, by CIM name.

        Raises
        ------
        MessageError
            Where one is unknown, or no value of its type.
        """
        return self._read(body, "INPUT", strict=True)

    def read_output(self, body: Element | None) -> dict[str, object]:
        """The out parameters and the return value in an answer, by CIM name.

        Raises
        ------
        MessageError
            Where one is no value of its type.
        """
        return self._read(body, "OUTPUT", strict=False)

    def _xml(self, direction: str, values: Mapping[str, object]) -> str:
        parts = [
            f'<p:{self._method}_{direction} xmlns:p="{self.uri}"'
            f' xmlns:cim="{CIM}" xmlns:xsi="{XSI}">'
        ]
        for name, value in values.items():
            if value is not None:
                parts.append(self._written(name, value))
        parts.append(f"</p:{self._method}_{direction}>")
        return "".join(parts)

    def _written(self, name: str, value: object) -> str:
        write = self._writers.get(name)
        if write is None:
            write = self._writers[name] = self._writer(self._field(name))
        try:
            return write(value)
        except CimError as error:
            raise MessageError(f"{self._method}({name}): {error}") from None

    def _writer(self, field: Field) -> Callable[[Any], str]:
        name = f"p:{field.name}"
        if field.type == "object":
            return inline_writer(name, self._namespace, is_array=field.is_array)
        content = content_of(field.type, self._namespace, is_embedded=field.is_embedded)
        return elements(name, "", field.type, content, is_array=field.is_array)

    def _read(
        self, body: Element | None, direction: str, *, strict: bool
    ) -> dict[str, object]:
        wanted = f"{self._method}_{direction}"
        if body is None:
            return {}
        if local_name(body).lower() != wanted.lower():
            raise MessageError(f"the body is {local_name(body)[:100]}, not {wanted}")
        gathered: dict[str, list[Element]] = {}
        for each in children(body):
            gathered.setdefault(local_name(each).lower(), []).append(each)
        found: dict[str, object] = {}
        for name, elements_ in gathered.items():
            field = self._fields.get(name)
            if field is None:
                if strict:
                    raise self._unknown(local_name(elements_[0]))
                continue
            found[field.name] = self._value(field, elements_)
        return found

    def _value(self, field: Field, found: list[Element]) -> object:
        read = reader_of(field.type, self._package, is_embedded=field.is_embedded)
        try:
            if field.is_array:
                return read_items(found, field.type, read)
            if len(found) > 1:
                raise MessageError("it is no array, but is there more than once")
            return None if is_nil(found[0]) else read(found[0])
        except CimError as error:
            raise MessageError(
                f"{self._method}({field.name}): {error}",
                subcode="w:InvalidParameter",
                detail="TypeMismatch",
            ) from error

    def _field(self, name: str) -> Field:
        found = self._fields.get(name.lower())
        if found is None:
            raise self._unknown(name)
        return found

    def _unknown(self, name: str) -> MessageError:
        near = suggestion(name, (each.name for each in self._fields.values()))
        return MessageError(
            f"{self._method} has no parameter {name[:100]!r}{near}",
            subcode="w:InvalidParameter",
            detail="InvalidName",
        )


def method_messages(
    cls: type[Instance],
    method: str,
    namespace: str,
    package: ModuleType,
    *,
    is_dmtf: bool = False,
) -> MethodMessages:
    """The messages of a method, worked out once.

    Parameters
    ----------
    cls, method:
        The class, and the CIM name of the method as the schema spells it.
    namespace, package:
        The CIM namespace of the class, and its generated package.
    is_dmtf:
        Whether the class is named in DSP0227's form, as a request had it.

    Raises
    ------
    CimTypeError
        Where the class has no such method.
    """
    return plan(
        cls,
        f"wsman {method} {is_dmtf} {namespace}",
        lambda cls: MethodMessages(cls, method, namespace, package, is_dmtf=is_dmtf),
    )
