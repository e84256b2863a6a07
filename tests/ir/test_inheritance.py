"""What a class has: its own members, those it inherits, and where they come from."""

from __future__ import annotations

from mofgen.ir import resolve
from mofgen.ir.model import AssociationEnd, Schema
from mofgen.mof import parse_text


def schema(text: str) -> Schema:
    return resolve(parse_text(text, "a.mof"))


BASE = """
class Base
{
    [Key, Description("The name.")] string Name;
    [Deprecated{"Name"}] string Caption;
    uint32 Start([In] uint16 Mode, [In(false), Out] string Log);
};
"""


def test_inherited_members_come_first_and_overrides_stay_in_their_place() -> None:
    text = BASE + 'class Sub : Base { uint8 Size; [Override("Name")] string Name; };'
    sub = schema(text)["Sub"]
    assert [p.name for p in sub.properties.values()] == ["Name", "Caption", "Size"]
    assert [p.name for p in sub.own_properties] == ["Name", "Size"]


def test_an_override_keeps_its_origin_and_names_the_class_that_declares_it() -> None:
    found = schema(BASE + 'class Sub : Base { [Override("Name")] string Name; };')
    name = found["Sub"].properties["name"]
    assert (name.class_origin, name.declared_in) == ("Base", "Sub")
    assert name.is_override
    caption = found["Sub"].properties["caption"]
    assert (caption.class_origin, caption.declared_in) == ("Base", "Base")


def test_a_member_of_the_same_name_overrides_without_the_qualifier() -> None:
    found = schema(BASE + "class Sub : Base { string name; uint32 START(); };")["Sub"]
    assert found.properties["name"].class_origin == "Base"
    assert found.methods["start"].class_origin == "Base"
    assert found.methods["start"].parameters == {}


def test_the_override_qualifier_may_name_the_class_and_another_member() -> None:
    text = BASE + 'class Sub : Base { [Override("Base.Caption")] string Title; };'
    sub = schema(text)["Sub"]
    assert sub.properties["title"].class_origin == "Base"
    assert "caption" in sub.properties


def test_an_override_qualifier_that_the_text_does_not_declare_may_name_anything() -> (
    None
):
    text = BASE + 'class Sub : Base { [Override("Nothing")] string Name; };'
    sub = schema(text)["Sub"]
    assert sub.properties["name"].class_origin == "Base"


def test_an_inherited_member_is_one_object_for_all_subclasses() -> None:
    found = schema(
        BASE + "class B : Base {}; class C : Base {}; class D : C { uint8 N; };"
    )
    objects = {id(found[name].properties["name"]) for name in "BCD"}
    assert len(objects) == 1


def test_qualifiers_of_an_inherited_member_all_count_as_propagated() -> None:
    found = schema(BASE + "class Sub : Base {};")
    assert not found["Base"].properties["name"].qualifiers["key"].propagated
    inherited = found["Sub"].properties
    assert inherited["name"].qualifiers["key"].propagated
    assert inherited["caption"].qualifiers["deprecated"].propagated


def test_an_override_inherits_what_propagates_and_not_what_is_restricted() -> None:
    text = BASE + """
    class Sub : Base
    {
        [Description("Another.")] string Name;
        string Caption;
    };
    """
    sub = schema(text)["Sub"]
    name = sub.properties["name"].qualifiers
    assert name["key"].value is True and name["key"].propagated
    assert name["description"].value == "Another."
    assert not name["description"].propagated
    assert "deprecated" not in sub.properties["caption"].qualifiers


def test_an_override_has_only_the_default_that_it_gives_itself() -> None:
    found = schema("class A { uint8 N = 1; }; class B : A { uint8 N; };")
    assert found["A"].properties["n"].default == 1
    assert found["B"].properties["n"].default is None


def test_parameters_of_an_override_take_nothing_from_the_overridden_method() -> None:
    text = """
    class A { uint32 F([In, Description("D")] string X); };
    class B : A { uint32 F(string X); };
    class C : A {};
    """
    found = schema(text)
    assert found["B"].methods["f"].parameters["x"].qualifiers == {}
    inherited = found["C"].methods["f"].parameters["x"].qualifiers
    assert inherited["description"].value == "D"


def test_superclasses_may_be_declared_later() -> None:
    found = schema("class C : B {}; class B : A {}; class A { string X; };")
    assert [c.name for c in found.classes.values()] == ["C", "B", "A"]
    assert [c.name for c in found.ancestry("C")] == ["C", "B", "A"]
    assert "x" in found["C"].properties


def test_names_keep_the_spelling_of_their_declaration() -> None:
    text = "class Alpha {}; class B : ALPHA { alpha REF Other; };"
    found = schema(text)["b"]
    assert found.superclass == "Alpha"
    assert found.properties["other"].class_name == "Alpha"


def test_subclasses_and_association_ends_are_found_by_class() -> None:
    text = """
    class A {}; class B : A {};
    [Association] class L { [Key] A REF One; [Key] A REF Two; };
    [Association] class M : L { [Override("Two")] B REF Two; };
    """
    found = schema(text)
    assert found.subclasses("A") == ("B",)
    assert found.is_subclass("B", "a")
    assert found.ends_at("A") == (
        AssociationEnd("L", "One", "A"),
        AssociationEnd("L", "Two", "A"),
        AssociationEnd("M", "One", "A"),
    )
    assert found.ends_at("b") == (AssociationEnd("M", "Two", "B"),)


def test_the_reference_of_an_override_may_name_any_class() -> None:
    text = """
    class A {}; class Other {};
    [Association] class L { A REF One; A REF Two; };
    [Association] class M : L { Other REF Two; };
    """
    assert schema(text)["M"].properties["two"].class_name == "Other"


def test_a_class_that_is_no_association_may_have_references() -> None:
    found = schema("class A {}; class B { A REF Link; };")["B"]
    assert [p.name for p in found.references] == ["Link"]
    assert not found.is_association


def test_an_association_is_one_by_its_superclass() -> None:
    text = """
    class A {};
    [Association] class L { A REF One; A REF Two; };
    class M : L {};
    """
    assert schema(text)["M"].is_association
