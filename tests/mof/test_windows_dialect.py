"""What Microsoft's MOF compiler takes beyond DSP0004."""

from __future__ import annotations

import pytest

from mofgen.mof import parse_text
from mofgen.mof.tree import ClassDeclaration, InstanceDeclaration, Pragma


def pragmas(text: str) -> list[tuple[str, tuple[str, ...]]]:
    found = parse_text(text).declarations
    return [(p.name, p.arguments) for p in found if isinstance(p, Pragma)]


@pytest.mark.parametrize(
    ("written", "name", "arguments"),
    [
        ("#pragma autorecover", "autorecover", ()),
        ("#PRAGMA AutoRecover", "autorecover", ()),
        ("#pragma autorecover()", "autorecover", ()),
        ('#pragma locale("en_US")', "locale", ("en_US",)),
        ('#pragma amendment("MS_409")', "amendment", ("MS_409",)),
        ('#pragma classflags("forceupdate")', "classflags", ("forceupdate",)),
        (
            '#pragma classflags("updateonly", "forceupdate")',
            "classflags",
            ("updateonly", "forceupdate"),
        ),
        ("#pragma classflags(64)", "classflags", ("64",)),
        ('#pragma instanceflags("createonly")', "instanceflags", ("createonly",)),
        ('#pragma deleteclass("Old", NOFAIL)', "deleteclass", ("Old", "NOFAIL")),
        ('#pragma deleteclass("Old", fail)', "deleteclass", ("Old", "fail")),
        (
            '#pragma deleteinstance("A.Name=\\"x\\"", nofail)',
            "deleteinstance",
            ('A.Name="x"', "nofail"),
        ),
        (
            r'#pragma namespace("\\\\.\\root\\virtualization\\v2")',
            "namespace",
            (r"\\.\root\virtualization\v2",),
        ),
        (r'#pragma namespace("root\new")', "namespace", (r"root\new",)),
        ('# pragma source ("a" "b")', "source", ("ab",)),
        (
            '#pragma never_heard_of(this, "one", 2)',
            "never_heard_of",
            ("this", "one", "2"),
        ),
    ],
)
def test_directives(written: str, name: str, arguments: tuple[str, ...]) -> None:
    assert pragmas(written) == [(name, arguments)]


def test_a_directive_without_arguments_ends_where_the_next_declaration_begins() -> None:
    text = '#pragma autorecover\n#pragma locale("x") class A; #pragma autorecover [Key] class B;'
    assert len(parse_text(text).declarations) == 5


def test_flavors_can_be_given_to_a_qualifier_once_for_all() -> None:
    assert pragmas("qualifier Guid : ToInstance ToSubclass;") == [
        ("qualifier", ("Guid", "ToInstance", "ToSubclass"))
    ]


def test_a_namespace_holds_for_all_that_follows_it() -> None:
    document = parse_text(
        'class A; #pragma namespace("root\\\\a") class B;'
        ' instance of B {}; #pragma namespace("root\\\\b") class C;'
    )
    spaces = [
        d.namespace
        for d in document.declarations
        if isinstance(d, ClassDeclaration | InstanceDeclaration)
    ]
    assert spaces == [None, r"root\a", r"root\a", r"root\b"]


def test_a_provider_is_registered_as_in_real_files() -> None:
    document = parse_text(r"""
        #pragma autorecover
        #pragma classflags("forceupdate")
        #pragma namespace("\\\\.\\root\\example")

        instance of __Win32Provider as $P
        {
          Name = "ExampleProvider";
          ClsId = "{00000000-0000-0000-0000-000000000000}";
          HostingModel = "NetworkServiceHost";
        };
        instance of __MethodProviderRegistration { Provider = $P; };

        [dynamic: ToInstance, provider("ExampleProvider"): ToInstance,
         Locale(1033): ToInstance, UUID("{0}"): ToInstance DisableOverride]
        class Example_Thing : CIM_LogicalDevice
        {
          [key, read: ToInstance] string DeviceID;
          [Values{"Off", "On"}: Amended ToSubclass] uint16 State = 0;
          [implemented, static: ToSubclass DisableOverride]
          uint32 Do([in, id(0): DisableOverride ToInstance] object:Example_In In,
                    [out, id(1)] CIM_ConcreteJob ref Job,
                    [out] string Errors[]);
          Win32_ACE Access[];
        };
        """)
    *_, example = document.declarations
    assert isinstance(example, ClassDeclaration)
    assert [q.name for q in example.qualifiers] == [
        "dynamic",
        "provider",
        "Locale",
        "UUID",
    ]
    assert [p.name for p in example.properties] == ["DeviceID", "State", "Access"]
    assert [p.name for p in example.methods[0].parameters] == ["In", "Job", "Errors"]
    assert example.namespace == r"\\.\root\example"


def test_an_amendment_file() -> None:
    document = parse_text(r"""
        #pragma namespace("\\\\.\\root\\example")
        instance of __namespace { name = "ms_409"; };
        #pragma namespace("\\\\.\\root\\example\\ms_409")
        [Description("A thing.") : Amended ToSubclass, AMENDMENT, LOCALE(0x409)]
        class Example_Thing { [key, Values{"A"} : Amended] string DeviceID; };
        """)
    *_, amended = document.declarations
    assert isinstance(amended, ClassDeclaration)
    assert amended.namespace == r"\\.\root\example\ms_409"
    assert [q.value for q in amended.qualifiers][2] == 0x409
