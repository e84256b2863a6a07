"""How libvirt's driver for Hyper-V reads answers: what it takes, and what breaks it."""

from __future__ import annotations

import io
import re
from typing import Any, Final
from xml.etree import ElementTree

import hyperv_v2
import windows_cimv2
from openwsman_messages import (
    ADDRESSING,
    ENUMERATION,
    SOAP,
    WSMAN,
    EndpointReference,
    resource_uri,
)

from mofgen.runtime.instance import class_table
from mofgen.runtime.properties import Property

Element = ElementTree.Element

_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_BOOLEANS: Final = {
    "true": True,
    "yes": True,
    "1": True,
    "false": False,
    "no": False,
    "0": False,
}
_INTEGER: Final = re.compile(r"([us])int(8|16|32|64)")


class LibvirtError(Exception):
    """An answer that the driver reports as an error, or can't read."""


class Answer:
    """An envelope, with the prefixes that it declares where the driver looks them up.

    Those are the root and the first element of the body.
    """

    root: Element

    def __init__(self, data: bytes) -> None:
        self.prefixes: dict[str, str] = {}
        declared: list[tuple[str, str]] = []
        depth, in_body = 0, False
        for event, it in ElementTree.iterparse(
            io.BytesIO(data), ("start-ns", "start", "end")
        ):
            if event == "start-ns":
                declared.append(it)
            elif event == "start":
                depth += 1
                if depth == 1 or (depth == 3 and in_body):
                    self.prefixes.update(declared)
                declared.clear()
                in_body = in_body or (depth == 2 and it.tag == f"{{{SOAP}}}Body")
                if depth == 1:
                    self.root = it
            else:
                depth -= 1
        self.body = _required(self.root.find(f"{{{SOAP}}}Body"), "a body")
        fault = self.body.find(f"{{{SOAP}}}Fault")
        if fault is not None:
            raise LibvirtError("".join(fault.itertext()))

    def at(self, path: str) -> Element | None:
        """The element at a path, with the prefixes of the answer itself."""
        missing = set(re.findall(r"(\w+):", path)) - self.prefixes.keys()
        if missing:
            raise LibvirtError(f"could not lookup {path}: no prefix {missing}")
        return self.root.find(path, self.prefixes)

    def output(self, method: str, name: str) -> str | None:
        """The text of an out parameter, or of ReturnValue."""
        found = self.at(f"s:Body/p:{method}_OUTPUT/p:{name}")
        return None if found is None else found.text

    def job(self, method: str) -> str:
        """The InstanceID of the job that was started."""
        found = self.at(
            f"s:Body/p:{method}_OUTPUT/p:Job/a:ReferenceParameters/w:SelectorSet"
            "/w:Selector[@Name='InstanceID']"
        )
        return _required(found, "a job").text or ""

    def first_instance_id(self) -> str:
        """What the driver takes for the ID of a resource that was just added."""
        found = self.at(".//w:Selector[@Name='InstanceID']")
        return _required(found, "an InstanceID").text or ""


def context_of(answer: Answer) -> str | None:
    """The enumeration context that goes on; None at the end of the list."""
    found = answer.body[0].find(f"{{{ENUMERATION}}}EnumerationContext")
    return None if found is None else found.text


def only_item(answer: Answer) -> Element | None:
    """The first item of a PullResponse; the driver looks at no other."""
    items = answer.body[0].find(f"{{{ENUMERATION}}}Items")
    if items is None:
        raise LibvirtError("the PullResponse has no Items")
    if len(items) > 1:
        raise LibvirtError(f"{len(items) - 1} items would be lost")
    return items[0] if len(items) else None


def read_object(item: Element, class_name: str) -> dict[str, Any]:
    """The properties of an object of the very class that was asked for.

    Every scalar property has to be there. NULL is nil, but not in an array, where the
    driver would stumble over it.
    """
    uri = resource_uri(class_name)
    if item.tag != f"{{{uri}}}{class_name}":
        raise LibvirtError(f"{item.tag} is no {class_name}: the list would end here")
    cls = getattr(hyperv_v2, class_name, None) or getattr(windows_cimv2, class_name)
    found: dict[str, Any] = {}
    for each in class_table(cls).properties.values():
        elements = item.findall(f"{{{uri}}}{each.name}")
        if each.is_array:
            if any(_NIL in element.attrib for element in elements):
                raise LibvirtError(f"{each.name} has an entry that is NULL")
            found[each.name] = [_value(each, element) for element in elements]
        elif len(elements) != 1:
            raise LibvirtError(f"{len(elements)} instances of element {each.name}")
        else:
            found[each.name] = _value(each, elements[0])
    return found


def read_reference(item: Element) -> EndpointReference:
    """An endpoint reference, to be sent back as it is."""
    if item.tag != f"{{{ADDRESSING}}}EndpointReference":
        raise LibvirtError(f"{item.tag} is no endpoint reference")
    address = _required(item.find(f"{{{ADDRESSING}}}Address"), "an address")
    parameters = _required(
        item.find(f"{{{ADDRESSING}}}ReferenceParameters"), "reference parameters"
    )
    uri = _required(parameters.find(f"{{{WSMAN}}}ResourceURI"), "a resource URI")
    selectors = parameters.findall(f"{{{WSMAN}}}SelectorSet/{{{WSMAN}}}Selector")
    return EndpointReference(
        address.text or "",
        uri.text or "",
        {each.get("Name", ""): each.text or "" for each in selectors},
    )


def _value(of: Property[Any, Any], element: Element) -> Any:
    text = element.text or ""
    if element.get(_NIL) in ("true", "1"):
        # What is NULL reads as true in the driver; no test may rely on it.
        return None
    if of.type == "boolean":
        if text not in _BOOLEANS:
            raise LibvirtError(f"{of.name} is {text!r}, no boolean")
        return _BOOLEANS[text]
    integer = _INTEGER.fullmatch(of.type)
    if integer is None:
        return "".join(element.itertext())
    bits = int(integer[2]) - (integer[1] == "s")
    if not re.fullmatch(r"-?\d+", text):
        raise LibvirtError(f"{of.name} is {text!r}, no number")
    if not -(1 << bits) * (integer[1] == "s") <= int(text) < 1 << bits:
        raise LibvirtError(f"{of.name} is {text}, out of range of {of.type}")
    return int(text)


def _required(found: Element | None, what: str) -> Element:
    if found is None:
        raise LibvirtError(f"the answer has not {what}")
    return found
