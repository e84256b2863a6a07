"""Instances, their aliases and values, DSP0004 Annex A."""

from __future__ import annotations

from mofgen.mof import parse_text
from mofgen.mof.tree import AliasReference, Char16, ClassDeclaration
from mofgen.mof.tree import InstanceDeclaration as Instance


def instances(text: str) -> list[Instance]:
    return [d for d in parse_text(text).declarations if isinstance(d, Instance)]


def values(body: str) -> dict[str, object]:
    (instance,) = instances(f"instance of C {{ {body} }};")
    return {v.name: v.value for v in instance.values}


def test_an_instance_names_its_class() -> None:
    (instance,) = instances("instance of CIM_A { };")
    assert (instance.class_name, instance.alias, instance.values) == ("CIM_A", None, ())


def test_values_of_every_form() -> None:
    given = values(
        """a = 1; b = -0x10; c = 1.5; d = "x" "y"; e = 'c'; f = true; g = null;
           h = { }; i = {1, 2, 3}; j = {"a", null}; k = $Other; l = {$A, $B};"""
    )
    assert list(given) == list("abcdefghijkl")
    assert [given[k] for k in "abcdfgij"] == [
        1,
        -16,
        1.5,
        "xy",
        True,
        None,
        (1, 2, 3),
        ("a", None),
    ]
    assert given["e"] == Char16("c")
    assert given["h"] == ()
    alias = given["k"]
    assert isinstance(alias, AliasReference) and alias.name == "Other"


def test_booleans_are_not_numbers() -> None:
    given = values("a = true; b = 1;")
    assert given["a"] is True
    assert given["b"] == 1 and given["b"] is not True


def test_an_alias_is_declared_and_used_without_its_dollar() -> None:
    provider, registration = instances(
        'instance of P as $Prov { Name = "x"; };' "instance of R { Provider = $Prov; };"
    )
    assert provider.alias == "Prov"
    value = registration.values[0].value
    assert isinstance(value, AliasReference) and value.name == "Prov"


def test_instances_nest_in_values_and_arrays() -> None:
    given = values(
        "one = instance of A { x = instance of B { y = 1; }; };"
        "many = { instance of A { x = 1; }, instance of A as $q { x = 2; } };"
    )
    one = given["one"]
    assert isinstance(one, Instance)
    inner = one.values[0].value
    assert isinstance(inner, Instance)
    assert (inner.class_name, inner.values[0].value) == ("B", 1)
    many = given["many"]
    assert isinstance(many, tuple)
    assert [i.alias for i in many] == [None, "q"]


def test_an_instance_can_be_a_default() -> None:
    (c,) = parse_text("class C { A p = instance of A { x = 1; }; };").declarations
    assert isinstance(c, ClassDeclaration)
    assert isinstance(c.properties[0].default, Instance)


def test_a_string_may_go_on_over_lines() -> None:
    given = values('Script = "#!/bin/sh\n  exit 0\n"; Next = "a";')
    assert given == {"Script": "#!/bin/sh\n  exit 0\n", "Next": "a"}


def test_instances_and_their_values_have_qualifiers() -> None:
    (instance,) = instances("[Locale(1033)] instance of A { [Key] x = 1; };")
    assert instance.qualifiers[0].value == 1033
    assert instance.values[0].qualifiers[0].name == "Key"


def test_a_dynamic_instance_names_properties_without_values() -> None:
    (instance,) = instances(
        '[DynProps] instance of A { Key = "k"; '
        '[PropertyContext("HKLM|x"), Dynamic, Provider("RegPropProv")] Size; };'
    )
    size = instance.values[1]
    assert (size.name, size.value) == ("Size", None)
    assert size.qualifiers[0].value == "HKLM|x"


def test_keywords_can_be_the_names_of_values() -> None:
    given = values('Class = "a"; Instance = "b"; Of = 1; As = 2; True = 3; Pragma = 4;')
    assert list(given) == ["Class", "Instance", "Of", "As", "True", "Pragma"]
