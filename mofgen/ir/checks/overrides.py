"""What an override must leave as it is, and where keys can be (DSP0004 5.1.2)."""

from __future__ import annotations

from collections.abc import Mapping

from mofgen.ir.findings import Findings, name_place
from mofgen.ir.model import Class, Method, Parameter, Property
from mofgen.mof import tree
from mofgen.mof.diagnostics import Note
from mofgen.mof.source import Source


class OverrideChecks:
    """Compares what a class declares with what it inherits.

    The class of a reference may change freely: DSP0004 wants a subclass of the
    overridden one, but WMI's providers do without, and so do its compilers.

    Parameters
    ----------
    declared:
        Class declarations by lower-case name, for the place of the overridden
        element.
    """

    def __init__(
        self, declared: Mapping[str, tree.ClassDeclaration], findings: Findings
    ) -> None:
        self._declared = declared
        self._findings = findings

    def same_type(
        self, low: tree.Property | tree.Method, high: Property | Method, source: Source
    ) -> None:
        """An override has the type of what it overrides."""
        kind = "Method" if isinstance(low, tree.Method) else "Property"
        verb = "returns" if isinstance(low, tree.Method) else "is"
        if _type(low) != _type(high):
            self._findings.error(
                "override-type",
                f"{kind} {low.name} {verb} {_type(low)}, but what it overrides in "
                f"{high.declared_in} {verb} {_type(high)}",
                name_place(source, low.type_pos, _written_type(low)),
                *self.declared_here(high),
            )

    def same_parameters(self, low: tree.Method, high: Method, source: Source) -> None:
        """Parameters of the same name have the same type in both methods."""
        for parameter in low.parameters:
            above = high.parameters.get(parameter.name.lower())
            if above is not None and _type(parameter) != _type(above):
                self._findings.error(
                    "override-type",
                    f"Parameter {parameter.name} of {low.name} is "
                    f"{_type(parameter)}, but in the method of {high.declared_in} "
                    f"that this overrides it is {_type(above)}",
                    name_place(source, parameter.type_pos, _written_type(parameter)),
                    *self.declared_here(high),
                )

    def key_allowed(
        self, low: tree.Property, high: Property | None, above: Class, source: Source
    ) -> None:
        """A class below one that has keys adds none (DSP0004 5.6.3, Key)."""
        if (high is not None and high.is_key) or not above.keys:
            return
        first = above.keys[0]
        self._findings.error(
            "key-below-keyed-superclass",
            f"{low.name} can't be a key: the superclass {above.name} has keys already",
            name_place(source, low.pos, low.name),
            *self.declared_here(first, f"{first.name} is a key there"),
        )

    def declared_here(
        self, high: Property | Method, message: str = "overridden here"
    ) -> list[Note]:
        """A note with the place where an inherited member is declared."""
        declaration = self._declared.get(high.declared_in.lower())
        if declaration is None:
            return []
        members: list[tree.Property | tree.Method] = [
            *declaration.properties,
            *declaration.methods,
        ]
        for one in members:
            if one.name.lower() == high.name.lower():
                place = name_place(declaration.source, one.pos, one.name)
                return [Note(message, place)]
        return []


def _type(
    element: (
        tree.Property | tree.Method | tree.Parameter | Property | Method | Parameter
    ),
) -> str:
    """The type in words that also tell whether two types are the same."""
    type_ = element.type if isinstance(element.type, str) else element.type.name
    words = {"reference": "a reference", "object": "an embedded object"}
    word = words.get(type_, type_)
    return f"an array of {word}" if element.is_array else word


def _written_type(element: tree.Property | tree.Method | tree.Parameter) -> str:
    return element.type.class_name or element.type.name
