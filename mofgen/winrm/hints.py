"""Empty answers that may mean missing rights: Hyper-V shows strangers nothing.

To users who are no administrators of Hyper-V a host answers as if it had no machine
and no setting. An answer without objects is right as well, so that they look the same.
But every host is a computer system of its own: who does not see that one sees nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from mofgen.runtime.errors import CimError
from mofgen.runtime.names import folded_namespace

_NAMESPACE: Final = folded_namespace("root/virtualization/v2")
_QUERY: Final = "SELECT Name FROM Msvm_ComputerSystem"
_HINT: Final = (
    "the host shows not even itself to this user: who is in none of its groups"
    " Administrators and Hyper-V Administrators gets answers without objects"
)

logger = logging.getLogger(__name__)


class Hints:
    """Looks once, after the first empty answer, whether the user sees anything.

    Parameters
    ----------
    exists:
        Whether a query finds anything in a namespace.
    """

    def __init__(self, exists: Callable[[str, str], bool]) -> None:
        self._exists = exists
        self._has_looked = False
        self._is_blind = False

    def after_nothing(self, namespace: str) -> None:
        """Log a warning, once, where the user sees nothing at all.

        Parameters
        ----------
        namespace:
            Where nothing was found.
        """
        if self._has_looked or folded_namespace(namespace) != _NAMESPACE:
            return
        self._has_looked = True
        try:
            self._is_blind = not self._exists(_QUERY, namespace)
        except CimError:
            return
        if self._is_blind:
            logger.warning("%s", _HINT)

    def noted(self, error: CimError, namespace: str) -> CimError:
        """The error that there is no such object, with a note where that helps."""
        self.after_nothing(namespace)
        if self._is_blind:
            error.add_note(_HINT)
        return error
