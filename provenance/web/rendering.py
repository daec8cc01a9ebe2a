"""The templates of the desk, filled in."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse

from provenance import __version__
from provenance.report import wording
from provenance.report.html_report import environment
from provenance.report.safe import encodable, shorten
from provenance.web.exports import MARK_WORDS

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES, _STATIC = "templates", "static"
#: Characters of a title in a list.
LONGEST_LINE = 120


def page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A template as an answer; what it is given is escaped."""
    html = _environment().get_template(template).render(values)
    return HTMLResponse(encodable(html), status)


@cache
def _environment() -> Environment:
    from jinja2 import FunctionLoader

    made = environment()
    made.loader = FunctionLoader(lambda name: files(__package__).joinpath(_TEMPLATES, name).read_text("utf-8"))
    made.globals |= {"words": wording, "version": __version__, "static": _static, "mark_words": MARK_WORDS}
    made.filters |= {
        "moment": lambda moment: f"{wording.date_words(moment)}, {moment[11:16]} UTC",
        "short": lambda text: shorten(text, LONGEST_LINE),
    }
    return made


@cache
def _static(name: str) -> str:
    """The address of a static file, new whenever its content is, so that browsers may keep it."""
    content = files(__package__).joinpath(_STATIC, name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"
