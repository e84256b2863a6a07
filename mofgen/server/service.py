"""The service: bytes of a request in, bytes of the answer out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final
from uuid import uuid4

from mofgen.runtime.codecs.cimxml_values import escaped
from mofgen.runtime.errors import CimError
from mofgen.server.answers import Answer, Content, Pending, Waiting
from mofgen.server.contexts import Contexts
from mofgen.server.enumerations import Enumerations
from mofgen.server.eventing import Eventing
from mofgen.server.identify import identify_xml, is_identify
from mofgen.server.invocations import invoke, method_of
from mofgen.server.namespaces import Namespaces, Session
from mofgen.server.requests import Call, Handle, require_understood
from mofgen.server.subscriptions import Subscriptions
from mofgen.server.transfer import create, delete, get, put
from mofgen.wsman.endpoint_references import quoted
from mofgen.wsman.envelopes import (
    Request,
    message_id_of,
    read_envelope,
    read_request_parts,
    write_reply,
)
from mofgen.wsman.errors import MessageError
from mofgen.wsman.faults import Fault, fault_of, fault_xml, refuse
from mofgen.wsman.uris import (
    CREATE,
    DELETE,
    ENUMERATE,
    GET,
    PULL,
    PUT,
    RELEASE,
    RENEW,
    SUBSCRIBE,
    UNSUBSCRIBE,
)

_OK: Final = 200
_FAULT: Final = 500
_BAD_REQUEST: Final = 400
_LONGEST_LINE: Final = 200

logger = logging.getLogger(__name__)


class WsmanService:
    """Answers the requests of WS-Management.

    It may be asked from several threads at a time.

    Parameters
    ----------
    namespaces:
        What is served.
    host_name:
        The name of the host, for faults.
    contexts:
        Where enumerations are kept; None for a place of its own.
    subscriptions:
        Where subscriptions are kept, likewise.

    Attributes
    ----------
    handlers:
        What answers the actions that are no calls of methods.
    """

    def __init__(
        self,
        namespaces: Namespaces,
        *,
        host_name: str = "",
        contexts: Contexts | None = None,
        subscriptions: Subscriptions | None = None,
    ) -> None:
        self._namespaces = namespaces
        self._host_name = host_name
        self.contexts = Contexts() if contexts is None else contexts
        self.subscriptions = Subscriptions() if subscriptions is None else subscriptions
        self._enumerations = Enumerations(self.contexts)
        self._eventing = Eventing(self.subscriptions)
        self.handlers: dict[str, Handle] = {
            GET: get,
            PUT: put,
            CREATE: create,
            DELETE: delete,
            ENUMERATE: self._enumerations.enumerate,
            PULL: self._pull,
            RELEASE: self._release,
            SUBSCRIBE: self._eventing.subscribe,
            RENEW: self._eventing.renew,
            UNSUBSCRIBE: self._eventing.unsubscribe,
        }

    def answer(self, data: bytes, session: Session) -> Answer | Waiting:
        """The answer to a request; a fault where it can't be granted.

        Parameters
        ----------
        data:
            The envelope.
        session:
            Who sent it.
        """
        unknown = Request("", "", "")
        try:
            header, body = read_envelope(data)
        except MessageError as error:
            return self._fault(unknown, fault_of(error), _BAD_REQUEST)
        except Exception:
            return self._failed(unknown)
        if is_identify(body):
            return Answer(_OK, identify_xml(body).encode(), "Identify")
        try:
            request = read_request_parts(header, body)
        except MessageError as error:
            known = Request("", "", message_id_of(header))
            return self._fault(known, fault_of(error))
        return self._attempt(
            request, lambda: self._ask(Call(request, session, self._namespaces))
        )

    def close(self) -> None:
        """End all subscriptions; who waits for events is told."""
        self.subscriptions.close()

    def _pull(self, call: Call) -> Pending | str:
        return self._eventing.pull(call) or self._enumerations.pull(call)

    def _release(self, call: Call) -> str:
        ended = self._eventing.release(call)
        return self._enumerations.release(call) if ended is None else ended

    def _attempt(
        self, request: Request, ask: Callable[[], Content | Pending | str]
    ) -> Answer | Waiting:
        """The answer that says what ``ask`` gives, or the fault that it raises."""
        try:
            said = ask()
            if isinstance(said, str):
                return self._reply(request, Content(said))
            if isinstance(said, Content):
                return self._reply(request, said)
        except CimError as error:
            return self._fault(request, fault_of(error))
        except Exception:
            return self._failed(request)
        return _Wait(said, lambda is_over: self._waited(request, said, is_over))

    def _waited(
        self, request: Request, pending: Pending, is_over: bool
    ) -> Answer | None:
        try:
            said = pending.content(is_over=is_over)
            return None if said is None else self._reply(request, said)
        except CimError as error:
            return self._fault(request, fault_of(error))
        except Exception:
            return self._failed(request)

    def _ask(self, call: Call) -> Content | Pending | str:
        request = call.request
        require_understood(request)
        handle = self.handlers.get(request.action)
        if handle is not None:
            return handle(call)
        method = method_of(request.action)
        if method is None:
            raise refuse(
                "a:ActionNotSupported", f"{request.action[:200]!r} can't be done here"
            )
        return invoke(call, method)

    def _reply(self, request: Request, said: Content) -> Answer:
        text = write_reply(
            f"{request.action}Response",
            request.message_id,
            _new_id(),
            said.body,
            to=request.reply_to,
            headers=said.headers,
        )
        body = text.encode()
        limit = request.max_envelope_size
        if limit is not None and len(body) > limit:
            reason = f"the answer has {len(body)} bytes, but may have {limit}"
            fault = Fault("w:EncodingLimit", reason, "MaxEnvelopeSize")
            return self._fault(request, fault)
        return Answer(_OK, body, _line(request, "ok"))

    def _fault(self, request: Request, fault: Fault, status: int = _FAULT) -> Answer:
        text = write_reply(
            fault.action,
            request.message_id,
            _new_id(),
            fault_xml(fault, self._host_name),
            to=request.reply_to,
            headers="".join(map(_not_understood, request.not_understood)),
        )
        return Answer(status, text.encode(), _line(request, fault.subcode))

    def _failed(self, request: Request) -> Answer:
        logger.exception("a request failed: %s", _line(request, "?"))
        return self._fault(request, Fault("w:InternalError", "the service failed"))


class _Wait:
    """A :class:`~mofgen.server.answers.Waiting` for what is pending."""

    def __init__(
        self, pending: Pending, answer: Callable[[bool], Answer | None]
    ) -> None:
        self._pending = pending
        self._answer = answer

    @property
    def seconds(self) -> float:
        return self._pending.seconds

    def ready(self, *, is_over: bool = False) -> Answer | None:
        return self._answer(is_over)

    def wake(self, call: Callable[[], None]) -> None:
        self._pending.wake(call)


def _new_id() -> str:
    return f"uuid:{str(uuid4()).upper()}"


def _not_understood(tag: str) -> str:
    """The header that names one that was not understood (SOAP 1.2, 5.4.8)."""
    space, _, name = tag.rpartition("}")
    if not space:
        return f'<s:NotUnderstood qname="{escaped(name)}"/>'
    declared = f'xmlns:u="{quoted(space[1:])}"'
    return f'<s:NotUnderstood qname="u:{escaped(name)}" {declared}/>'


def _line(request: Request, result: str) -> str:
    action = request.action.rpartition("/")[2] or "?"
    line = f"{action} {request.resource_uri.rpartition('/')[2]} {result}"
    # It comes from a stranger and goes into a log: one line, and not a long one.
    line = line[:_LONGEST_LINE]
    if line.isprintable():
        return line
    return "".join(each if each.isprintable() else "?" for each in line)
