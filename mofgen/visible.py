"""Foreign text on a terminal: what would steer the terminal is only shown."""

from __future__ import annotations

import re

# Control characters but tab and line feed, and those that turn the direction of
# writing: with them a description could hide or fake what stands beside it.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """``text`` with every steering character as MOF escapes it, ``\\x001B``."""
    return _STEERING.sub(lambda found: f"\\x{ord(found[0]):04X}", text)
