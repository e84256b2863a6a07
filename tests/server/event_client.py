"""A client that subscribes with messages of its own, and a clock that it can turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import hyperv_v2
from hyperv_v2 import Msvm_VirtualSystemManagementService as Service
from hyperv_v2 import Msvm_VirtualSystemSettingData as Settings

from mofgen.runtime.instance import Instance
from mofgen.server.answers import Answer, Waiting
from mofgen.server.namespaces import Namespace, Namespaces, Session
from mofgen.server.service import WsmanService
from mofgen.server.subscriptions import Subscriptions
from mofgen.vmms import Vmms
from mofgen.wsman.envelopes import Reply, Request, read_reply, write_request
from mofgen.wsman.faults import Fault, read_fault
from mofgen.wsman.instance_reader import read_instance
from mofgen.wsman.resource_uris import Resource
from mofgen.wsman.uris import (
    ENUMERATION,
    EVENTING,
    PULL,
    PULL_DELIVERY,
    RELEASE,
    RENEW,
    SUBSCRIBE,
    UNSUBSCRIBE,
    WQL,
)
from mofgen.wsman.xml_text import Element, children, text_of

NAMESPACE = "root/virtualization/v2"
MADE = (
    "SELECT * FROM __InstanceCreationEvent WITHIN 2"
    " WHERE TargetInstance ISA 'Msvm_ComputerSystem'"
)
CHANGED = MADE.replace("Creation", "Modification")


@dataclass
class Clock:
    """Time that goes on when it is told to."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class EventClient:
    """A client, the service, and the host behind it."""

    host: Vmms = field(default_factory=Vmms)
    clock: Clock = field(default_factory=Clock)
    session: Session = field(default_factory=lambda: Session("Administrator"))
    most: int = 10
    most_waiting: int = 1000

    def __post_init__(self) -> None:
        self.service = WsmanService(
            Namespaces(
                [
                    Namespace(
                        NAMESPACE,
                        hyperv_v2,
                        lambda session: self.host.connect(
                            administrator=session.is_administrator
                        ),
                    )
                ]
            ),
            subscriptions=Subscriptions(
                self.clock, most=self.most, most_waiting=self.most_waiting
            ),
        )

    # --- what clients ask ---

    def subscribe(
        self, query: str = MADE, *, within: str = "", mode: str = PULL_DELIVERY
    ) -> str:
        """Subscribe, and give the context."""
        answer = self.asked_to_subscribe(query, within=within, mode=mode)
        body = reply_of(answer).body
        assert body is not None
        return text_of(body.find(f"{{{ENUMERATION}}}EnumerationContext"))

    def asked_to_subscribe(
        self,
        query: str = MADE,
        *,
        within: str = "",
        mode: str = PULL_DELIVERY,
        dialect: str = WQL,
        expires: str = "",
        more: str = "",
    ) -> Answer | Waiting:
        """What is answered to a Subscribe; ``within`` stands in its Delivery."""
        ends = f"<e:Expires>{expires}</e:Expires>" if expires else ""
        return self.ask(
            SUBSCRIBE,
            f'<e:Subscribe xmlns:e="{EVENTING}">'
            f'<e:Delivery Mode="{mode}">{within}</e:Delivery>{ends}'
            f'<w:Filter Dialect="{dialect}">{query}</w:Filter>{more}</e:Subscribe>',
        )

    def pull(self, context: str, *, count: int = 100, **headers: Any) -> Any:
        """What is answered to a Pull."""
        return self.ask(
            PULL,
            f'<n:Pull xmlns:n="{ENUMERATION}"><n:EnumerationContext>{context}'
            f"</n:EnumerationContext><n:MaxElements>{count}</n:MaxElements></n:Pull>",
            **headers,
        )

    def events(self, context: str, *, count: int = 100) -> list[Instance]:
        """The events that are there."""
        answer = self.pull(context, count=count).ready()
        return [] if answer is None else events_of(answer)

    def release(self, context: str) -> Answer | Waiting:
        """What is answered to a Release."""
        return self.ask(
            RELEASE,
            f'<n:Release xmlns:n="{ENUMERATION}"><n:EnumerationContext>{context}'
            "</n:EnumerationContext></n:Release>",
        )

    def renew(self, identifier: str, expires: str) -> Answer | Waiting:
        """What is answered to a Renew."""
        return self.ask(
            RENEW,
            f'<e:Renew xmlns:e="{EVENTING}"><e:Expires>{expires}</e:Expires></e:Renew>',
            identifier=identifier,
        )

    def unsubscribe(self, identifier: str) -> Answer | Waiting:
        """What is answered to an Unsubscribe."""
        body = f'<e:Unsubscribe xmlns:e="{EVENTING}"/>'
        return self.ask(UNSUBSCRIBE, body, identifier=identifier)

    def ask(self, action: str, body: str, **headers: Any) -> Answer | Waiting:
        """The answer to a message."""
        uri = Resource("*", NAMESPACE).uri
        request = Request(action, uri, "uuid:1", **headers)
        message = write_request(request, body).encode()
        return self.service.answer(message, self.session)

    # --- what happens on the host ---

    def define(self, name: str) -> None:
        """Make a machine."""
        with self.host.connect() as connection:
            (service,) = connection.enumerate(Service)
            service.DefineSystem(SystemSettings=Settings(ElementName=name))


def reply_of(answer: Any) -> Reply:
    """An answer as it is read, which is no fault."""
    assert isinstance(answer, Answer), "it waits"
    assert answer.status == 200, answer.body.decode()
    return read_reply(answer.body)


def fault_in(answer: Any) -> Fault:
    """The fault that an answer is."""
    assert isinstance(answer, Answer), "it waits"
    fault = read_fault(read_reply(answer.body).body)
    assert fault is not None, answer.body.decode()
    return fault


def items_of(answer: Any) -> list[Element]:
    """What an answer to a Pull holds."""
    body = reply_of(answer).body
    assert body is not None
    return list(children(body.find(f"{{{ENUMERATION}}}Items")))


def events_of(answer: Any) -> list[Instance]:
    """The events in an answer to a Pull."""
    return [read_instance(each, hyperv_v2) for each in items_of(answer)]
