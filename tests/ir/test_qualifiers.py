"""Qualifiers: declared, standard and undeclared; their values and flavors."""

from __future__ import annotations

import pytest

from mofgen.ir import resolve
from mofgen.ir.model import Qualifier, Schema
from mofgen.ir.standard import standard_qualifiers
from mofgen.mof import MofError, parse_text


def schema(text: str) -> Schema:
    return resolve(parse_text(text, "a.mof"))


def qualifier(text: str, name: str) -> Qualifier:
    """The qualifier ``name`` of the only property in ``class A``."""
    (found,) = schema(text)["A"].properties.values()
    return found.qualifiers[name]


def flavors(found: Qualifier) -> tuple[bool, bool, bool, bool]:
    return (
        found.to_subclass,
        found.overridable,
        found.translatable,
        found.to_instance,
    )


def test_a_boolean_without_a_value_is_true_whatever_its_default() -> None:
    text = "Qualifier Q : boolean = false, Scope(any); class A { [Q] string X; };"
    assert qualifier(text, "q").value is True


def test_any_other_qualifier_without_a_value_has_its_default() -> None:
    text = "Qualifier Q : uint8 = 7, Scope(any); class A { [Q] string X; };"
    assert qualifier(text, "q").value == 7
    text = "Qualifier Q : string[], Scope(any); class A { [Q] string X; };"
    assert qualifier(text, "q").value is None


def test_a_single_value_is_taken_for_an_array_of_one() -> None:
    assert qualifier('class A { [Values("one")] uint8 X; };', "values").value == (
        "one",
    )


def test_flavors_are_those_of_the_declaration_as_changed_in_place() -> None:
    declaration = "Qualifier Q : string, Scope(any), Flavor(DisableOverride);"
    text = declaration + 'class A { [Q("x")] string X; };'
    assert flavors(qualifier(text, "q")) == (True, False, False, False)
    text = declaration + (
        'class A { [Q("x") : EnableOverride Restricted Amended ToInstance] string X; };'
    )
    assert flavors(qualifier(text, "q")) == (False, True, True, True)


SHORT = "Qualifier Note : ToSubclass DisableOverride ToInstance;"


def test_a_short_declaration_of_wmi_gives_an_undeclared_qualifier_its_flavors() -> None:
    text = 'class A { [Note("x")] string X; };'
    assert flavors(qualifier(text, "note")) == (False, True, False, False)
    assert flavors(qualifier(SHORT + text, "note")) == (True, False, False, True)
    assert flavors(qualifier(text + SHORT.upper(), "note")) == (
        True,
        False,
        False,
        True,
    )


def test_what_is_written_in_place_changes_the_flavors_of_a_short_declaration() -> None:
    text = SHORT + 'class A { [Note("x") : EnableOverride Restricted] string X; };'
    assert flavors(qualifier(text, "note")) == (False, True, False, True)


def test_a_short_declaration_changes_the_flavors_of_a_standard_qualifier() -> None:
    text = "Qualifier Description : Restricted ToInstance;"
    text += 'class A { [Description("x")] string X; };'
    found = flavors(qualifier(text, "description"))
    standard = standard_qualifiers()["description"]
    assert standard.to_subclass
    assert found == (False, standard.overridable, standard.translatable, True)


def test_a_declaration_in_full_goes_before_a_short_one() -> None:
    full = "Qualifier Note : string, Scope(any), Flavor(Restricted);"
    text = 'class A { [Note("x")] string X; };'
    for declarations in (full + SHORT, SHORT + full):
        found = flavors(qualifier(declarations + text, "note"))
        assert found == (False, True, False, False)


def test_of_two_short_declarations_the_later_one_holds() -> None:
    text = SHORT + 'Qualifier Note : Amended; class A { [Note("x")] string X; };'
    assert flavors(qualifier(text, "note")) == (False, True, True, False)


def test_a_qualifier_comes_down_where_a_short_declaration_says_so() -> None:
    text = (
        'class A { [Note("x")] string X; }; class B : A { [Override("X")] string X; };'
    )
    assert "note" not in schema(text)["B"].properties["x"].qualifiers
    assert "note" in schema(SHORT + text)["B"].properties["x"].qualifiers


def test_flavor_words_of_wmi_keep_a_qualifier_where_it_is() -> None:
    text = 'class A { [Description("x") : NotToSubclass NotToInstance] string X; };'
    assert flavors(qualifier(text, "description")) == (False, True, True, False)


def test_standard_qualifiers_need_no_declaration() -> None:
    found = schema("class A { [key, MaxLen(5)] string X; };")
    key, length = found["A"].properties["x"].qualifiers.values()
    assert (key.type, key.value, key.overridable) == ("boolean", True, False)
    assert (length.type, length.value) == ("uint32", 5)
    assert found.qualifier_types["maxlen"].implied


def test_a_declaration_in_the_text_takes_the_place_of_the_standard_one() -> None:
    text = "Qualifier MaxLen : sint8, Scope(any); class A { [MaxLen(5)] string X; };"
    assert qualifier(text, "maxlen").type == "sint8"
    assert not schema(text).qualifier_types["maxlen"].implied


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ("", "boolean"),
        ("(TRUE)", "boolean"),
        ("(5)", "sint32"),
        ("(5000000000)", "sint64"),
        ("(1.5)", "real64"),
        ('("a")', "string"),
        ('{"a", "b"}', "string"),
    ],
)
def test_a_qualifier_that_nobody_declares_has_the_type_of_its_value(
    value: str, type_: str
) -> None:
    found = qualifier(f"class A {{ [Vendor{value}] string X; }};", "vendor")
    assert found.type == type_


def test_a_qualifier_that_nobody_declares_stays_where_it_is_unless_told() -> None:
    text = """
    class A { [Vendor(1), Other(2) : ToSubclass] string X; };
    class B : A { string X; };
    """
    assert list(schema(text)["B"].properties["x"].qualifiers) == ["other"]


def test_wmi_takes_any_value_of_a_qualifier_that_the_text_does_not_declare() -> None:
    found = qualifier("class A { [Deprecated(true)] string X; };", "deprecated")
    assert (found.type, found.value) == ("boolean", True)


def test_class_qualifiers_propagate_by_flavor() -> None:
    text = """
    [Abstract, Version("1.0"), Description("D")] class A {};
    class B : A {};
    """
    found = schema(text)["B"].qualifiers
    assert list(found) == ["description"]
    assert found["description"].propagated


def test_a_qualifier_that_may_not_change_may_be_repeated() -> None:
    found = schema("class A { [Key] string X; }; class B : A { [Key] string X; };")
    assert found["B"].properties["x"].qualifiers["key"].propagated


@pytest.mark.parametrize(
    ("scope", "element"),
    [
        ("class", "[Association, Q] class L { A REF O; A REF T; };"),
        ("property", "class L { [Q] A REF One; };"),
        ("any", "class L { [Q] uint32 F([Q] string X); };"),
    ],
)
def test_a_scope_holds_the_special_kinds_of_what_it_names(
    scope: str, element: str
) -> None:
    declaration = f"Qualifier Q : boolean = false, Scope({scope});"
    assert "L" in schema(f"{declaration} class A {{}}; {element}")


def test_the_scope_of_an_association_holds_no_other_class() -> None:
    with pytest.raises(MofError, match="can't stand on a class"):
        schema("Qualifier Q : boolean, Scope(association); [Q] class A {};")


def test_only_the_implied_types_that_a_text_uses_are_in_its_schema() -> None:
    assert list(schema("class A { [Key] string X; };").qualifier_types) == ["key"]


def test_every_standard_qualifier_has_a_scope() -> None:
    assert all(one.scopes and one.implied for one in standard_qualifiers().values())
