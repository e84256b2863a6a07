"""The states of the services: each runs for as long as its host does.

Hyper-V's services are parts of one program of the host, which a client can't stop
through itself. Asking for the state in which a service is changes nothing; asking for
another is not supported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import CIM_EnabledLogicalElement, CIM_Service
from hyperv_v2.providers.CIM_Service import CIM_ServiceProvider

from mofgen.provider.stubs import serve
from mofgen.vmms.refusals import COMPLETED, answer
from mofgen.vmms.services import SERVICES

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.datetimes import CimDateTime
    from mofgen.vmms.host import Vmms

_Requested = CIM_EnabledLogicalElement.RequestStateChangeRequestedStateValues
_Answers = CIM_EnabledLogicalElement.RequestStateChangeReturnValues

_NOT_SUPPORTED: Final = 1  # of StartService and StopService


def install(host: Vmms) -> None:
    """Let the services of a host be asked for another state."""
    for cls in SERVICES:
        serve(host.manager.methods, cls, ServiceStates(cls))


class ServiceStates(CIM_ServiceProvider[CIM_Service]):
    """Answers StartService, StopService and RequestStateChange of one service.

    Parameters
    ----------
    cls:
        The class of the service, whose results it gives.
    """

    def __init__(self, cls: type[CIM_Service]) -> None:
        self._cls = cls

    def StartService(
        self, transaction: Transaction, obj: CIM_Service, /
    ) -> CIM_Service.StartServiceResult:
        """Nothing is to be done: it has started."""
        return answer(self._cls.StartServiceResult, COMPLETED)

    def StopService(
        self, transaction: Transaction, obj: CIM_Service, /
    ) -> CIM_Service.StopServiceResult:
        """Not supported: it runs with its host."""
        return answer(self._cls.StopServiceResult, _NOT_SUPPORTED)

    def RequestStateChange(
        self,
        transaction: Transaction,
        obj: CIM_Service,
        /,
        *,
        RequestedState: int | None,
        TimeoutPeriod: CimDateTime | None,
    ) -> CIM_EnabledLogicalElement.RequestStateChangeResult:
        """Only the state in which it is can be asked for."""
        return answer(
            self._cls.RequestStateChangeResult,
            _state_answer(obj, RequestedState, TimeoutPeriod),
        )


def _state_answer(
    service: CIM_Service, requested: int | None, timeout: CimDateTime | None
) -> int:
    if requested is None or not _Requested(int(requested)).is_listed:
        return int(_Answers.INVALID_PARAMETER)
    if timeout is not None and timeout.to_timedelta():
        return int(_Answers.USE_OF_TIMEOUT_PARAMETER_NOT_SUPPORTED)
    if requested == service.EnabledState:
        return int(_Answers.COMPLETED_WITH_NO_ERROR)
    return int(_Answers.NOT_SUPPORTED)
