"""The templates, mofgen's own and those of a user's that replace them."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path

import jinja2

from mofgen.resources import resource_folder


class TemplateError(Exception):
    """A template that can't be used; the message names it and the line."""


class Templates:
    """Renders templates by name.

    Parameters
    ----------
    override:
        Folder whose templates go before mofgen's own of the same name.
    """

    def __init__(self, override: Path | None = None) -> None:
        folders = [resource_folder("templates")]
        if override is not None:
            if not override.is_dir():
                raise TemplateError(f"{override} is not a folder with templates")
            folders.insert(0, override)
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folders),
            undefined=jinja2.StrictUndefined,
            autoescape=False,  # Python is rendered, not HTML
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters["lines"] = _join_lines
        self._folders = folders

    def render(self, name: str, **context: object) -> str:
        """The text that the template ``name`` gives.

        Raises
        ------
        TemplateError
            The template is missing, malformed, or fails.
        """
        try:
            return self._environment.get_template(name).render(context)
        except jinja2.TemplateSyntaxError as error:
            place = f"{error.filename or name}:{error.lineno}"
            raise TemplateError(f"{place}: {error.message}") from error
        except jinja2.TemplateNotFound as error:
            place = self._place(name, error)
            raise TemplateError(f"{place}: no template {error.name}") from error
        except Exception as error:  # a template can evaluate anything
            words = str(error) or type(error).__name__
            raise TemplateError(f"{self._place(name, error)}: {words}") from error

    def _place(self, name: str, error: Exception) -> str:
        """File and line of the innermost template that was being rendered."""
        place = name
        for frame, line in traceback.walk_tb(error.__traceback__):
            file = frame.f_code.co_filename
            if Path(file).parent in self._folders:
                place = f"{file}:{line}"
        return place

    def replaced(self, name: str) -> bool:
        """Whether the user's folder has the template ``name``."""
        return len(self._folders) > 1 and (self._folders[0] / name).is_file()


def _join_lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
