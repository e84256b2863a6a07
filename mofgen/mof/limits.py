"""Limits on what is read, since schemas come from strangers.

The largest real schema texts (DMTF 2.49 in one piece: 5.4 MB; the whole of
Windows' ``root\\cimv2``: some 10 MB) stay far below all of them.
"""

from __future__ import annotations

from typing import Final

MAX_FILE_SIZE: Final = 64 * 1024 * 1024
"""Bytes in one file."""

MAX_INCLUDE_DEPTH: Final = 64
"""Files that include each other in one chain."""

MAX_FILES: Final = 20_000
"""Files read in one run, counting a file each time it is included."""

MAX_TEXT: Final = 256 * 1024 * 1024
"""Characters parsed in one run, a file counted each time it is included."""

MAX_NESTING: Final = 64
"""Open braces at one place: instances in values of instances, and so on."""

MAX_NUMBER_LENGTH: Final = 80
"""Characters of a number; a 64-bit binary number with sign has 66."""

MAX_DIAGNOSTICS: Final = 20
"""Errors reported in one run; whoever has more wants to see the first ones."""
