"""A client that says each message as it is on the wire, without a socket."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import hyperv_v2
from hyperv_v2 import Msvm_VirtualSystemManagementService as Service
from hyperv_v2 import Msvm_VirtualSystemSettingData as Settings

from mofgen.runtime.connection import Connection
from mofgen.server.answers import Answer
from mofgen.server.contexts import Contexts
from mofgen.server.namespaces import Namespace, Namespaces, Session
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms
from mofgen.wsman.envelopes import Reply, Request, read_reply, write_request
from mofgen.wsman.faults import Fault, read_fault
from mofgen.wsman.resource_uris import WMI
from mofgen.wsman.uris import (
    ADDRESSING,
    ENUMERATE,
    ENUMERATION,
    PULL,
    RELEASE,
    WQL,
    WSMAN,
    XSI,
)
from mofgen.wsman.xml_text import Element, children, local_name, text_of

V2 = "root/virtualization/v2"
BASE = f"{WMI}{V2}/"
NIL = f"{{{XSI}}}nil"
FIRST = "<w:OptimizeEnumeration/>"


class WireClient:
    """A client of a service over one namespace.

    Parameters
    ----------
    connection:
        What is served.
    package, namespace:
        Its classes, and where they are.
    contexts:
        Where the service keeps enumerations.
    """

    def __init__(
        self,
        connection: Connection,
        package: ModuleType = hyperv_v2,
        namespace: str = V2,
        contexts: Contexts | None = None,
    ) -> None:
        served = Namespace(namespace, package, lambda session: connection)
        self.connection = connection
        self.session = Session("Administrator")
        self.base = f"{WMI}{namespace}/"
        self.service = WsmanService(
            Namespaces([served]), host_name="HYPERV01", contexts=contexts
        )

    def send(self, message: str | bytes) -> Answer:
        """The answer to the text of a message."""
        data = message.encode() if isinstance(message, str) else message
        answer = self.service.answer(data, self.session)
        assert isinstance(answer, Answer), "it waits"
        return answer

    def ask(
        self,
        action: str,
        of: str,
        body: str = "",
        selectors: Mapping[str, Any] | None = None,
        **headers: Any,
    ) -> Answer:
        """The answer to a request; ``of`` is a class or a whole resource URI."""
        uri = of if ":" in of else f"{self.base}{of}"
        request = Request(action, uri, "uuid:1", selectors=selectors or {}, **headers)
        return self.send(write_request(request, body))

    def invoke(
        self,
        cls: str,
        method: str,
        parameters: str = "",
        selectors: Mapping[str, Any] | None = None,
    ) -> Answer:
        """The answer to a call; ``parameters`` have the prefix ``r``."""
        uri = f"{self.base}{cls}"
        body = f'<r:{method}_INPUT xmlns:r="{uri}">{parameters}</r:{method}_INPUT>'
        return self.ask(f"{uri}/{method}", uri, body, selectors)

    def enumerate(self, of: str, within: str = "", **headers: Any) -> Answer:
        """The answer to an Enumerate."""
        body = f'<n:Enumerate xmlns:n="{ENUMERATION}">{within}</n:Enumerate>'
        return self.ask(ENUMERATE, of, body, **headers)

    def pull(
        self, context: str, within: str = "", of: str = "*", **more: Any
    ) -> Answer:
        """The answer to a Pull."""
        return self._with_context(PULL, "Pull", context, within, of, **more)

    def release(self, context: str) -> Answer:
        """The answer to a Release."""
        return self._with_context(RELEASE, "Release", context, "", "*")

    def _with_context(
        self, action: str, name: str, context: str, within: str, of: str, **more: Any
    ) -> Answer:
        body = (
            f'<n:{name} xmlns:n="{ENUMERATION}"><n:EnumerationContext>{context}'
            f"</n:EnumerationContext>{within}</n:{name}>"
        )
        return self.ask(action, of, body, **more)

    def query(self, text: str, within: str = "") -> list[Element]:
        """All that a query finds; its text is as XML has it."""
        return self.everything(
            "*", f'{within}<w:Filter Dialect="{WQL}">{text}</w:Filter>'
        )

    def everything(self, of: str, within: str = "") -> list[Element]:
        """All items of an enumeration, pulled as libvirt does: one at a time."""
        reply = reply_of(self.enumerate(of, within))
        found = []
        while context := context_of(reply):
            reply = reply_of(self.pull(context))
            items = items_of(reply)
            assert len(items) <= 1
            found += items
        return found


def client_of(host: Vmms, *machines: str, **options: Any) -> WireClient:
    """A client of a host that gets machines of these names."""
    connection = host.connect()
    (service,) = connection.enumerate(Service)
    for each in machines:
        service.DefineSystem(SystemSettings=Settings(ElementName=each))
    return WireClient(connection, **options)


def reply_of(answer: Answer) -> Reply:
    """An answer as it is read, which is no fault."""
    assert answer.status == 200, answer.body.decode()
    return read_reply(answer.body)


def body_of(answer: Answer) -> Element:
    """What is in the body of an answer that is no fault."""
    body = reply_of(answer).body
    assert body is not None, "the body is empty"
    return body


def fault_of(answer: Answer) -> Fault:
    """The fault that an answer is."""
    fault = read_fault(read_reply(answer.body).body)
    assert fault is not None, answer.body.decode()
    return fault


def refusal(answer: Answer) -> tuple[str, str | None]:
    """Subcode and detail of the fault that an answer is."""
    fault = fault_of(answer)
    return fault.subcode, fault.detail


def context_of(reply: Reply) -> str:
    """The enumeration context in an answer; empty where there is none."""
    assert reply.body is not None
    return text_of(reply.body.find(f"{{{ENUMERATION}}}EnumerationContext"))


def items_of(reply: Reply) -> list[Element]:
    """The items in an answer, which has to say that it has some, or none."""
    assert reply.body is not None
    found = [each for each in reply.body if local_name(each) == "Items"]
    assert len(found) == 1, "there is one element Items"
    return list(children(found[0]))


def is_last(reply: Reply) -> bool:
    """Whether an answer says that nothing comes after it."""
    assert reply.body is not None
    return any(local_name(each) == "EndOfSequence" for each in reply.body)


def value(element: Element, name: str) -> str:
    """The text of a property or parameter, found by its name alone."""
    (found,) = (each for each in children(element) if local_name(each) == name)
    return found.text or ""


def selectors_of(element: Element) -> dict[str, str]:
    """The selectors of an endpoint reference, by name."""
    return {
        each.get("Name", ""): each.text or ""
        for each in element.iter(f"{{{WSMAN}}}Selector")
    }


def reference_xml(element: Element) -> str:
    """What a client copies of an endpoint reference into its next request."""
    uri = next(element.iter(f"{{{WSMAN}}}ResourceURI")).text
    selectors = "".join(
        f'<w:Selector Name="{name}">{text}</w:Selector>'
        for name, text in selectors_of(element).items()
    )
    address = text_of(next(element.iter(f"{{{ADDRESSING}}}Address")))
    return (
        f"<a:Address>{address}</a:Address><a:ReferenceParameters><w:ResourceURI>{uri}"
        f"</w:ResourceURI><w:SelectorSet>{selectors}</w:SelectorSet>"
        "</a:ReferenceParameters>"
    )
