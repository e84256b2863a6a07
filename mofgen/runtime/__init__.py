"""What generated classes stand on: values, properties, objects, calls, navigation.

Independent of the generator. Names that many programs do without are loaded when
they are first used (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mofgen.runtime.attachment import attach as attach
from mofgen.runtime.attachment import connection_of as connection_of
from mofgen.runtime.attachment import path_of as path_of
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
from mofgen.runtime.references import reference_to as reference_to
from mofgen.runtime.values import BitValues as BitValues
from mofgen.runtime.values import IntValues as IntValues
from mofgen.runtime.values import TextValues as TextValues
from mofgen.runtime.values import Value as Value
from mofgen.runtime.values import ValueRange as ValueRange
from mofgen.runtime.wire import ClassRow as ClassRow
from mofgen.runtime.wire import MethodRows as MethodRows
from mofgen.runtime.wire import PropertyRows as PropertyRows

if TYPE_CHECKING:
    from mofgen.runtime.access import ClassObjects as ClassObjects
    from mofgen.runtime.call_errors import JobError as JobError
    from mofgen.runtime.call_errors import JobFailedError as JobFailedError
    from mofgen.runtime.call_errors import JobTimeoutError as JobTimeoutError
    from mofgen.runtime.call_errors import JobVanishedError as JobVanishedError
    from mofgen.runtime.call_errors import MethodError as MethodError
    from mofgen.runtime.codecs.cimxml_reader import from_cimxml as from_cimxml
    from mofgen.runtime.codecs.cimxml_writer import to_cimxml as to_cimxml
    from mofgen.runtime.codecs.errors import CodecError as CodecError
    from mofgen.runtime.codecs.json_text import as_dict as as_dict
    from mofgen.runtime.codecs.json_text import from_dict as from_dict
    from mofgen.runtime.codecs.json_text import from_json as from_json
    from mofgen.runtime.codecs.json_text import to_json as to_json
    from mofgen.runtime.codecs.mof_reader import from_mof as from_mof
    from mofgen.runtime.codecs.mof_writer import to_mof as to_mof
    from mofgen.runtime.codecs.names import UnknownName as UnknownName
    from mofgen.runtime.conditions import Condition as Condition
    from mofgen.runtime.connecting import ConnectError as ConnectError
    from mofgen.runtime.connecting import connect as connect
    from mofgen.runtime.connection import KEYS_ONLY as KEYS_ONLY
    from mofgen.runtime.connection import Connection as Connection
    from mofgen.runtime.connection import Subscription as Subscription
    from mofgen.runtime.editing import changed as changed
    from mofgen.runtime.editing import create as create
    from mofgen.runtime.editing import delete as delete
    from mofgen.runtime.editing import received as received
    from mofgen.runtime.editing import refresh as refresh
    from mofgen.runtime.editing import save as save
    from mofgen.runtime.jobs import Job as Job
    from mofgen.runtime.jobs import Polling as Polling
    from mofgen.runtime.object_sets import ObjectSet as ObjectSet
    from mofgen.runtime.octets import octets_from_text as octets_from_text
    from mofgen.runtime.octets import octets_to_text as octets_to_text
    from mofgen.runtime.octets import pack_octets as pack_octets
    from mofgen.runtime.octets import unpack_octets as unpack_octets
    from mofgen.runtime.outcomes import Outcome as Outcome
    from mofgen.runtime.outcomes import outcome as outcome
    from mofgen.runtime.paths import format_uri as format_uri
    from mofgen.runtime.paths import parse_path as parse_path
    from mofgen.runtime.paths import parse_uri as parse_uri
    from mofgen.runtime.related_objects import Hop as Hop
    from mofgen.runtime.related_objects import Objects as Objects
    from mofgen.runtime.statuses import CimAccessDeniedError as CimAccessDeniedError
    from mofgen.runtime.statuses import CimAlreadyExistsError as CimAlreadyExistsError
    from mofgen.runtime.statuses import (
        CimClassHasChildrenError as CimClassHasChildrenError,
    )
    from mofgen.runtime.statuses import (
        CimClassHasInstancesError as CimClassHasInstancesError,
    )
    from mofgen.runtime.statuses import (
        CimContinuationOnErrorNotSupportedError as CimContinuationOnErrorNotSupportedError,
    )
    from mofgen.runtime.statuses import CimFailedError as CimFailedError
    from mofgen.runtime.statuses import (
        CimFilteredEnumerationNotSupportedError as CimFilteredEnumerationNotSupportedError,
    )
    from mofgen.runtime.statuses import CimInvalidClassError as CimInvalidClassError
    from mofgen.runtime.statuses import (
        CimInvalidEnumerationContextError as CimInvalidEnumerationContextError,
    )
    from mofgen.runtime.statuses import (
        CimInvalidNamespaceError as CimInvalidNamespaceError,
    )
    from mofgen.runtime.statuses import (
        CimInvalidOperationTimeoutError as CimInvalidOperationTimeoutError,
    )
    from mofgen.runtime.statuses import (
        CimInvalidParameterError as CimInvalidParameterError,
    )
    from mofgen.runtime.statuses import CimInvalidQueryError as CimInvalidQueryError
    from mofgen.runtime.statuses import (
        CimInvalidSuperclassError as CimInvalidSuperclassError,
    )
    from mofgen.runtime.statuses import (
        CimMethodNotAvailableError as CimMethodNotAvailableError,
    )
    from mofgen.runtime.statuses import CimMethodNotFoundError as CimMethodNotFoundError
    from mofgen.runtime.statuses import (
        CimNamespaceNotEmptyError as CimNamespaceNotEmptyError,
    )
    from mofgen.runtime.statuses import CimNoSuchPropertyError as CimNoSuchPropertyError
    from mofgen.runtime.statuses import CimNotFoundError as CimNotFoundError
    from mofgen.runtime.statuses import CimNotSupportedError as CimNotSupportedError
    from mofgen.runtime.statuses import (
        CimPullCannotBeAbandonedError as CimPullCannotBeAbandonedError,
    )
    from mofgen.runtime.statuses import (
        CimPullHasBeenAbandonedError as CimPullHasBeenAbandonedError,
    )
    from mofgen.runtime.statuses import (
        CimQueryLanguageNotSupportedError as CimQueryLanguageNotSupportedError,
    )
    from mofgen.runtime.statuses import (
        CimServerIsShuttingDownError as CimServerIsShuttingDownError,
    )
    from mofgen.runtime.statuses import (
        CimServerLimitsExceededError as CimServerLimitsExceededError,
    )
    from mofgen.runtime.statuses import CimStatusError as CimStatusError
    from mofgen.runtime.statuses import CimTypeMismatchError as CimTypeMismatchError
    from mofgen.runtime.statuses import status_error as status_error
    from mofgen.runtime.wmi_errors import WmiAccessDeniedError as WmiAccessDeniedError
    from mofgen.runtime.wmi_errors import WmiAlreadyExistsError as WmiAlreadyExistsError
    from mofgen.runtime.wmi_errors import (
        WmiClassHasChildrenError as WmiClassHasChildrenError,
    )
    from mofgen.runtime.wmi_errors import (
        WmiClassHasInstancesError as WmiClassHasInstancesError,
    )
    from mofgen.runtime.wmi_errors import WmiError as WmiError
    from mofgen.runtime.wmi_errors import WmiFailedError as WmiFailedError
    from mofgen.runtime.wmi_errors import WmiInvalidClassError as WmiInvalidClassError
    from mofgen.runtime.wmi_errors import (
        WmiInvalidNamespaceError as WmiInvalidNamespaceError,
    )
    from mofgen.runtime.wmi_errors import (
        WmiInvalidParameterError as WmiInvalidParameterError,
    )
    from mofgen.runtime.wmi_errors import WmiInvalidQueryError as WmiInvalidQueryError
    from mofgen.runtime.wmi_errors import (
        WmiInvalidSuperclassError as WmiInvalidSuperclassError,
    )
    from mofgen.runtime.wmi_errors import (
        WmiMethodNotAvailableError as WmiMethodNotAvailableError,
    )
    from mofgen.runtime.wmi_errors import (
        WmiMethodNotFoundError as WmiMethodNotFoundError,
    )
    from mofgen.runtime.wmi_errors import (
        WmiNoSuchPropertyError as WmiNoSuchPropertyError,
    )
    from mofgen.runtime.wmi_errors import WmiNotFoundError as WmiNotFoundError
    from mofgen.runtime.wmi_errors import WmiNotSupportedError as WmiNotSupportedError
    from mofgen.runtime.wmi_errors import (
        WmiQueryLanguageNotSupportedError as WmiQueryLanguageNotSupportedError,
    )
    from mofgen.runtime.wmi_errors import (
        WmiServerIsShuttingDownError as WmiServerIsShuttingDownError,
    )
    from mofgen.runtime.wmi_errors import (
        WmiServerLimitsExceededError as WmiServerLimitsExceededError,
    )
    from mofgen.runtime.wmi_errors import WmiTypeMismatchError as WmiTypeMismatchError
    from mofgen.runtime.wmi_errors import wmi_error as wmi_error
    from mofgen.runtime.wql import like_escape as like_escape

# What not every program needs is imported when it is first asked for (PEP 562).
_LATER = {
    "access": "ClassObjects",
    "call_errors": (
        "JobError JobFailedError JobTimeoutError JobVanishedError MethodError"
    ),
    "codecs.cimxml_reader": "from_cimxml",
    "codecs.cimxml_writer": "to_cimxml",
    "codecs.errors": "CodecError",
    "codecs.json_text": "as_dict from_dict from_json to_json",
    "codecs.mof_reader": "from_mof",
    "codecs.mof_writer": "to_mof",
    "codecs.names": "UnknownName",
    "conditions": "Condition",
    "connecting": "ConnectError connect",
    "connection": "KEYS_ONLY Connection Subscription",
    "editing": "changed create delete received refresh save",
    "jobs": "Job Polling",
    "object_sets": "ObjectSet",
    "octets": "octets_from_text octets_to_text pack_octets unpack_octets",
    "outcomes": "Outcome outcome",
    "paths": "format_uri parse_path parse_uri",
    "related_objects": "Hop Objects",
    "statuses": (
        "CimAccessDeniedError CimAlreadyExistsError CimClassHasChildrenError "
        "CimClassHasInstancesError CimContinuationOnErrorNotSupportedError "
        "CimFailedError CimFilteredEnumerationNotSupportedError "
        "CimInvalidClassError CimInvalidEnumerationContextError "
        "CimInvalidNamespaceError CimInvalidOperationTimeoutError "
        "CimInvalidParameterError CimInvalidQueryError "
        "CimInvalidSuperclassError CimMethodNotAvailableError "
        "CimMethodNotFoundError CimNamespaceNotEmptyError "
        "CimNoSuchPropertyError CimNotFoundError CimNotSupportedError "
        "CimPullCannotBeAbandonedError CimPullHasBeenAbandonedError "
        "CimQueryLanguageNotSupportedError CimServerIsShuttingDownError "
        "CimServerLimitsExceededError CimStatusError CimTypeMismatchError "
        "status_error"
    ),
    "wmi_errors": (
        "WmiAccessDeniedError WmiAlreadyExistsError WmiClassHasChildrenError "
        "WmiClassHasInstancesError WmiError WmiFailedError WmiInvalidClassError "
        "WmiInvalidNamespaceError WmiInvalidParameterError WmiInvalidQueryError "
        "WmiInvalidSuperclassError WmiMethodNotAvailableError "
        "WmiMethodNotFoundError WmiNoSuchPropertyError WmiNotFoundError "
        "WmiNotSupportedError WmiQueryLanguageNotSupportedError "
        "WmiServerIsShuttingDownError WmiServerLimitsExceededError "
        "WmiTypeMismatchError wmi_error"
    ),
    "wql": "like_escape",
}
_MODULES = {name: module for module, names in _LATER.items() for name in names.split()}


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
