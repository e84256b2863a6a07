"""Why mofgen and pywbem differ: every known difference, with its reason.

The first rule that explains a difference counts it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.schema_facts import Facts, Path


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact on which the two sides differ.

    Parameters
    ----------
    path:
        The element, or the qualifier of one.
    fact:
        Which fact of it; empty where only one side has the element at all.
    ours, theirs:
        What mofgen and pywbem say.
    context:
        All facts of mofgen's about the class.
    """

    path: Path
    fact: str
    ours: object
    theirs: object
    context: Facts

    def facts_of_ours(self, *names: str) -> tuple[object, ...]:
        """Other facts of the element, as mofgen has them."""
        known = self.context[self.path]
        return tuple(known[name] for name in names)

    def __str__(self) -> str:
        what = ".".join(self.path) + (f" {self.fact}" if self.fact else "")
        return f"{what}: mofgen {self.ours!r:.200}, pywbem {self.theirs!r:.200}"


@dataclass(frozen=True, slots=True)
class Rule:
    """An explanation for differences of one kind."""

    name: str
    reason: str
    explains: Callable[[Difference], bool]


def _lost_apostrophes(difference: Difference) -> bool:
    return (
        difference.fact == "value"
        and difference.ours != difference.theirs
        and _without_apostrophes(difference.ours) == difference.theirs
    )


def _without_apostrophes(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_without_apostrophes(item) for item in value)
    return value.replace("'", "") if isinstance(value, str) else value


def _unsaid_flavor(difference: Difference) -> bool:
    return (
        _is_qualifier(difference)
        and len(difference.path) == 4  # of a parameter
        and difference.fact in ("to_subclass", "overridable")
        and (difference.ours, difference.theirs) == (True, None)
    )


def _override_called_propagated(difference: Difference) -> bool:
    if difference.fact != "propagated" or _is_qualifier(difference):
        return False
    origin = difference.context[difference.path]["class_origin"]
    is_override = origin != difference.path[0]
    return is_override and (difference.ours, difference.theirs) == (False, True)


def _class_qualifier_left_behind(difference: Difference) -> bool:
    return (
        _is_class_qualifier(difference)
        and difference.theirs is None
        and difference.facts_of_ours("to_subclass", "propagated") == (True, True)
    )


def _class_qualifier_repeated(difference: Difference) -> bool:
    return (
        _is_class_qualifier(difference)
        and difference.fact == "propagated"
        and (difference.ours, difference.theirs) == (True, False)
        and difference.facts_of_ours("to_subclass", "overridable") == (True, False)
    )


def _restricted_called_propagated(difference: Difference) -> bool:
    return (
        _is_qualifier(difference)
        and difference.fact == "propagated"
        and (difference.ours, difference.theirs) == (False, True)
        and difference.facts_of_ours("to_subclass") == (False,)
    )


def _is_qualifier(difference: Difference) -> bool:
    return difference.path[-1].startswith("[")


def _is_class_qualifier(difference: Difference) -> bool:
    return _is_qualifier(difference) and len(difference.path) == 2


RULES: tuple[Rule, ...] = (
    Rule(
        "apostrophes",
        "pywbem drops an escaped apostrophe; DSP0004 Annex A has the escape \\'",
        _lost_apostrophes,
    ),
    Rule(
        "flavors of parameters",
        "pywbem gives qualifiers of parameters no default flavors; they are "
        "ToSubclass and EnableOverride (DSP0004 5.6.5)",
        _unsaid_flavor,
    ),
    Rule(
        "overriding members",
        "pywbem calls an overriding member propagated; what is declared anew is not "
        "(DSP0201, PROPAGATED)",
        _override_called_propagated,
    ),
    Rule(
        "class qualifiers left behind",
        "pywbem does not hand down the qualifiers of classes; those with ToSubclass "
        "propagate (DSP0004 5.6.5)",
        _class_qualifier_left_behind,
    ),
    Rule(
        "class qualifiers repeated",
        "a qualifier that a subclass can only repeat (DisableOverride) is the "
        "superclass's; pywbem says so on members, not on classes",
        _class_qualifier_repeated,
    ),
    Rule(
        "restricted qualifiers",
        "pywbem calls a Restricted qualifier propagated where an override gives it "
        "anew; it is never handed to an override",
        _restricted_called_propagated,
    ),
)
