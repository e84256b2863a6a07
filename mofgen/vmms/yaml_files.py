"""Reading YAML as version 1.2 has it, with the lines in which everything stands."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

_PART: Final = re.compile(r"\.([^.\[]+)|\[(\d+)\]")
_BOOL: Final = "tag:yaml.org,2002:bool"
_MERGE: Final = "<<"


class YamlError(ValueError):
    """Text that is no YAML.

    Parameters
    ----------
    text:
        What is wrong.
    line:
        Where; None where nobody knows.
    """

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text)
        self.line = line


class YamlDocument:
    """What a text says.

    Parameters
    ----------
    text:
        One document.

    Attributes
    ----------
    data:
        Its dicts, lists and values.

    Raises
    ------
    YamlError
        Where it is no YAML, or a mapping has a key twice.
    """

    def __init__(self, text: str) -> None:
        loader = None
        try:
            loader = _Loader(text)
            self._node = loader.get_single_node()
            self.data: Any = (
                None if self._node is None else loader.construct_document(self._node)
            )
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = None if mark is None else mark.line + 1
            raise YamlError(error.problem or "this is no YAML", line) from None
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            raise YamlError(f"this is no YAML: {error}") from None
        finally:
            if loader is not None:
                loader.dispose()

    def line(self, place: str) -> int:
        """The line of a place such as ``.machines[0].memory``, or of what it is in."""
        node = self._node
        for name, number in _PART.findall(place):
            inner = _inner(node, name, number)
            if inner is None:
                break
            node = inner
        return 1 if node is None else int(node.start_mark.line) + 1


def _inner(node: Any, name: str, number: str) -> Any:
    if number:
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        return items[int(number)] if int(number) < len(items) else None
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


class _Loader(yaml.SafeLoader):
    """Takes ``off``, ``no`` and the like for text, and refuses a key given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        known: set[str] = set()
        for key, _ in node.value:
            if isinstance(key.value, str) and key.value != _MERGE:
                if key.value in known:
                    raise yaml.constructor.ConstructorError(
                        problem=f"{key.value} is there twice",
                        problem_mark=key.start_mark,
                    )
                known.add(key.value)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in found
        if tag != _BOOL or first in "tTfF"  # of true and false
    ]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
