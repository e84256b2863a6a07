"""A command that tells its user's mistakes in plain words and without a traceback."""

from __future__ import annotations

from typing import Any

import click

from mofgen.config import ConfigError
from mofgen.mof.diagnostics import Diagnostic, MofError


class Fault(click.ClickException):
    """A message about something that the user can mend; exit code 1."""

    def __init__(self, message: str, code: str = "fault") -> None:
        super().__init__(message)
        self.code = code


class MofgenCommand(click.Command):
    """A command whose errors go to stderr, as JSON where ``--json`` was given.

    The JSON is a list of :meth:`mofgen.mof.diagnostics.Diagnostic.as_json`
    objects. The exit code is 1 on errors and 2 on wrong usage.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MofError as error:
            diagnostics = error.diagnostics
        except ConfigError as error:
            diagnostics = (Diagnostic("configuration", str(error)),)
        except Fault as error:
            diagnostics = (Diagnostic(error.code, error.message),)
        except BrokenPipeError:
            raise  # click leaves in silence
        except OSError as error:
            diagnostics = (Diagnostic("file", _os_error(error)),)
        report(diagnostics, as_json=bool(ctx.params.get("json")))
        ctx.exit(1)


def report(diagnostics: tuple[Diagnostic, ...], *, as_json: bool) -> None:
    """Write diagnostics to stderr, for people or as a JSON list."""
    if as_json:
        click.echo(json_text([d.as_json() for d in diagnostics]), err=True)
        return
    click.echo(diagnostics_text(diagnostics), err=True)
    if len(diagnostics) > 1:
        click.echo(f"\n{len(diagnostics)} errors", err=True)


def diagnostics_text(diagnostics: tuple[Diagnostic, ...]) -> str:
    """The diagnostics for people, a blank line between them."""
    return "\n\n".join(str(d) for d in diagnostics)


def json_text(data: object) -> str:
    """``data`` as indented JSON, keys in their order."""
    import json

    return json.dumps(data, indent=2, ensure_ascii=False)


def _os_error(error: OSError) -> str:
    if error.filename is None:
        return error.strerror or str(error)
    return f"{error.filename}: {error.strerror}"
