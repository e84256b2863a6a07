"""What queries mean: those that real clients of Hyper-V send, and each form of WQL."""

from __future__ import annotations

import pytest

from mofgen.provider.wql import (
    And,
    Associators,
    Comparison,
    Condition,
    Constant,
    EventSelect,
    Isa,
    IsNull,
    Like,
    Not,
    Or,
    PropertyPath,
    References,
    Select,
    WqlError,
    parse_event_query,
    parse_wql,
)

VM = "11111111-2222-3333-4444-555555555555"


def path(text: str) -> PropertyPath:
    return PropertyPath(tuple(text.split(".")))


def compared(name: str, sign: str, value: str | float) -> Comparison:
    return Comparison(path(name), sign, Constant(value))  # type: ignore[arg-type]


def condition_of(where: str) -> Condition | None:
    query = parse_wql(f"SELECT * FROM X WHERE {where}")
    assert isinstance(query, Select)
    return query.where


# --- As clients send them

NOT_THE_HOST = Comparison(path("Name"), "<>", path("__SERVER"))

CLIENT_QUERIES = [
    # libvirt
    ("SELECT * FROM Win32_ComputerSystem ", Select("Win32_ComputerSystem")),
    (
        "SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER ",
        Select("Msvm_ComputerSystem", where=NOT_THE_HOST),
    ),
    (
        "SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER AND "
        "(EnabledState != 0 and EnabledState != 3 and EnabledState != 32769) ",
        Select(
            "Msvm_ComputerSystem",
            where=And(
                (
                    NOT_THE_HOST,
                    And(
                        (
                            compared("EnabledState", "<>", 0),
                            compared("EnabledState", "<>", 3),
                            compared("EnabledState", "<>", 32769),
                        )
                    ),
                )
            ),
        ),
    ),
    (
        "SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER AND "
        "(EnabledState = 0 or EnabledState = 3)",
        Select(
            "Msvm_ComputerSystem",
            where=And(
                (
                    NOT_THE_HOST,
                    Or(
                        (
                            compared("EnabledState", "=", 0),
                            compared("EnabledState", "=", 3),
                        )
                    ),
                )
            ),
        ),
    ),
    (
        r"SELECT * FROM Msvm_ComputerSystem WHERE ElementName = 'it\'s'",
        Select("Msvm_ComputerSystem", where=compared("ElementName", "=", "it's")),
    ),
    (
        f"SELECT * FROM Msvm_VirtualSystemSettingData WHERE InstanceID='Microsoft:{VM}'",
        Select(
            "Msvm_VirtualSystemSettingData",
            where=compared("InstanceID", "=", f"Microsoft:{VM}"),
        ),
    ),
    (
        "SELECT * FROM Msvm_ResourceAllocationSettingData WHERE ResourceSubType = "
        "'Microsoft:Hyper-V:Physical Disk Drive' AND InstanceID LIKE '%%Default%%'",
        Select(
            "Msvm_ResourceAllocationSettingData",
            where=And(
                (
                    compared(
                        "ResourceSubType", "=", "Microsoft:Hyper-V:Physical Disk Drive"
                    ),
                    Like(path("InstanceID"), "%%Default%%"),
                )
            ),
        ),
    ),
    (
        r"SELECT * FROM Msvm_DiskDrive WHERE __PATH='\\\\HOST\\root\\virtualization"
        r'\\v2:Msvm_DiskDrive.DeviceID="Microsoft:1\\\\2"' + "'",
        Select(
            "Msvm_DiskDrive",
            where=compared(
                "__PATH",
                "=",
                r"\\HOST\root\virtualization\v2:Msvm_DiskDrive"
                r'.DeviceID="Microsoft:1\\2"',
            ),
        ),
    ),
    (
        "ASSOCIATORS OF {Win32_ComputerSystem.Name='HVHOST'} WHERE "
        "AssocClass = Win32_ComputerSystemProcessor ResultClass = Win32_Processor",
        Associators(
            "Win32_ComputerSystem.Name='HVHOST'",
            assoc_class="Win32_ComputerSystemProcessor",
            result_class="Win32_Processor",
        ),
    ),
    (
        "ASSOCIATORS OF {Msvm_ComputerSystem.CreationClassName='Msvm_ComputerSystem',"
        f"Name='{VM}'}} WHERE ResultClass = Msvm_Keyboard",
        Associators(
            "Msvm_ComputerSystem.CreationClassName='Msvm_ComputerSystem',"
            f"Name='{VM}'",
            result_class="Msvm_Keyboard",
        ),
    ),
    # PowerShell and .NET: double quotes, other cases, events
    (
        'select name, elementname from Msvm_ComputerSystem where elementname="web"',
        Select(
            "Msvm_ComputerSystem",
            (path("name"), path("elementname")),
            compared("elementname", "=", "web"),
        ),
    ),
    (
        "SELECT * FROM __InstanceModificationEvent WITHIN 2 WHERE TargetInstance "
        "ISA 'Msvm_ComputerSystem' AND TargetInstance.EnabledState <> "
        "PreviousInstance.EnabledState",
        EventSelect(
            "__InstanceModificationEvent",
            within=2.0,
            where=And(
                (
                    Isa(path("TargetInstance"), "Msvm_ComputerSystem"),
                    Comparison(
                        path("TargetInstance.EnabledState"),
                        "<>",
                        path("PreviousInstance.EnabledState"),
                    ),
                )
            ),
        ),
    ),
    (
        "ASSOCIATORS OF {Msvm_VirtualSystemSettingData.InstanceID="
        '"Microsoft:{1}\\\\2"} WHERE ClassDefsOnly',
        Associators(
            'Msvm_VirtualSystemSettingData.InstanceID="Microsoft:{1}\\\\2"',
            class_defs_only=True,
        ),
    ),
]


@pytest.mark.parametrize(("text", "query"), CLIENT_QUERIES)
def test_queries_of_real_clients(text: str, query: object) -> None:
    assert parse_wql(text) == query


# --- SELECT


def test_keywords_have_no_case_and_blanks_do_not_count() -> None:
    assert parse_wql("\tsElEcT*fRoM X\r\nwHeRe\nA=1 ") == parse_wql(
        "SELECT * FROM X WHERE A = 1"
    )


def test_keywords_are_names_where_no_keyword_can_be() -> None:
    query = parse_wql("SELECT Select, Like FROM From WHERE Group = 1 AND Role = 2")
    assert str(query) == "SELECT Select, Like FROM From WHERE Group = 1 AND Role = 2"


def test_a_query_knows_its_text_which_does_not_count_for_equality() -> None:
    text = "SELECT  *  FROM X"
    query = parse_wql(text)
    assert query.text == text
    assert query == Select("X")


def test_a_schema_query_asks_for_classes() -> None:
    query = parse_wql("SELECT * FROM Meta_Class WHERE __this ISA 'Msvm_X'")
    assert isinstance(query, Select)
    assert query.is_schema_query
    assert isinstance(query.where, Isa)
    assert query.where.property.is_this
    assert not Select("X").is_schema_query


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("SELECT * FROM X_Event WITHIN 0.5", 0.5),
        ("SELECT * FROM X_Event WITHIN 10", 10.0),
        ("SELECT * FROM __instancecreationevent", None),
        ("SELECT * FROM __ClassDeletionEvent", None),
    ],
)
def test_an_event_query_says_so_by_within_or_by_its_class(
    text: str, within: float | None
) -> None:
    query = parse_wql(text)
    assert isinstance(query, EventSelect)
    assert query.within == within


def test_events_of_the_schema_look_like_data_until_somebody_says_so() -> None:
    text = "SELECT A FROM X_Event WHERE A = 1"
    assert isinstance(parse_wql(text), Select)
    assert parse_event_query(text) == EventSelect(
        "X_Event", (path("A"),), None, compared("A", "=", 1)
    )
    assert parse_event_query("SELECT * FROM X_Event WITHIN 1").within == 1.0


def test_walking_gives_no_events() -> None:
    with pytest.raises(WqlError, match="only SELECT asks for events"):
        parse_event_query("ASSOCIATORS OF {X.A=1}")


# --- Conditions


@pytest.mark.parametrize(
    ("where", "condition"),
    [
        ("A = 1", compared("A", "=", 1)),
        ("A != 1", compared("A", "<>", 1)),
        ("A <> 1", compared("A", "<>", 1)),
        ("A<=-1", compared("A", "<=", -1)),
        ("A >= +1", compared("A", ">=", 1)),
        ("5 < A", compared("A", ">", 5)),
        ("5 >= A", compared("A", "<=", 5)),
        ("'x' = A", compared("A", "=", "x")),
        ("A = 0x1f", compared("A", "=", 31)),
        ("A = 18446744073709551615", compared("A", "=", 2**64 - 1)),
        ("A = 007", compared("A", "=", 7)),
        ("A = 1.50", compared("A", "=", 1.5)),
        ("A = .5", compared("A", "=", 0.5)),
        ("A = 1e3", compared("A", "=", 1000.0)),
        ("A = True", compared("A", "=", True)),
        ("A = fALSE", compared("A", "=", False)),
        ("A IS NULL", IsNull(path("A"))),
        ("A is not null", IsNull(path("A"), is_not=True)),
        ("A = NULL", IsNull(path("A"))),
        ("NULL <> A", IsNull(path("A"), is_not=True)),
        ("A.B.__CLASS = 'x'", compared("A.B.__CLASS", "=", "x")),
        ("A . B = 1", compared("A.B", "=", 1)),
        ("A = B.C", Comparison(path("A"), "=", path("B.C"))),
        ("A LIKE 'x%'", Like(path("A"), "x%")),
        ("A ISA 'X_Y'", Isa(path("A"), "X_Y")),
        ("A ISA X_Y", Isa(path("A"), "X_Y")),
        ("(((A = 1)))", compared("A", "=", 1)),
    ],
)
def test_terms(where: str, condition: Condition) -> None:
    assert condition_of(where) == condition


A, B, C = (compared(name, "=", 1) for name in "ABC")


@pytest.mark.parametrize(
    ("where", "condition"),
    [
        ("A=1 OR B=1 AND C=1", Or((A, And((B, C))))),
        ("A=1 AND B=1 OR C=1", Or((And((A, B)), C))),
        ("(A=1 OR B=1) AND C=1", And((Or((A, B)), C))),
        ("A=1 AND B=1 AND C=1", And((A, B, C))),
        ("A=1 AND (B=1 AND C=1)", And((A, And((B, C))))),
        ("NOT A=1 AND B=1", And((Not(A), B))),
        ("NOT (A=1 AND B=1)", Not(And((A, B)))),
        ("NOT NOT A=1", Not(Not(A))),
    ],
)
def test_not_binds_closer_than_and_and_and_than_or(
    where: str, condition: Condition
) -> None:
    assert condition_of(where) == condition


def test_true_and_one_are_two_constants() -> None:
    assert condition_of("A = TRUE") != condition_of("A = 1")
    assert condition_of("A = 1.0") != condition_of("A = 1")
    assert len({Constant(True), Constant(1), Constant(1.0)}) == 3


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("''", ""),
        (r"'a\\b'", "a\\b"),
        (r"'\"\''", "\"'"),
        (r'"\"\'"', "\"'"),
        ("'it''s'", "it's"),
        ('"say ""x"""', 'say "x"'),
        ("'say \"x\"'", 'say "x"'),
        ("'two\nlines'", "two\nlines"),
        ("'WHERE \u00e4'", "WHERE \u00e4"),
        ("'20240229120000.000000+060'", "20240229120000.000000+060"),
    ],
)
def test_strings(literal: str, value: str) -> None:
    assert condition_of(f"A = {literal}") == compared("A", "=", value)


def test_nodes_know_where_they_stood() -> None:
    text = "SELECT * FROM X WHERE Abc.De = 'f'"
    query = parse_wql(text)
    assert isinstance(query, Select)
    where = query.where
    assert isinstance(where, Comparison)
    assert isinstance(where.value, Constant)
    spans = [query.span, where.property.span, where.value.span]
    assert [s and text[s.pos : s.pos + s.length] for s in spans] == [
        "X",
        "Abc.De",
        "'f'",
    ]


# --- Associations


def test_all_filters_of_associators_in_any_order_and_case() -> None:
    assert parse_wql(
        "associators of { X.A=1 } where schemaonly keysonly CLASSDEFSONLY"
        " RequiredAssocQualifier=Q RequiredQualifier = P ResultRole=R Role = S"
        " ResultClass=T AssocClass=U"
    ) == Associators(
        "X.A=1",
        assoc_class="U",
        result_class="T",
        role="S",
        result_role="R",
        required_qualifier="P",
        required_assoc_qualifier="Q",
        class_defs_only=True,
        keys_only=True,
        schema_only=True,
    )


def test_references() -> None:
    assert parse_wql("REFERENCES OF {X=@}") == References("X=@")
    assert parse_wql(
        "REFERENCES OF {X} WHERE Role=A ResultClass=B RequiredQualifier=C SchemaOnly"
    ) == References("X", "B", "A", "C", schema_only=True)


def test_a_path_is_left_as_it_is() -> None:
    path_text = r"""\\H\root\v2:X.A="a\\b}{",B='c"d',C="\\\\H\\root:Y.Z=\"q\"",D=0x1F"""
    query = parse_wql(f"ASSOCIATORS OF {{{path_text}}}")
    assert isinstance(query, Associators)
    assert query.path == path_text
