"""The service: bytes of a request in, bytes of the answer out."""

from __future__ import annotations

import logging
from typing import Final, NamedTuple
from uuid import uuid4

from mofgen.runtime.errors import CimError
from mofgen.server.answers import Answer, Waiting
from mofgen.server.contexts import Contexts
from mofgen.server.enumerations import Enumerations
from mofgen.server.identify import identify_xml, is_identify
from mofgen.server.invocations import invoke, method_of
from mofgen.server.namespaces import Namespaces, Session
from mofgen.server.requests import Call, Handle, require_understood
from mofgen.server.transfer import create, delete, get, put
from mofgen.wsman.envelopes import Request, read_request, write_reply
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
)

_OK: Final = 200
_FAULT: Final = 500
_BAD_REQUEST: Final = 400

logger = logging.getLogger(__name__)


class _Done(NamedTuple):
    action: str
    body: str


class WsmanService:
    """Answers the requests of WS-Management.

    Parameters
    ----------
    namespaces:
        What is served.
    host_name:
        The name of the host, for faults.
    contexts:
        Where enumerations are kept; None for a place of its own.
    """

    def __init__(
        self,
        namespaces: Namespaces,
        *,
        host_name: str = "",
        contexts: Contexts | None = None,
    ) -> None:
        self._namespaces = namespaces
        self._host_name = host_name
        self.contexts = contexts or Contexts()
        enumerations = Enumerations(self.contexts)
        self._handlers: dict[str, Handle] = {
            GET: get,
            PUT: put,
            CREATE: create,
            DELETE: delete,
            ENUMERATE: enumerations.enumerate,
            PULL: enumerations.pull,
            RELEASE: enumerations.release,
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
        try:
            request = read_request(data)
        except MessageError as error:
            fault = Fault("w:SchemaValidationError", str(error))
            return self._fault(Request("", "", ""), fault, _BAD_REQUEST)
        if is_identify(request.body):
            assert request.body is not None
            return Answer(_OK, identify_xml(request.body).encode(), "Identify")
        try:
            done = self._done(Call(request, session, self._namespaces))
        except CimError as error:
            return self._fault(request, fault_of(error))
        except Exception:
            logger.exception("a request failed: %s", request.action)
            return self._fault(request, Fault("w:InternalError", "the service failed"))
        return self._reply(request, done)

    def _done(self, call: Call) -> _Done:
        request = call.request
        require_understood(request)
        handle = self._handlers.get(request.action)
        if handle is not None:
            return _Done(f"{request.action}Response", handle(call))
        method = method_of(request.action, request.resource_uri)
        if method is None:
            said = request.action[:200]
            raise refuse(
                "a:ActionNotSupported",
                f"{said!r} can't be done here" if said else "there is no action",
            )
        return _Done(f"{request.action}Response", invoke(call, method))

    def _reply(self, request: Request, done: _Done) -> Answer:
        text = write_reply(
            done.action, request.message_id, _new_id(), done.body, to=request.reply_to
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
        )
        return Answer(status, text.encode(), _line(request, fault.subcode))


def _new_id() -> str:
    return f"uuid:{str(uuid4()).upper()}"


def _line(request: Request, result: str) -> str:
    action = request.action.rpartition("/")[2] or "?"
    return f"{action} {request.resource_uri.rpartition('/')[2]} {result}"
