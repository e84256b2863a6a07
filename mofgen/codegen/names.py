"""Every rule by which a schema's names become Python names (docs/naming.md).

CIM names of classes, properties, methods and parameters stay as they are. Only a
clash changes one: with a Python keyword, with a name that generated code itself
uses, or with a name already taken in the same scope. Then an underscore follows.
Names of our own making (enum members and the nested classes) are derived here.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_REFERRED = frozenset(
    {
        "annotations",
        "bool",
        "cim",
        "float",
        "int",
        "list",
        "property",
        "str",
        "tuple",
        "Sequence",
        "TYPE_CHECKING",
        "Unpack",
    }
)
"""Names by which the body of a generated module refers to something else."""

RESERVED_MEMBERS = _REFERRED | {
    # What every generated class has from mofgen.runtime.Instance.
    "Related",
    "copy",
    "is_set",
    "objects",
    "related",
    "self",
    "_connection",
    "_invoke",
    "_path",
    "_read",
    "_reference",
    "_related",
    "_table",
    "_wire_keys",
    "_wire_class",
    "_wire_methods",
    "_wire_properties",
    "_with",
}
"""Names that a property or method can't have in generated code."""

RESERVED_PARAMETERS = _REFERRED | {
    "self",
    "check",
    # A result has its out parameters beside these.
    "ReturnValue",
    "job",
    "_call",
    "_items",
    "_job",
    "_make_job",
    "_own_fields",
    "_wire_names",
}
"""Names that a parameter can't have in generated code."""

RESERVED_ENDS = frozenset(
    {
        "cim",
        "objects",
        "_association",
        "_at",
        "_roles",
        "_source",
        "_source_role",
    }
)
"""Names that an end of an association can't have in generated code."""

_RESERVED_CLASSES = _REFERRED | {"NAMESPACE", "_CLASSES", "classes", "lazy_package"}

_DEVICES = frozenset(
    ["aux", "con", "nul", "prn"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)]
)
"""Names that no file can have on Windows, whatever its extension."""

_PYTHONS_OWN = re.compile(r"__[a-z](?:[a-z_]*[a-z])?__\Z")

_RESERVED_VALUES = frozenset(dir(int)) | frozenset(dir(str)) | {"name", "value"}
"""Names that a member of an enum can't have: they mean something on int or str."""

_WORD = re.compile(r"[A-Za-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST_MEMBER = 60


@dataclass(frozen=True, slots=True)
class Naming:
    """How names are made; ``[tool.mofgen.naming]`` changes it.

    Parameters
    ----------
    values_suffix:
        Ends the class of a value map: ``EnabledState`` + ``Values``.
    result_suffix:
        Ends the class of a method's result: ``RequestStateChange`` + ``Result``.
    member_style:
        ``upper`` (``ENABLED_BUT_OFFLINE``) or ``pascal`` (``EnabledButOffline``).
    rename:
        Python names for single elements, keyed by lower-case CIM path
        (``class.property``, ``class.method``, ``class.method.parameter``).
    """

    values_suffix: str = "Values"
    result_suffix: str = "Result"
    member_style: str = "upper"
    rename: Mapping[str, str] = field(default_factory=dict)

    def member(self, label: str) -> str:
        """The name of the enum member for ``label``, before clashes are settled."""
        return _identifier(self.styled(label))

    def styled(self, label: str) -> str:
        """The words of ``label`` as a part of a member's name."""
        words = _words(label)
        if self.member_style == "pascal":
            return "".join(w[:1].upper() + w[1:] for w in words)
        return "_".join(w.upper() for w in words)


class Scope:
    """The names taken in one namespace of generated code.

    Parameters
    ----------
    reserved:
        Names that are taken from the start.
    """

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = set(reserved)

    def take(self, wanted: str) -> str:
        """``wanted``, or with as many underscores after it as it needs to be free."""
        name = unmangled(identifier(wanted))
        while not is_plain(name) or _PYTHONS_OWN.match(name) or name in self._taken:
            name += "_"
        self._taken.add(name)
        return name


class MemberNames:
    """Names the members of one enum, in order.

    A label that stands for two values gets the value added from the second on:
    ``RESERVED``, ``RESERVED_7``.
    """

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._taken: set[str] = set()

    def take(self, label: str, code: str) -> str:
        """The member's name; ``code`` tells it apart where its label does not."""
        name = self._naming.member(label)
        if name in self._taken:
            name = f"{name}_{self._naming.styled(code) or 'OTHER'}"
        while keyword.iskeyword(name) or name in self._taken or _is_special(name):
            name += "_"
        self._taken.add(name)
        return name


def unmangled(name: str) -> str:
    """``name``, kept from Python's name mangling: ``__Event`` becomes ``__Event__``.

    WMI's system classes begin with two underscores; inside of a class body Python
    takes such a name for a private one unless it ends in two underscores as well.
    """
    is_private = name.startswith("__") and not name.endswith("__")
    return f"{name}__" if is_private else name


def class_name(cim_name: str) -> str:
    """The name of a class in Python, and of its module.

    Different classes get different names: what ends in underscores after a
    reserved name gets one more, as the reserved name itself does.
    """
    name = unmangled(identifier(cim_name))
    stem = name.rstrip("_")
    if keyword.iskeyword(stem) or stem in _RESERVED_CLASSES or stem.lower() in _DEVICES:
        return f"{name}_"
    return f"{name}_" if _PYTHONS_OWN.match(name) else name


def identifier(name: str) -> str:
    """``name`` as Python spells it, which takes fewer characters than CIM does."""
    if name.isascii() and name.isidentifier():
        return name  # nearly always
    # Python reads names in this form too (PEP 3131), so that two can be the same.
    normal = unicodedata.normalize("NFKC", name)
    plain = "".join(c if f"x{c}".isidentifier() else "_" for c in normal)
    return plain if plain.isidentifier() else f"_{plain}"


def is_plain(name: str) -> bool:
    """Whether ``name`` can stand in Python as it is."""
    return name.isidentifier() and not keyword.iskeyword(name)


def _words(label: str) -> list[str]:
    """The words of a label; ``EnabledButOffline`` and ``enabled but offline`` alike."""
    ascii_label = label.replace("+", " plus ").replace("%", " percent ")
    if ascii_label.strip().startswith("-"):
        ascii_label = " minus " + ascii_label
    # Apostrophes belong to the word: "Don't" is DONT, not DON_T.
    runs = _WORD.findall(ascii_label.replace("'", ""))
    words: list[str] = []
    for run in runs:
        words.extend(_HUMP.split(run) if not run.isupper() else [run])
    shortened: list[str] = []
    length = 0
    for word in words:
        length += len(word) + 1
        if shortened and length > _LONGEST_MEMBER:
            break
        shortened.append(word)
    return shortened


def _identifier(text: str) -> str:
    if not text:
        return "VALUE"
    return f"VALUE_{text}" if text[0].isdigit() else text


def _is_special(name: str) -> bool:
    return name in _RESERVED_VALUES or (name.startswith("_") and name.endswith("_"))
