"""A report in the format that its reader needs; each format is imported when it is first asked for."""

from __future__ import annotations

from importlib import import_module

from provenance.errors import ConfigurationError
from provenance.values import Report

#: Format name: the module in this package and its function.
_RENDERERS = {
    "text": ("terminal", "to_text"),
    "json": ("json_report", "to_json"),
    "html": ("html_report", "to_html"),
    "markdown": ("markdown", "to_markdown"),
    "annotations": ("annotations", "to_annotations"),
    "prov": ("prov", "to_prov"),
}
FORMATS = tuple(_RENDERERS)


def render(report: Report, format: str, *, width: int | None = None, colour: bool = False) -> str:  # noqa: A002
    """The report as text of one of `FORMATS`, always encodable as UTF-8.

    Args:
        report: What a check found.
        format: One of `FORMATS`.
        width: Columns of the terminal; only "text" uses it (80 where it is not given).
        colour: Whether "text" may use terminal colours.

    Raises:
        ConfigurationError: There is no such format.
        ReportError: The report holds values that the format cannot state.
    """
    if format not in _RENDERERS:
        raise ConfigurationError(f"There is no report format of that name; choose one of {', '.join(FORMATS)}.")
    module, function = _RENDERERS[format]
    renderer = getattr(import_module(f"{__name__}.{module}"), function)
    text: str = renderer(report, width=width, colour=colour) if format == "text" else renderer(report)
    return text
