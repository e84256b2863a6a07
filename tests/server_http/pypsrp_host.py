"""A host as programs with pypsrp's ``WSMan`` see it: elements in, elements out.

Nothing of mofgen's own client is in it, nor of what reads and writes messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, fromstring

from pypsrp.wsman import NAMESPACES, SelectorSet, WSMan

WMI: Final = "http://schemas.microsoft.com/wbem/wsman/1/wmi"
WQL: Final = "http://schemas.microsoft.com/wbem/wsman/1/WQL"
V2: Final = f"{WMI}/root/virtualization/v2"
PREFIXES: Final = " ".join(
    f'xmlns:{k}="{v}"' for k, v in NAMESPACES.items() if k != "xml"
)


class Host:
    """A host, and the usual shapes of what is asked of it.

    Parameters
    ----------
    client:
        Asks.
    base:
        What stands before the names of classes in URIs.
    """

    def __init__(self, client: WSMan, base: str = V2) -> None:
        self.client = client
        self.base = base

    def get(self, name: str, **keys: str) -> Element:
        """An object by its keys."""
        body = self.client.get(f"{self.base}/{name}", selector_set=selectors(keys))
        return body[0]

    def enumerate(self, name: str, within: str = "") -> Element:
        """The answer to an Enumerate with these elements."""
        asked = xml(f"<wsen:Enumerate {PREFIXES}>{within}</wsen:Enumerate>")
        return self.client.enumerate(f"{self.base}/{name}", asked)[0]

    def query(self, wql: str, mode: str = "") -> list[Element]:
        """All that a query finds, one object at a time."""
        text = f'{mode}<wsman:Filter Dialect="{WQL}">{wql}</wsman:Filter>'
        return [one for some in self.pulls(self.enumerate("*", text)) for one in some]

    def pulls(self, answer: Element, within: str = "") -> Iterator[list[Element]]:
        """The items of each Pull until the enumeration ends.

        Parameters
        ----------
        answer:
            That of the Enumerate.
        within:
            What each Pull has beside the context.
        """
        while context := answer.findtext("wsen:EnumerationContext", None, NAMESPACES):
            answer = self.ask("pull", context, within)[0]
            yield items(answer)

    def ask(self, operation: str, context: str, within: str = "") -> Element:
        """The body of the answer to a Pull or a Release."""
        name = operation.capitalize()
        asked = xml(
            f"<wsen:{name} {PREFIXES}><wsen:EnumerationContext>{context}"
            f"</wsen:EnumerationContext>{within}</wsen:{name}>"
        )
        action = f"{NAMESPACES['wsen']}/{name}"
        answer = self.client.invoke(action, f"{self.base}/*", asked)
        body = answer.find("s:Body", NAMESPACES)
        assert body is not None
        return body

    def invoke(
        self,
        name: str,
        method: str,
        *parameters: tuple[str, str | Element],
        **keys: str,
    ) -> Element:
        """The answer to a call.

        Parameters
        ----------
        name, keys:
            The class and the keys of the object.
        method, parameters:
            What is called, and names with text or with the reference to an object; an
            array is several of one name.
        """
        uri = f"{self.base}/{name}"
        asked = Element(f"{{{uri}}}{method}_INPUT")
        for parameter, value in parameters:
            element = SubElement(asked, f"{{{uri}}}{parameter}")
            if isinstance(value, str):
                element.text = value
            else:
                element.extend(value)
        answer = self.client.invoke(
            f"{uri}/{method}", uri, asked, selector_set=selectors(keys)
        )
        body = answer.find("s:Body", NAMESPACES)
        assert body is not None
        return body[0]


def xml(text: str) -> Element:
    """The element that a text is."""
    return fromstring(text)


def selectors(keys: Mapping[str, str]) -> SelectorSet:
    """Keys as pypsrp has them."""
    found = SelectorSet()
    for name, value in keys.items():
        found.add_option(name, value)
    return found


def items(answer: Element) -> list[Element]:
    """What an answer brings; the first ones stand in another namespace."""
    for space in ("wsen", "wsman"):
        found = answer.find(f"{space}:Items", NAMESPACES)
        if found is not None:
            return list(found)
    return []


def value(obj: Element, name: str) -> str | None:
    """The text of a property or of a parameter; None for NULL."""
    space = obj.tag.partition("}")[0]
    found = obj.find(f"{space}}}{name}")
    assert found is not None, f"there is no {name}"
    return found.text


def reference(obj: Element) -> dict[str, str]:
    """The keys in a reference."""
    found = obj.findall(".//wsman:Selector", NAMESPACES)
    return {each.attrib["Name"]: each.text or "" for each in found}
