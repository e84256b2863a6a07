"""libvirt's driver for Hyper-V, as far as the wire shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from libvirt_replies import (
    Answer,
    LibvirtError,
    context_of,
    only_item,
    read_object,
    read_reference,
)
from openwsman_messages import (
    EndpointReference,
    Parameter,
    Selectors,
    enumerate_message,
    invoke_message,
    pull_message,
)

COMPLETED: Final = 0
STARTED: Final = 4096
_RUNNING: Final = (2, 3, 4, 6)
_JOB_COMPLETED: Final = 7
_MOST_POLLS: Final = 100
MANAGEMENT: Final = "Msvm_VirtualSystemManagementService"

Object = dict[str, Any]


class Carrier(Protocol):
    """Carries messages to a host."""

    def post(self, message: bytes) -> bytes:
        """The answer to a message, a fault too."""
        ...


class LibvirtDriver:
    """A connection of the driver to a host: queries, calls, waiting for jobs.

    Parameters
    ----------
    carrier:
        What carries its messages.

    Attributes
    ----------
    asked:
        The queries and methods that were sent, in order.
    """

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self.asked: list[str] = []

    # --- reading ---

    def query(self, class_name: str, wql: str) -> list[Object]:
        """All objects that a query finds, one Pull for each."""
        items = self._items(class_name, wql, pulled_as=class_name)
        return [read_object(each, class_name) for each in items]

    def one(self, class_name: str, wql: str) -> Object:
        """The only object that a query finds."""
        found = self.query(class_name, wql)
        if len(found) != 1:
            raise LibvirtError(f"{len(found)} objects for {wql}")
        return found[0]

    def references(self, class_name: str, wql: str) -> list[EndpointReference]:
        """Endpoint references, pulled under the name of the service that gets them."""
        items = self._items(class_name, wql, pulled_as=MANAGEMENT, references=True)
        return [read_reference(each) for each in items]

    def associated(self, source: str, class_name: str, via: str = "") -> list[Object]:
        """The objects of a class that are associated with another one."""
        return self.query(class_name, associators(source, class_name, via))

    # --- calling ---

    def call(
        self,
        class_name: str,
        selectors: Selectors,
        method: str,
        parameters: Mapping[str, Parameter],
    ) -> Answer:
        """Call a method, and wait for its job if there is one."""
        self.asked.append(method)
        answer = self.send(invoke_message(class_name, method, selectors, parameters))
        code = int(answer.output(method, "ReturnValue") or -1)
        if code == STARTED:
            self._wait(answer.job(method))
        elif code != COMPLETED:
            raise LibvirtError(f"{method} returned {code}")
        return answer

    def manage(self, method: str, **parameters: Parameter) -> Answer:
        """Call a method of the service that manages machines, by part of its keys."""
        return self.call(
            MANAGEMENT, {"CreationClassName": MANAGEMENT}, method, parameters
        )

    def _wait(self, job_id: str) -> None:
        text = job_id.replace("\\", "\\\\").replace("'", "\\'")
        wql = f"SELECT * FROM Msvm_ConcreteJob WHERE InstanceID = '{text}'"
        for _ in range(_MOST_POLLS):
            job = self.one("Msvm_ConcreteJob", wql)
            if job["JobState"] == _JOB_COMPLETED:
                return
            if job["JobState"] not in _RUNNING:
                raise LibvirtError(
                    f"the job ended in {job['JobState']}: {job['ErrorDescription']}"
                )
        raise LibvirtError("the job does not end")

    # --- messages ---

    def _items(
        self, class_name: str, wql: str, *, pulled_as: str, references: bool = False
    ) -> list[Any]:
        self.asked.append(wql)
        answer = self.send(enumerate_message(class_name, wql, references=references))
        found = []
        context = context_of(answer)
        while context:
            answer = self.send(pull_message(pulled_as, context))
            item = only_item(answer)
            if item is not None:
                found.append(item)
            context = context_of(answer)
        return found

    def send(self, message: bytes) -> Answer:
        """The answer to a message; an error where it is a fault."""
        return Answer(self._carrier.post(message))


def associators(source: str, class_name: str, via: str = "") -> str:
    """The query for what is associated; ``via`` names the association."""
    by = f"AssocClass = {via} " if via else ""
    return f"ASSOCIATORS OF {{{source}}} WHERE {by}ResultClass = {class_name}"


def quoted(text: str) -> str:
    """Text as it stands in a query of the driver."""
    return text.replace("\\", "\\\\").replace("'", "\\'")
