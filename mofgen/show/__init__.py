"""A class as a person wants to read it.

:func:`view_class` and :func:`view_member` gather what there is to say, as plain
data; :mod:`mofgen.show.text` lays it out.
"""

from __future__ import annotations

from mofgen.show.viewing import UnknownNameError, view_class, view_member

__all__ = ["UnknownNameError", "view_class", "view_member"]
