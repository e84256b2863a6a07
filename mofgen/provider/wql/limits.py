"""Limits on a query, since queries come from strangers."""

from __future__ import annotations

from typing import Final

MAX_LENGTH: Final = 65_536
"""Characters of a query; real clients send a few hundred."""

MAX_NESTING: Final = 64
"""Parentheses and NOTs that are open at one place of a condition."""

MAX_CACHED: Final = 512
"""Latest queries whose trees are kept, so that a repeated one is not read again."""

MAX_CACHED_LENGTH: Final = 4_096
"""Characters of a query that is kept; longer ones are read each time."""

MAX_NUMBER_LENGTH: Final = 80
"""Characters of a number."""
