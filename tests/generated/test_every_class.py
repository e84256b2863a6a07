"""Every generated class does what the schema says of it."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Iterator, Mapping
from typing import Any

import hyperv_v2
import pytest

from mofgen import runtime as cim
from mofgen.ir.model import Class, Method, Parameter, Property, Schema
from mofgen.ir.value_map import bit_map, value_map
from mofgen.runtime.navigation import End, Via
from mofgen.runtime.wire import qualifier_names

NAMES: list[str] = sorted(vars(hyperv_v2)["__all__"])


def cim_class(schema: Schema, name: str) -> Class:
    return schema[generated(name)._wire_class[0]]


def generated(name: str) -> type[Any]:
    found: type[Any] = getattr(hyperv_v2, name)
    return found


def plausible(element: Property | Parameter) -> Any:
    """A value that the element can hold."""
    mapped = value_map(element) or bit_map(element)
    one: Any
    if element.type == "reference":
        one = cim.Ref(element.class_name or "X", {"K": "1"})
    elif element.embedded_class or element.type == "object":
        one = embedded(element.embedded_class)
    elif mapped and value_map(element) and mapped.singles:
        one = mapped.singles[0].code
    else:
        one = plain(element)
    return [one, one] if element.is_array else one


def plain(element: Property | Parameter) -> Any:
    if element.type == "string":
        shortest = element.qualifiers.get("minlen")
        length = shortest.value if shortest else 1
        return "x" * max(1, length if isinstance(length, int) else 1)
    if "int" in element.type:
        lowest = element.qualifiers.get("minvalue")
        return max(1, lowest.value) if lowest else 1  # type: ignore[type-var]
    return {
        "boolean": True,
        "real32": 0.5,
        "real64": 0.5,
        "char16": "c",
        "datetime": "20260101000000.000000+000",
    }[element.type]


def embedded(name: str | None) -> Any:
    if name is None or name not in {each.lstrip("_") for each in NAMES}:
        return hyperv_v2.Msvm_MemorySettingData(InstanceID="x")
    return generated(name)()


@pytest.mark.parametrize("name", NAMES)
def test_construct_read_copy_and_pickle(name: str, schema: Schema) -> None:
    cls = generated(name)
    table = cim.class_table(cls)
    values = {
        python.attribute: plausible(prop)
        for prop in cim_class(schema, name).properties.values()
        if (python := table.find(prop.name)) is not None
    }
    assert len(values) == len(table.properties)
    one = cls(**values)
    for attribute, value in values.items():
        found = getattr(one, attribute)
        if isinstance(value, list):
            assert isinstance(found, tuple)
            assert len(found) == 2
        else:
            assert found == value or str(found) == value
    assert one == cls(**values)
    assert one == one.copy()
    assert pickle.loads(pickle.dumps(one)) == one
    assert repr(one).startswith(f"{cls.__name__}(")
    assert one != cls() or not values


@pytest.mark.parametrize("name", NAMES)
def test_metadata(name: str, schema: Schema) -> None:
    cls, class_ = generated(name), cim_class(schema, name)
    assert cls._wire_class[:3] == (
        class_.name,
        class_.namespace or schema.namespace,
        " ".join(
            word
            for word in ("abstract", "association", "indication")
            if getattr(class_, f"is_{word}")
        ),
    )
    qualifiers = {each.name for each in class_.qualifiers.values()}
    assert set(qualifier_names(cls)) == qualifiers
    table = cim.class_table(cls)
    assert [p.name for p in table.properties.values()] == [
        p.name for p in class_.properties.values()
    ]
    for prop in class_.properties.values():
        found = table.find(prop.name)
        assert found is not None
        assert (found.type, found.is_array) == (prop.type, prop.is_array)
        assert (found.is_key, found.default) == (prop.is_key, prop.default)
        mapped = value_map(prop) or bit_map(prop)
        assert (found.values is None) == (mapped is None)
        if mapped and found.values is not None and value_map(prop):
            listed: list[Any] = list(found.values)
            codes = [entry.code for entry in mapped.singles]
            assert [each.value for each in listed] == list(dict.fromkeys(codes))


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_documented(name: str, schema: Schema) -> None:
    cls, class_ = generated(name), cim_class(schema, name)
    assert cls.__doc__
    source = inspect.getsource(inspect.getmodule(cls) or cls)
    assert source.count('"""') >= 2 * (2 + len(class_.own_properties))
    for method in class_.own_methods:
        assert getattr(cls, method.name).__doc__


def test_superclasses_are_those_of_the_schema(schema: Schema) -> None:
    for name in NAMES:
        class_ = cim_class(schema, name)
        above = schema.superclass(class_.name)
        (base,) = generated(name).__bases__
        assert base is (
            cim.Instance if above is None else cim.find_class(hyperv_v2, above.name)
        )


# --- Methods --------------------------------------------------------------------


class Host:
    """A connection that keeps what it is asked, and answers what it is told."""

    def __init__(self, answer: Mapping[str, object]) -> None:
        self.answer = answer
        self.calls: list[tuple[str, Mapping[str, object]]] = []

    def invoke(
        self, target: cim.Ref[Any], method: str, arguments: Mapping[str, object]
    ) -> Mapping[str, object]:
        self.calls.append((method, arguments))
        return self.answer


def methods(schema: Schema) -> Iterator[tuple[str, Method]]:
    for name in NAMES:
        for method in cim_class(schema, name).methods.values():
            yield name, method


def connected(name: str, host: Any) -> Any:
    cls = generated(name)
    return cim.attach(cls(), host, path=cim.Ref(cls, {"K": "1"}))


def answer(method: Method) -> dict[str, object]:
    """What a host gives: success, and something in every out parameter."""
    outs = {p.name: plausible(p) for p in method.parameters.values() if p.is_out}
    returned = {"string": "", "datetime": "20260101000000.000000+000", "boolean": True}
    return {"ReturnValue": returned.get(method.type, 0), **outs}


def test_every_method_can_be_called_with_everything(schema: Schema) -> None:
    called = 0
    for name, method in methods(schema):
        given = {p.name: plausible(p) for p in method.parameters.values() if p.is_in}
        host: Any = Host(answer(method))
        one = connected(name, host)
        result = getattr(one, method.name)(**given, check=False)
        ((sent, arguments),) = host.calls
        assert sent == method.name
        assert list(arguments) == list(given)
        for parameter in method.parameters.values():
            if parameter.is_out:
                assert getattr(result, parameter.name) is not None
        if value_map(method):
            assert isinstance(result.ReturnValue, cim.IntValues)
        called += 1
    assert called > 290


def test_every_method_insists_on_what_is_required(schema: Schema) -> None:
    checked = 0
    for name, method in methods(schema):
        required = [p for p in method.parameters.values() if p.is_in and p.is_required]
        if required:
            host: Any = Host({"ReturnValue": 0})
            one = connected(name, host)
            with pytest.raises(TypeError):
                getattr(one, method.name)()
            assert host.calls == []
            checked += 1
    assert checked


# --- Associations ---------------------------------------------------------------


def test_every_association_is_offered_at_each_of_its_ends(schema: Schema) -> None:
    for class_ in schema.classes.values():
        if not class_.is_association:
            continue
        association = cim.find_class(hyperv_v2, class_.name)
        for reference in class_.references:
            if reference.class_name not in schema:
                continue
            end: Any = cim.find_class(hyperv_v2, reference.class_name or "")
            ends: Any = getattr(end().related, association.__name__)
            assert isinstance(getattr(type(ends), reference.name), End)
            assert f".{class_.name}.{reference.name}" in repr(
                getattr(ends, reference.name)
            )


def test_a_subclass_offers_what_its_superclass_offers_just_once() -> None:
    for name in NAMES:
        cls = generated(name)
        own = {n for n, v in vars(cls.Related).items() if isinstance(v, Via)}
        above = {n for base in cls.Related.__mro__[1:] for n in vars(base)}
        if "Related" in vars(cls):
            assert own
            assert not own & above
