"""``[tool.mofgen.naming]``: the rules for names as a project sets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mofgen.codegen.names import Naming, is_plain
from mofgen.suggest import did_you_mean

_KEYS = ("values-suffix", "result-suffix", "member-style", "rename")
_STYLES = ("upper", "pascal")


class NamingError(Exception):
    """A naming table that can't be used; the message names the key."""


def read_naming(table: Mapping[str, Any]) -> Naming:
    """The rules that the table ``[tool.mofgen.naming]`` gives.

    Raises
    ------
    NamingError
        An unknown key, or a value that does not make Python names.
    """
    for key in table:
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS)
            raise NamingError(f'tool.mofgen.naming: unknown key "{key}"{hint}')
    plain = Naming()
    style = table.get("member-style", plain.member_style)
    if style not in _STYLES:
        raise NamingError(
            f"tool.mofgen.naming.member-style must be {' or '.join(_STYLES)}, "
            f"not {style!r}"
        )
    return Naming(
        values_suffix=_suffix(table, "values-suffix", plain.values_suffix),
        result_suffix=_suffix(table, "result-suffix", plain.result_suffix),
        member_style=style,
        rename=_rename(table.get("rename", {})),
    )


def _suffix(table: Mapping[str, Any], key: str, default: str) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or not f"x{value}".isidentifier() or not value:
        raise NamingError(
            f"tool.mofgen.naming.{key} must be the end of a Python name, not {value!r}"
        )
    return value


def _rename(table: object) -> dict[str, str]:
    if not isinstance(table, dict):
        raise NamingError(f"tool.mofgen.naming.rename must be a table, not {table!r}")
    for path, name in table.items():
        if not isinstance(name, str) or not is_plain(name):
            raise NamingError(
                f'tool.mofgen.naming.rename: "{path}" must get a Python name, '
                f"not {name!r}"
            )
        if path.count(".") not in (1, 2):
            raise NamingError(
                f'tool.mofgen.naming.rename: "{path}" is not Class.Member '
                "or Class.Method.Parameter"
            )
    return {path.lower(): name for path, name in table.items()}
