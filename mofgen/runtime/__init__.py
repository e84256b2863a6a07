"""What generated classes stand on: values, properties, objects, calls, navigation.

Independent of the generator. Names that many programs do without are loaded when
they are first used (PEP 562).
"""

from __future__ import annotations

from typing import TYPE_CHECKING as _TYPE_CHECKING

from mofgen.runtime.connection import Connection as Connection
from mofgen.runtime.connection import attach as attach
from mofgen.runtime.connection import connection_of as connection_of
from mofgen.runtime.connection import path_of as path_of
from mofgen.runtime.datetimes import CimDateTime as CimDateTime
from mofgen.runtime.datetimes import DateTimeLike as DateTimeLike
from mofgen.runtime.errors import CimError as CimError
from mofgen.runtime.errors import CimTypeError as CimTypeError
from mofgen.runtime.errors import CimValueError as CimValueError
from mofgen.runtime.errors import NotConnectedError as NotConnectedError
from mofgen.runtime.errors import NotFoundError as NotFoundError
from mofgen.runtime.errors import NotUniqueError as NotUniqueError
from mofgen.runtime.errors import PathError as PathError
from mofgen.runtime.errors import UnknownClassError as UnknownClassError
from mofgen.runtime.errors import UnknownPropertyError as UnknownPropertyError
from mofgen.runtime.instance import Copying as Copying
from mofgen.runtime.instance import Instance as Instance
from mofgen.runtime.instance import InstanceValues as InstanceValues
from mofgen.runtime.instance import class_table as class_table
from mofgen.runtime.methods import MethodResult as MethodResult
from mofgen.runtime.navigation import End as End
from mofgen.runtime.navigation import Ends as Ends
from mofgen.runtime.navigation import Objects as Objects
from mofgen.runtime.navigation import Related as Related
from mofgen.runtime.navigation import Via as Via
from mofgen.runtime.package import find_class as find_class
from mofgen.runtime.properties import Bits as Bits
from mofgen.runtime.properties import BitsArray as BitsArray
from mofgen.runtime.properties import Boolean as Boolean
from mofgen.runtime.properties import BooleanArray as BooleanArray
from mofgen.runtime.properties import Char as Char
from mofgen.runtime.properties import CharArray as CharArray
from mofgen.runtime.properties import DateTime as DateTime
from mofgen.runtime.properties import DateTimeArray as DateTimeArray
from mofgen.runtime.properties import Embedded as Embedded
from mofgen.runtime.properties import EmbeddedArray as EmbeddedArray
from mofgen.runtime.properties import Enumerated as Enumerated
from mofgen.runtime.properties import EnumeratedArray as EnumeratedArray
from mofgen.runtime.properties import Integer as Integer
from mofgen.runtime.properties import IntegerArray as IntegerArray
from mofgen.runtime.properties import Property as Property
from mofgen.runtime.properties import Real as Real
from mofgen.runtime.properties import RealArray as RealArray
from mofgen.runtime.properties import Reference as Reference
from mofgen.runtime.properties import ReferenceArray as ReferenceArray
from mofgen.runtime.properties import Text as Text
from mofgen.runtime.properties import TextArray as TextArray
from mofgen.runtime.properties import TextSequence as TextSequence
from mofgen.runtime.references import KeyValue as KeyValue
from mofgen.runtime.references import Ref as Ref
from mofgen.runtime.references import RefLike as RefLike
from mofgen.runtime.values import BitValues as BitValues
from mofgen.runtime.values import IntValues as IntValues
from mofgen.runtime.values import TextValues as TextValues
from mofgen.runtime.values import Value as Value
from mofgen.runtime.values import ValueRange as ValueRange
from mofgen.runtime.wire import ClassRow as ClassRow
from mofgen.runtime.wire import MethodRows as MethodRows
from mofgen.runtime.wire import PropertyRows as PropertyRows

if _TYPE_CHECKING:
    from mofgen.runtime.octets import octets_from_text as octets_from_text
    from mofgen.runtime.octets import octets_to_text as octets_to_text
    from mofgen.runtime.octets import pack_octets as pack_octets
    from mofgen.runtime.octets import unpack_octets as unpack_octets
    from mofgen.runtime.paths import format_uri as format_uri
    from mofgen.runtime.paths import parse_path as parse_path
    from mofgen.runtime.paths import parse_uri as parse_uri

_LAZY = {
    "format_uri": "paths",
    "octets_from_text": "octets",
    "octets_to_text": "octets",
    "pack_octets": "octets",
    "parse_path": "paths",
    "parse_uri": "paths",
    "unpack_octets": "octets",
}
"""Modules by the names that are loaded from them on first use."""


def __getattr__(name: str) -> object:
    module = _LAZY.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
