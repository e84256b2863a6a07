"""The views as lines of text for people.

A line is made of spans with a style each. Without the styles it is plain text, so
that what a terminal shows and what a pipe gets differ in nothing but color.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mofgen.ir.model import Value
from mofgen.ir.mof_values import literal
from mofgen.show.view import (
    AssociationView,
    ClassView,
    MemberView,
    MethodView,
    ParameterView,
    PropertyView,
    ValueView,
)
from mofgen.visible import visible

SHORT_LIST = 6
"""So many values are listed where not all are asked for."""

_NO_BREAK = "\u00a0"


class Span(NamedTuple):
    """A piece of a line; ``style`` is a style of rich, or nothing."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


def plain(lines: Iterable[Line]) -> str:
    """The lines as plain text."""
    return "".join("".join(s.text for s in line).rstrip() + "\n" for line in lines)


def safe(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with nothing in them that would steer a terminal."""
    for line in lines:
        yield tuple(Span(visible(span.text), span.style) for span in line)


def class_lines(
    view: ClassView, *, width: int = 80, all_values: bool = False
) -> Iterator[Line]:
    """A class: what it is, its properties, its methods, its associations.

    Parameters
    ----------
    width:
        Columns for running text.
    all_values:
        Whether long lists of values are given in full.
    """
    yield (Span(view.name, "bold"), Span(f"  {_nature(view)}", "dim"))
    if view.ancestry:
        yield (Span("  below "), Span(" < ".join(view.ancestry)))
    if view.subclasses:
        yield from _wrapped("  above ", ", ".join(view.subclasses), width)
    yield from _description(view.description, width)
    keys = [p for p in view.properties if p.is_key]
    yield from _properties("Keys", keys, width, all_values)
    others = [p for p in view.properties if not p.is_key]
    for owner in _owners(view, others):
        title = f"Properties of {owner}"
        found = [p for p in others if p.declared_in == owner]
        yield from _properties(title, found, width, all_values)
    for owner in _owners(view, view.methods):
        yield from _heading(f"Methods of {owner}")
        for method in view.methods:
            if method.declared_in == owner:
                yield from _method(method, width, all_values)
    yield from _associations(view.associations)


def member_lines(view: MemberView, *, width: int = 80) -> Iterator[Line]:
    """One member with everything that the schema says of it."""
    member = view.member
    yield (Span(f"{view.class_name}.{member.name}", "bold"), Span(f"  {member.type}"))
    origin = f"  declared by {member.declared_in}"
    if member.class_origin != member.declared_in:
        origin += f", first by {member.class_origin}"
    yield (Span(origin, "dim"),)
    if isinstance(member, PropertyView):
        notes = _property_notes(member)
        if notes:
            yield from _wrapped("  ", ", ".join(notes), width)
    yield from _description(member.description, width)
    if isinstance(member, PropertyView):
        yield from _table("Values", member.values)
        yield from _table("Bits", member.bits)
    else:
        for parameter in member.parameters:
            yield from _heading(f"{parameter.direction} {parameter.name}")
            yield (Span(f"  {_parameter_type(parameter)}"),)
            yield from _description(parameter.description, width, gap=False)
            yield from _table("", parameter.values)
        yield from _table("Returns", member.return_values)
    yield from _qualifiers(view, width)


def _nature(view: ClassView) -> str:
    words = ["deprecated"] * view.deprecated + ["abstract"] * view.is_abstract
    words.append(view.kind)
    if view.provider:
        words.append(f"provided by {view.provider}")
    elif view.is_dynamic:
        words.append("provided dynamically")
    if view.namespace:
        words.append(f"in {view.namespace}")
    return " ".join(words)


def _owners(view: ClassView, members: Iterable[PropertyView | MethodView]) -> list[str]:
    """The classes that declare ``members``, from the class itself upwards."""
    declaring = {member.declared_in for member in members}
    return [name for name in (view.name, *view.ancestry) if name in declaring]


def _properties(
    title: str, members: list[PropertyView], width: int, all_values: bool
) -> Iterator[Line]:
    if not members:
        return
    yield from _heading(title)
    names = max(len(m.name) for m in members)
    types = max(len(m.type) for m in members)
    for member in members:
        yield (
            Span(f"  {member.name:<{names}}", "bold" if member.is_key else ""),
            Span(f"  {member.type:<{types}}", "cyan"),
            Span(f"  {', '.join(_property_notes(member))}", "dim"),
        )
        yield from _values(member.values, 6, width, all_values)
        yield from _values(member.bits, 6, width, all_values, "bit ")


def _property_notes(member: PropertyView) -> list[str]:
    notes = ["key"] * member.is_key
    notes += ["write"] * member.is_writable
    notes += ["required"] * member.is_required
    notes += ["deprecated"] * member.deprecated
    if member.embedded_class:
        notes.append(f"holds {member.embedded_class}")
    if member.units:
        notes.append(f"in {member.units}")
    notes += [f"{name} {value}" for name, value in member.limits.items()]
    if member.default is not None:
        notes.append(f"default {_value_text(member.default)}")
    return notes


def _method(method: MethodView, width: int, all_values: bool) -> Iterator[Line]:
    static = "static " * method.is_static
    yield (
        Span(f"  {method.name}", "bold"),
        Span(f"  {static}{method.type}", "cyan"),
        Span("  deprecated" * method.deprecated, "dim"),
    )
    names = max((len(p.name) for p in method.parameters), default=0)
    for parameter in method.parameters:
        yield (
            Span(f"    {parameter.direction:<6}", "dim"),
            Span(f"  {parameter.name:<{names}}"),
            Span(f"  {_parameter_type(parameter)}", "cyan"),
        )
        yield from _values(parameter.values, 12, width, all_values)
    yield from _values(method.return_values, 4, width, all_values, "returns ")


def _parameter_type(parameter: ParameterView) -> str:
    notes = [parameter.type]
    notes += ["required"] * parameter.is_required
    notes += ["optional"] * parameter.is_optional
    if parameter.embedded_class:
        notes.append(f"holds {parameter.embedded_class}")
    if parameter.units:
        notes.append(f"in {parameter.units}")
    return ", ".join(notes)


def _associations(associations: tuple[AssociationView, ...]) -> Iterator[Line]:
    if not associations:
        return
    yield from _heading("Associations")
    concrete = [a for a in associations if not a.is_abstract]
    names = max((len(a.association) for a in concrete), default=0)
    for item in concrete:
        others = ", ".join(f"{end.role}: {end.class_name}" for end in item.others)
        yield (
            Span(f"  {item.association:<{names}}"),
            Span(f"  as {item.end.role}", "cyan"),
            Span(f"  with {others}" if others else ""),
        )
    abstract = len(associations) - len(concrete)
    if abstract:
        # Nothing stands in them but by way of their subclasses.
        yield (Span(f"  {abstract} more by abstract associations", "dim"),)


def _values(
    values: tuple[ValueView, ...],
    indent: int,
    width: int,
    all_values: bool,
    start: str = "",
) -> Iterator[Line]:
    """Values in running text, the first few where not all are asked for."""
    if not values:
        return
    shown = (
        values if all_values or len(values) <= SHORT_LIST + 1 else values[:SHORT_LIST]
    )
    texts = [_meaning(value) for value in shown]
    if len(shown) < len(values):
        texts.append(f"... ({len(values) - len(shown)} more)")
    # No line may end between a code and its label.
    text = ", ".join(item.replace(" ", _NO_BREAK) for item in texts)
    for (line,) in _wrapped(" " * indent + start, text, width):
        yield (Span(line.text.replace(_NO_BREAK, " "), "dim"),)


def _meaning(value: ValueView) -> str:
    return value.code if value.code == value.label else f"{value.code} {value.label}"


def _table(title: str, values: tuple[ValueView, ...]) -> Iterator[Line]:
    """Values one below the other."""
    if not values:
        return
    if title:
        yield from _heading(title)
    codes = max(len(value.code) for value in values)
    for value in values:
        yield (Span(f"  {value.code:>{codes}}"), Span(f"  {value.label}"))


def _qualifiers(view: MemberView, width: int) -> Iterator[Line]:
    """The qualifiers that nothing above has told of."""
    told = {"description", "values", "valuemap", "bitmap", "bitvalues"}
    rest = {n: v for n, v in view.qualifiers.items() if n.lower() not in told}
    if rest:
        yield from _heading("Qualifiers")
        for name, value in rest.items():
            text = "" if value is True else f" {_value_text(value)}"
            yield from _wrapped(f"  {name}", text, width)


def _description(text: str | None, width: int, *, gap: bool = True) -> Iterator[Line]:
    """The description's paragraphs, wrapped."""
    if not text:
        return
    if gap:
        yield ()
    for paragraph in text.split("\n"):
        if paragraph.strip():
            yield from _wrapped("  ", paragraph.strip(), width)


def _heading(text: str) -> Iterator[Line]:
    yield ()
    yield (Span(text, "bold underline"),)


def _wrapped(start: str, text: str, width: int) -> Iterator[tuple[Span]]:
    """``text`` behind ``start``, further lines indented a little more than that."""
    margin = len(start) - len(start.lstrip())
    lines = textwrap.wrap(
        text,
        max(width, len(start) + 20),
        initial_indent=start,
        subsequent_indent=" " * (margin + 2 * bool(start.strip())),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines or [start]:
        yield (Span(line),)


def _value_text(value: Value) -> str:
    items = value if isinstance(value, tuple) else (value,)
    texts = [
        literal(v, "string") if isinstance(v, bool | int | float | str) else str(v)
        for v in items
    ]
    joined = ", ".join(texts)
    return f"{{{joined}}}" if isinstance(value, tuple) else joined
