"""The Windows dialect: system classes, registrations, amendments, updates."""

from __future__ import annotations

import pytest

from mofgen.ir import resolve
from mofgen.ir.model import Instance, Schema
from mofgen.ir.standard import system_classes
from mofgen.mof import MofError, parse_text


def schema(text: str, *amendments: str, external: tuple[str, ...] = ()) -> Schema:
    return resolve(
        parse_text(text, "a.mof"),
        amendments=[parse_text(one, f"a{n}.mfl") for n, one in enumerate(amendments)],
        external=external,
    )


def codes(text: str, *amendments: str) -> list[str]:
    with pytest.raises(MofError) as caught:
        schema(text, *amendments)
    return [one.code for one in caught.value.diagnostics]


# --- system classes -------------------------------------------------------------


def test_a_system_class_brings_its_superclasses_and_stands_first() -> None:
    found = schema("class Alarm : __ExtrinsicEvent { uint32 Level; };")
    assert list(found.classes) == [
        "__systemclass",
        "__indicationrelated",
        "__event",
        "__extrinsicevent",
        "alarm",
    ]
    assert [c.is_system for c in found.classes.values()] == [True] * 4 + [False]
    assert "time_created" in found["Alarm"].properties


def test_a_schema_without_system_classes_has_none() -> None:
    assert list(schema("class A {};").classes) == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        "class A { __EventFilter REF Filter; };",
        "class A { object:__EventFilter Filter; };",
        'class A { [EmbeddedInstance("__EventFilter")] string Filter; };',
        "class A { uint32 F(__EventFilter REF Filter); };",
        'instance of __EventFilter { Name = "all"; };',
        "class A { object X; }; instance of A { X = instance of __EventFilter {}; };",
    ],
)
def test_a_system_class_is_known_wherever_a_class_is_named(text: str) -> None:
    assert [key.name for key in schema(text)["__EventFilter"].keys] == ["Name"]


def test_an_unknown_system_class_is_an_error() -> None:
    assert codes("class A : __NoSuchThing {};") == ["unknown-superclass"]


def test_all_system_classes_fit_together() -> None:
    text = "".join(f"class Uses{name} : {name} {{}};" for name in system_classes())
    found = schema(text)
    assert {c.name.lower() for c in found.classes.values() if c.is_system} == set(
        system_classes()
    )


# --- instances ------------------------------------------------------------------

REGISTRATION = """
instance of __Win32Provider as $P
{
    Name = "Prov";
    HostingModel = "Decoupled:Com";
    ImpersonationLevel = 1;
};
instance of __InstanceProviderRegistration
{
    Provider = $P;
    SupportsGet = "TRUE";
    SupportsPut = FALSE;
    QuerySupportLevels = {"WQL:UnarySelect"};
};
"""


def test_a_registration_refers_to_its_provider_by_alias() -> None:
    provider, registration = schema(REGISTRATION).instances
    assert provider == Instance(
        "__Win32Provider",
        {"Name": "Prov", "HostingModel": "Decoupled:Com", "ImpersonationLevel": 1},
        "P",
    )
    # Names are spelled as the class spells them, booleans may be text.
    assert registration.values == {
        "provider": provider,
        "SupportsGet": True,
        "SupportsPut": False,
        "QuerySupportLevels": ("WQL:UnarySelect",),
    }


def test_an_alias_means_the_last_instance_before_its_use() -> None:
    text = """
    class A { string Name; A REF Next; };
    instance of A as $X { Name = "1"; };
    instance of A { Next = $X; };
    instance of A as $X { Name = "2"; };
    instance of A { Next = $X; };
    """
    _, first, _, second = schema(text).instances
    names = [one.values["Next"] for one in (first, second)]
    assert [n.values["Name"] for n in names if isinstance(n, Instance)] == ["1", "2"]


def test_an_alias_may_be_declared_after_its_use() -> None:
    text = """
    class A { A REF Next; };
    instance of A { Next = $Later; };
    instance of A as $Later { };
    """
    first, later = schema(text).instances
    assert first.values["Next"] == later


def test_a_class_can_be_referred_to_by_its_alias() -> None:
    text = """
    class A as $Class { A REF Next; };
    instance of A { Next = $Class; };
    """
    assert schema(text).instances[0].values["Next"] == "A"


def test_instances_that_refer_to_each_other_are_an_error() -> None:
    text = """
    class A { A REF Next; };
    instance of A as $X { Next = $Y; };
    instance of A as $Y { Next = $X; };
    """
    assert codes(text) == ["circular-alias"]


@pytest.mark.parametrize("forwards", [True, False])
def test_a_chain_of_instances_can_not_be_endless(forwards: bool) -> None:
    chain = [
        f"instance of A as $X{n} {{ Next = {f'$X{n - 1}' if n else 'NULL'}; }};"
        for n in range(100)
    ]
    text = "".join(reversed(chain) if forwards else chain)
    assert "too-deep" in codes("class A { A REF Next; };" + text)
    assert len(schema("class A { A REF Next; };" + "".join(chain[:50])).instances) == 50


def test_instances_stand_within_instances() -> None:
    text = """
    class Part { uint8 N; };
    class Whole { object:Part One; [EmbeddedInstance("Part")] string Many[]; };
    instance of Whole
    {
        One = instance of Part { N = 1; };
        Many = {instance of Part { N = 2; }, instance of Part { N = 3; }};
    };
    """
    (whole,) = schema(text).instances
    assert whole.values == {
        "One": Instance("Part", {"N": 1}),
        "Many": (Instance("Part", {"N": 2}), Instance("Part", {"N": 3})),
    }


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("N = 256;", "out-of-range"),
        ('N = "x";', "bad-value"),
        ("N = {1};", "bad-value"),
        ("Many = 1;", "bad-value"),
        ("Many = {1, 2, -3};", "out-of-range"),
        ("Next = 5;", "bad-value"),
        ("One = 5;", "bad-value"),
        ("N = 1; n = 2;", "duplicate-property"),
        ("One = instance of Nobody {};", "unknown-class"),
    ],
)
def test_values_must_fit_the_properties_of_the_class(value: str, code: str) -> None:
    text = "class A { uint8 N; uint8 Many[]; A REF Next; object One; };"
    assert codes(text + f"instance of A {{ {value} }};") == [code]


# --- classes of other namespaces ------------------------------------------------


def test_an_external_class_can_be_named_but_is_not_in_the_schema() -> None:
    text = """
    class A
    {
        CIM_RegisteredProfile REF Profile;
        [EmbeddedInstance("CIM_Credential")] string Credential;
    };
    """
    external = ("cim_registeredprofile", "CIM_Credential")
    found = schema(text, external=external)
    assert list(found.classes) == ["a"]
    assert found.ends_at("CIM_RegisteredProfile") == ()


def test_instances_of_external_classes_are_taken_as_they_are() -> None:
    text = """
    class A {};
    #pragma namespace("\\\\\\\\.\\\\root\\\\interop")
    instance of CIM_RegisteredProfile { InstanceID = "p"; Versions = {1, 2}; };
    """
    (found,) = schema(text, external=("CIM_RegisteredProfile",)).instances
    assert found.values == {"InstanceID": "p", "Versions": (1, 2)}
    assert found.namespace == "root/interop"


def test_an_external_class_can_not_be_a_superclass() -> None:
    with pytest.raises(MofError, match="Superclass E of A is not declared"):
        schema("class A : E {};", external=("E",))


# --- namespaces, updates and deletions ------------------------------------------


@pytest.mark.parametrize(
    "written",
    [r"\\\\.\\root\\v2", r"root\\v2", "root/v2", "//./root/v2", r"\\\\HOST\\root\\v2"],
)
def test_a_namespace_is_written_in_one_way(written: str) -> None:
    found = schema(f'#pragma namespace("{written}")\nclass A {{}};')
    assert found.namespace == found["A"].namespace == "root/v2"


def test_the_schema_has_the_namespace_of_its_first_own_class() -> None:
    text = 'class A : __Event {};\n#pragma namespace("root")\nclass B {};'
    assert schema(text).namespace is None


def test_a_class_declared_again_in_the_same_way_is_accepted() -> None:
    text = 'class A { string N; }; class B : A {}; class A { string N = "x"; };'
    found = schema(text)
    assert list(found.classes) == ["a", "b"]
    assert found["B"].properties["n"].default == "x"


OTHER_CLASSES = [
    "class A { string N; string M; };",
    "class A { string M; };",
    "class A : B { string N; };",
    "class A { uint8 N; };",
]


@pytest.mark.parametrize("again", OTHER_CLASSES)
def test_another_class_of_the_same_name_is_an_error(again: str) -> None:
    assert codes("class B {}; class A { string N; };" + again) == ["duplicate-class"]


@pytest.mark.parametrize("again", OTHER_CLASSES)
@pytest.mark.parametrize(
    "pragma", ['classflags("forceupdate")', 'deleteclass("A", NOFAIL)']
)
def test_a_text_can_say_that_a_class_is_meant_to_change(
    pragma: str, again: str
) -> None:
    changed = schema(
        f"class B {{}}; class A {{ string N; }};\n#pragma {pragma}\n{again}"
    )
    assert changed["A"] == schema("class B {};" + again)["A"]


def test_a_class_that_is_only_announced_is_declared_elsewhere() -> None:
    text = "class A; class B { A REF Link; }; class A { string N; }; class A;"
    assert list(schema(text)["A"].properties) == ["n"]


def test_a_class_of_the_same_name_in_another_namespace_is_another_class() -> None:
    text = (
        'class A { string N; };\n#pragma namespace("root\\\\other")\n'
        "class A { uint8 X; };"
    )
    assert list(schema(text)["A"].properties) == ["n"]


def test_deleting_takes_a_class_and_its_instances_away() -> None:
    text = """
    class A { string N; }; class B {};
    instance of A { N = "x"; };
    #pragma deleteclass("a", FAIL)
    """
    found = schema(text)
    assert list(found.classes) == ["b"]
    assert found.instances == ()


def test_deleting_a_class_that_is_not_there_fails_only_if_the_text_says_so() -> None:
    assert "B" in schema('#pragma deleteclass("A", NOFAIL)\nclass B {};')
    assert codes('#pragma deleteclass("A", FAIL)\nclass B {};') == ["unknown-class"]
