"""Calls of methods: an action for each of them (DSP0227 10)."""

from __future__ import annotations

from typing import Final

from mofgen.runtime.codecs.columns import plan
from mofgen.runtime.errors import suggestion
from mofgen.runtime.instance import Instance
from mofgen.runtime.tables import method_names
from mofgen.runtime.wire import class_name
from mofgen.server.objects import object_of
from mofgen.server.requests import Call
from mofgen.wsman.faults import refuse
from mofgen.wsman.parameters import method_messages
from mofgen.wsman.resource_uris import read_resource

_NO_METHOD: Final = 0x8004102E  # WBEM_E_INVALID_METHOD


def method_of(action: str) -> str | None:
    """The method that an action calls; None where it is no call of one.

    The action is the URI of a class, which may be a superclass of that in the
    resource URI, and the method.
    """
    uri, _, method = action.rpartition("/")
    return method if method and read_resource(uri) is not None else None


def invoke(call: Call, method: str) -> str:
    """Call a method of the object, and give what it gave."""
    target = call.target()
    cls = target.only_class
    name = _method(cls, method)
    messages = method_messages(
        cls,
        name,
        target.namespace.name,
        target.namespace.package,
        is_dmtf=target.is_dmtf,
    )
    ref = object_of(target, call.request)
    arguments = messages.read_input(call.request.body)
    given = {key: value for key, value in arguments.items() if value is not None}
    return messages.output_xml(target.connection.invoke(ref, name, given))


def _method(cls: type[Instance], method: str) -> str:
    """The method as the schema spells it.

    Raises
    ------
    FaultError
        Where the class has none of that name.
    """
    names = plan(cls, "method names", method_names)
    found = names.get(method.lower())
    if found is None:
        near = suggestion(method, names.values())
        raise refuse(
            "a:ActionNotSupported",
            f"{class_name(cls)} has no method {method[:100]!r}{near}",
            hresult=_NO_METHOD,
        )
    return found
