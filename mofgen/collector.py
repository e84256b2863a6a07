"""Python's garbage collector, held off where it has nothing to find."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_off() -> Iterator[None]:
    """Hold the collector off while many small objects without cycles are made.

    It would look through all of them again and again, and find nothing. Afterwards
    they count as old, so that the next look at young objects leaves them out too.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # else the application has frozen its own
                gc.freeze()
                gc.unfreeze()
            gc.enable()
