"""Reading conformance cases: YAML into the case model, strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml
from case_model import STEPS, Case, Sequence, Step, Written

FOLDER: Final = Path(__file__).parent
NAME: Final = re.compile(r"\$(?:\{(\w+(?:\.\w+)*)\}|(\w+(?:\.\w+)*))")
"""``$name`` and ``$name.Property``, in braces where a word or a point follows."""


class CaseError(Exception):
    """A case that is not written as it should be.

    Parameters
    ----------
    path, title:
        The file, and the case in it.
    text:
        What is wrong.
    """

    def __init__(self, path: Path, title: str, text: str) -> None:
        super().__init__(f"{path.name}: {title!r}: {text}")
        self.path = path
        self.title = title


def cases(folder: Path = FOLDER) -> list[Case]:
    """All cases, in the order of files and as they stand in them.

    Parameters
    ----------
    folder:
        Has a folder ``given``, and one for each service.

    Raises
    ------
    CaseError
        For one that is not written as it should be.
    """
    found = []
    for each in cases_and_errors(folder):
        if isinstance(each, CaseError):
            raise each
        found.append(each)
    return found


def cases_and_errors(folder: Path = FOLDER) -> Iterator[Case | CaseError]:
    """The same, with an error for the rest of a file in the place of its cases."""
    given = _sequences(folder)
    for path in sorted(folder.glob("*_*/*.yaml")):  # named like classes
        try:
            yield from _of(path, given)
        except CaseError as error:
            yield error


def _sequences(folder: Path) -> dict[str, Sequence]:
    """What cases may begin with, by name, from all files of ``given``."""
    found: dict[str, Sequence] = {}
    for path in sorted(folder.glob("given/*.yaml")):
        for name, data in _read(path).items():
            if name in found:
                raise CaseError(path, name, "another file has it too")
            try:
                found[name] = msgspec.convert(data, Sequence)
            except msgspec.ValidationError as error:
                raise CaseError(path, name, str(error)) from None
    return found


def _of(path: Path, given: Mapping[str, Sequence]) -> Iterator[Case]:
    for title, data in _read(path).items():
        try:
            yield from _variants(path, title, msgspec.convert(data, Written), given)
        except (msgspec.ValidationError, ValueError, LookupError) as error:
            raise CaseError(path, title, str(error)) from None


def _variants(
    path: Path, title: str, written: Written, given: Mapping[str, Sequence]
) -> Iterator[Case]:
    """The case, once for each combination of the values of ``each``."""
    unused = written.each.keys() - set(_named([written.given, written.steps]))
    if unused:
        raise LookupError(f"nothing uses ${min(unused)}")
    titles: set[str] = set()
    for values in product(*written.each.values()):
        chosen = dict(zip(written.each, values, strict=True))
        begin = _in_order(_filled(written.given, chosen), given)
        steps = [step for name in begin for step in given[name].steps]
        steps += _filled(written.steps, chosen)
        _require_known_names(steps)
        shown = ", ".join(f"{name} {_shown(value)}" for name, value in chosen.items())
        full = f"{title} [{shown}]" if shown else title
        if full in titles:
            raise ValueError(f"two values of each are shown alike: {shown}")
        titles.add(full)
        yield Case(
            path=path,
            title=full,
            host=written.host,
            steps=tuple(map(_step, steps)),
        )


def _shown(value: Any) -> str:
    """A value of ``each`` in a title; of a mapping what says most in few words."""
    if not isinstance(value, dict):
        return str(value)
    said = {
        name: each
        for name, each in value.items()
        if name != "class" and not isinstance(each, dict) and str(each)[:1] != "$"
    }
    return " ".join(f"{name}={each}" for name, each in said.items())


def _in_order(names: Iterable[str], given: Mapping[str, Sequence]) -> list[str]:
    """The names of sequences, each once and behind those that it needs itself."""
    found: dict[str, None] = {}
    for name in names:
        if name not in given:
            raise LookupError(f"no file of given has {name!r}")
        found.update(dict.fromkeys(_in_order(given[name].given, given)))
        found[name] = None
    return list(found)


def _step(data: dict[str, Any]) -> Step:
    kinds = [key for key in data if key in STEPS]
    if len(kinds) != 1:
        raise ValueError(f"this is no step, or several: {data}")
    try:
        return msgspec.convert(data, STEPS[kinds[0]])
    except msgspec.ValidationError as error:
        raise ValueError(f"{error}, in the step {data}") from None


# --- names ---


def _filled(data: Any, values: Mapping[str, Any]) -> Any:
    """``data`` with the values of ``each`` where their names stand."""
    match data:
        case dict():
            return {key: _filled(each, values) for key, each in data.items()}
        case list():
            return [_filled(each, values) for each in data]
        case str():
            whole = NAME.fullmatch(data)
            if whole:
                return _value_of(whole, values)
            return NAME.sub(lambda found: str(_value_of(found, values)), data)
        case _:
            return data


def _value_of(found: re.Match[str], values: Mapping[str, Any]) -> Any:
    """What a name of ``each`` stands for, or the name itself where it is none."""
    first, *keys = name_in(found).split(".")
    if first not in values:
        return found[0]
    value = values[first]
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            raise LookupError(f"{value} has no {key}, for {found[0]}")
        value = value[key]
    return value


def name_in(found: re.Match[str]) -> str:
    """What stands behind the ``$``: a name, perhaps with properties."""
    return found[1] or found[2]


def _require_known_names(steps: Iterable[dict[str, Any]]) -> None:
    """Refuse a ``$name`` that nothing before it keeps."""
    known: set[str] = set()
    for step in steps:
        for name in _named({k: v for k, v in step.items() if k != "keep"}):
            if name not in known:
                raise LookupError(f"nothing before keeps ${name}, in the step {step}")
        known.update(_kept(step.get("keep")))


def _named(data: Any) -> Iterator[str]:
    match data:
        case dict():
            for each in data.values():
                yield from _named(each)
        case list():
            for each in data:
                yield from _named(each)
        case str():
            for found in NAME.finditer(data):
                yield name_in(found).partition(".")[0]


def _kept(names: Any) -> Iterator[str]:
    match names:
        case dict():
            for each in names.values():
                yield from _kept(each)
        case list():
            yield from names
        case str():
            yield names


# --- YAML ---


# The loader that is written in C does the same in a tenth of the time.
_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc, valid-type]
    """YAML 1.2's core schema, in which ``on``, ``no`` and dates are strings."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?\d+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?\d+\.\d+(e[-+]?\d+)?", "-+0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), list(_first)
    )


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = loader.construct_object(key, deep=True)
        if name in found:
            raise yaml.constructor.ConstructorError(
                None, None, f"{name!r} stands here twice", key.start_mark
            )
        found[name] = loader.construct_object(value, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def _read(path: Path) -> dict[str, Any]:
    """A file of named entries."""
    try:
        data = yaml.load(path.read_text("utf-8"), _Loader)
    except yaml.YAMLError as error:
        raise CaseError(path, "", str(error)) from None
    if not isinstance(data, dict):
        raise CaseError(path, "", "one mapping of titles to cases is expected")
    return data
