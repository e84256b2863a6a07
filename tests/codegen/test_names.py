"""How a schema's names become Python names."""

from __future__ import annotations

import keyword
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen import runtime as cim
from mofgen.codegen.class_names import ClassNames, NameTable
from mofgen.codegen.names import (
    RESERVED_ENDS,
    RESERVED_MEMBERS,
    RESERVED_PARAMETERS,
    MemberNames,
    Naming,
    Scope,
    class_name,
    identifier,
    unmangled,
)
from mofgen.codegen.naming_config import NamingError, read_naming
from mofgen.ir import resolve
from mofgen.ir.model import Schema
from mofgen.mof import parse_text

# --- Scopes ---------------------------------------------------------------------


def test_a_name_that_is_free_stays_as_it_is() -> None:
    assert Scope().take("EnabledState") == "EnabledState"


def test_a_taken_name_gets_underscores_until_it_is_free() -> None:
    scope = Scope({"copy"})
    assert [scope.take(n) for n in ("copy", "copy", "copy_")] == [
        "copy_",
        "copy__",
        "copy___",
    ]


@pytest.mark.parametrize("word", ["class", "None", "import", "lambda", "async"])
def test_a_keyword_gets_an_underscore(word: str) -> None:
    assert Scope().take(word) == f"{word}_"


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("__Event", "__Event__"),  # else private to the class body it stands in
        ("__CLASS__", "__CLASS__"),
        ("__init__", "__init___"),  # Python's own
        ("__dict", "__dict___"),
        ("_plain", "_plain"),
    ],
)
def test_names_that_begin_with_underscores(name: str, python: str) -> None:
    assert Scope().take(name) == python


def test_what_no_python_name_can_hold_becomes_an_underscore() -> None:
    assert identifier("Größe") == "Größe"
    assert identifier("\ufb01le") == "file"  # what Python makes of it, too
    assert identifier("x\u00b7y\u20ac") == "x\u00b7y_"
    assert identifier("\u2460st") == "_1st"


@given(st.lists(st.text("aA_Z9é\ufb01\u2460", min_size=1), max_size=8))
def test_a_scope_gives_every_name_once_and_only_good_ones(wanted: list[str]) -> None:
    scope = Scope({"a", "_"})
    names = [scope.take(name) for name in wanted]
    assert len({*names, "a", "_"}) == len(names) + 2
    assert all(n.isidentifier() and not keyword.iskeyword(n) for n in names)


def test_everything_an_instance_has_is_reserved() -> None:
    """A property of that name would break the object that has it."""
    attributes = {*dir(cim.Instance), *cim.Instance.__slots__}
    assert [n for n in attributes if Scope(RESERVED_MEMBERS).take(n) == n] == []


def test_everything_a_result_has_is_reserved_for_its_fields() -> None:
    scope = Scope(RESERVED_PARAMETERS)
    assert [n for n in dir(cim.MethodResult) if scope.take(n) == n] == []


def test_everything_the_ends_of_an_association_have_is_reserved() -> None:
    scope = Scope(RESERVED_ENDS)
    assert [n for n in dir(cim.Ends) if scope.take(n) == n] == []


# --- Classes --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("Msvm_ComputerSystem", "Msvm_ComputerSystem"),
        ("__ExtrinsicEvent", "__ExtrinsicEvent__"),
        ("lambda", "lambda_"),
        ("lambda_", "lambda__"),
        ("Sequence", "Sequence_"),
        ("cim", "cim_"),
        ("NAMESPACE", "NAMESPACE_"),
        ("NUL", "NUL_"),  # no file can be called NUL.py on Windows
        ("com1", "com1_"),
        ("__init__", "__init___"),
    ],
)
def test_classes(name: str, python: str) -> None:
    assert class_name(name) == python


@given(
    st.lists(
        st.sampled_from(["int", "class", "con", "__init", "__X", "X"]).flatmap(
            lambda stem: st.integers(0, 3).map(lambda n: stem + "_" * n)
        ),
        unique=True,
    )
)
def test_different_classes_have_different_names(names: list[str]) -> None:
    # __X and __X__ are the exception: who begins with two underscores is WMI's own.
    names = [n for n in names if not (n.startswith("__") and n.endswith("_"))]
    assert len({class_name(n) for n in names}) == len(names)


# --- Members of enums -----------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "member"),
    [
        ("Enabled", "ENABLED"),
        ("Enabled but Offline", "ENABLED_BUT_OFFLINE"),
        ("EnabledButOffline", "ENABLED_BUT_OFFLINE"),
        ("Non-Recoverable Error", "NON_RECOVERABLE_ERROR"),
        ("No Additional Power (AC) ", "NO_ADDITIONAL_POWER_AC"),
        ("Don't know", "DONT_KNOW"),
        ("10/100 Mbit", "VALUE_10_100_MBIT"),
        ("SCSI", "SCSI"),
        ("C++", "C_PLUS_PLUS"),
        ("50%", "VALUE_50_PERCENT"),
        ("-5 V", "MINUS_5_V"),
        ("None", "NONE"),
        ("", "VALUE"),
        ("\u4e2d\u6587", "VALUE"),
    ],
)
def test_labels_become_constants(label: str, member: str) -> None:
    assert MemberNames(Naming()).take(label, "7") == member


@pytest.mark.parametrize(
    ("label", "member"),
    [
        ("Enabled but Offline", "EnabledButOffline"),
        ("SCSI", "SCSI"),
        ("None", "None_"),
        ("10/100 Mbit", "VALUE_10100Mbit"),
    ],
)
def test_labels_become_words_in_pascal_style(label: str, member: str) -> None:
    assert MemberNames(Naming(member_style="pascal")).take(label, "7") == member


def test_a_label_that_stands_twice_gets_its_value() -> None:
    names = MemberNames(Naming())
    assert [names.take("Reserved", code) for code in ("1", "7", "9 to 12")] == [
        "RESERVED",
        "RESERVED_7",
        "RESERVED_9_TO_12",
    ]


def test_a_long_label_ends_with_a_whole_word() -> None:
    name = MemberNames(Naming()).take("word " * 40, "1")
    assert name == "_".join(["WORD"] * 12)


@given(
    st.lists(st.tuples(st.text(), st.integers().map(str)), max_size=12),
    st.sampled_from(["upper", "pascal"]),
)
def test_members_are_good_names_each_once(
    labels: list[tuple[str, str]], style: str
) -> None:
    maker = MemberNames(Naming(member_style=style))
    names = [maker.take(label, code) for label, code in labels]
    assert len(set(names)) == len(names)
    assert all(n.isidentifier() and not keyword.iskeyword(n) for n in names)
    taken = {*dir(cim.IntValues), *dir(cim.TextValues), *dir(type(cim.IntValues))}
    assert not taken.intersection(names)


# --- Whole classes --------------------------------------------------------------


def table(text: str, **naming: object) -> tuple[Schema, NameTable]:
    schema = resolve(parse_text(text))
    return schema, NameTable(schema, read_naming(naming))


def names_in(text: str, class_: str, **naming: object) -> ClassNames:
    schema, names = table(text, **naming)
    return names.of(schema[class_])


def test_what_is_overridden_keeps_its_name_however_it_is_spelled() -> None:
    text = 'class A { string copy; }; class B : A { [Override("copy")] string COPY; };'
    assert names_in(text, "B").properties == {"copy": "copy_"}


def test_what_a_subclass_adds_avoids_every_name_above() -> None:
    text = "class A { string class; }; class B : A { string class_; };"
    assert names_in(text, "B").properties == {"class": "class_", "class_": "class__"}


def test_a_property_and_a_method_of_one_name_are_two_members() -> None:
    names = names_in("class A { uint32 Load; uint32 Load(); uint32 load_; };", "A")
    assert names.properties == {"load": "Load", "load_": "load_"}
    assert names.methods == {"load": "Load_"}


def test_a_member_named_like_a_class_does_not_hide_it() -> None:
    text = "class Disk { Disk ref Disk; uint32 Get([Out, In(false)] Disk ref Disk); };"
    schema, names = table(text)
    assert names.of(schema["Disk"]).properties == {"disk": "Disk_"}
    assert names.parameters(schema["Disk"].methods["get"]) == {"disk": "Disk_"}


def test_nested_classes_make_way_for_the_schemas_names() -> None:
    text = 'class A { [ValueMap{"1"}] uint8 State; uint8 StateValues; };'
    names = names_in(text, "A")
    assert names.properties["statevalues"] == "StateValues"
    assert names.values == {"state": "StateValues_"}


def test_parameters_keep_the_names_of_the_first_declaration() -> None:
    text = """
        class A { uint32 Go(string Way, string self); };
        class B : A { [Override("Go")] uint32 Go(string WAY, string Self); };
    """
    schema, names = table(text)
    for class_ in ("A", "B"):
        method = schema[class_].methods["go"]
        assert names.parameters(method) == {"way": "Way", "self": "self_"}


def test_an_end_has_the_name_of_its_reference_unless_that_is_ours() -> None:
    text = """
        class A { [Key] string K; };
        [Association] class T { [Key] A ref objects; [Key] A ref class; };
    """
    schema, names = table(text)
    assert names.ends(schema["T"]) == {"objects": "objects_", "class": "class_"}


# --- Configuration --------------------------------------------------------------


def test_suffixes_can_be_set() -> None:
    text = 'class A { [ValueMap{"1"}] uint8 State; void Go(); };'
    naming = {"values-suffix": "Enum", "result-suffix": "Answer"}
    names = names_in(text, "A", **naming)
    assert names.values == {"state": "StateEnum"}
    assert names.results == {"go": "GoAnswer"}


def test_single_elements_can_be_renamed() -> None:
    text = "class A { string copy; uint32 Go(string self); }; class B : A {};"
    rename = {"a.COPY": "duplicate", "A.Go.self": "me", "A.Go": "run"}
    schema, names = table(text, rename=rename)
    found = names.of(schema["B"])
    assert found.properties == {"copy": "duplicate"}
    assert found.methods == {"go": "run"}
    assert names.parameters(schema["A"].methods["go"]) == {"self": "me"}


@pytest.mark.parametrize(
    ("naming", "message"),
    [
        (
            {"member_style": "upper"},
            'unknown key "member_style"; did you mean "member-style"?',
        ),
        (
            {"member-style": "camel"},
            "member-style must be upper or pascal, not 'camel'",
        ),
        ({"values-suffix": ""}, "values-suffix must be the end of a Python name"),
        ({"result-suffix": "a b"}, "result-suffix must be the end of a Python name"),
        ({"result-suffix": 3}, "result-suffix must be the end of a Python name"),
        ({"rename": []}, "rename must be a table, not []"),
        ({"rename": {"A.b": "a-b"}}, "\"A.b\" must get a Python name, not 'a-b'"),
        ({"rename": {"A.b": "class"}}, '"A.b" must get a Python name'),
        ({"rename": {"A": "b"}}, '"A" is not Class.Member or Class.Method.Parameter'),
    ],
)
def test_mistakes_in_the_configuration_name_the_key(
    naming: Mapping[str, object], message: str
) -> None:
    with pytest.raises(NamingError) as caught:
        read_naming(naming)
    assert str(caught.value).startswith("tool.mofgen.naming")
    assert message in str(caught.value)


def test_system_names_are_kept_from_mangling_only_where_they_need_it() -> None:
    assert unmangled("__Event") == "__Event__"
    assert unmangled("__Event__") == "__Event__"
    assert unmangled("_Event") == "_Event"
