"""What the readers refuse for its size alone, and the writers do not write.

The texts come from other machines, so nothing that they ask for may cost more than
its length: these are the bounds. An instance of a real host stays far below.
"""

from __future__ import annotations

from typing import Final

MAX_CHARACTERS: Final = 16 * 2**20
"""Longest text that is read."""

MAX_ELEMENTS: Final = 250_000
"""Most XML elements in one text, those that are skipped too."""

MAX_DEPTH: Final = 64
"""Deepest nesting of XML elements, or of JSON and MOF values, in one text."""

MAX_ATTRIBUTE: Final = 4096
"""Longest value of an XML attribute; all that CIM-XML has are names and words."""

MAX_EMBEDDED: Final = 16
"""Deepest nesting of embedded instances, whether written as elements or as text."""
