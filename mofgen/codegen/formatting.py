"""black, for what a user's own templates give.

mofgen's own templates give what black would, so it never runs over their output;
the tests hold them to that.
"""

from __future__ import annotations

from mofgen.codegen.rendering import TemplateError


def format_source(text: str, template: str) -> str:
    """``text`` as black formats it.

    Raises
    ------
    TemplateError
        black is not installed, or what the template gave is not Python.
    """
    try:
        import black
        from black.mode import TargetVersion
        from black.parsing import InvalidInput
    except ImportError:
        raise TemplateError(
            f"{template}: formatting what your own templates give needs black: "
            'pip install "mofgen[format]"'
        ) from None
    mode = black.Mode(
        target_versions={TargetVersion.PY311},
        is_pyi=template.removesuffix(".j2").endswith(".pyi"),
    )
    try:
        return black.format_str(text, mode=mode)
    except InvalidInput as error:
        raise TemplateError(f"{template} does not give Python: {error}") from error
