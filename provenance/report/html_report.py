"""The report as one HTML file: no request leaves it, no script is needed to read it.

Everything from outside is escaped by Jinja2; a content security policy allows only the one style sheet
and the one script of the file, by their hashes.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from provenance.language import UNKNOWN_LANGUAGE
from provenance.report import wording
from provenance.report.context import segments
from provenance.report.safe import BIDI_CONTROLS, encodable, printable, shorten, web_url
from provenance.report.view import FindingView, Row, Skipped, view
from provenance.report.wording import Outside, Phrase
from provenance.values import Report, SourcePassage, Span

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

_TEMPLATE = "templates/report.html.j2"
_BIDI = re.compile(f"([{BIDI_CONTROLS}])")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
LONGEST_ADDRESS = 90


def to_html(report: Report) -> str:
    """The report as a self-contained page."""
    shown = view(report)
    html: str = _template().render(
        shown=shown,
        report=report,
        article=report.article,
        verdict=report.verdict,
        signature=report.signature,
        untraced=sum(row.traced.status == "untraced" for row in shown.story),
        tally=wording.tally(finding.drift for finding in shown.findings),
        words=wording,
    )
    return encodable(html)


@cache
def _template() -> Template:
    return environment().from_string(files(__package__).joinpath(_TEMPLATE).read_text(encoding="utf-8"))


def environment() -> Environment:
    """Templates that escape what they are given, with the filters that a report needs."""
    # Jinja2 takes a tenth of a second to import, which the other formats must not pay for.
    from jinja2 import Environment, StrictUndefined

    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    made.filters |= {
        "outside": outside,
        "printable": printable,
        "say": say,
        "first_upper": lambda text: text[:1].upper() + text[1:],
        "csp": _csp,
        "lang": _language_attribute,
        "direction": _direction,
        "language_name": wording.language_words,
        "web_url": web_url,
        "address": lambda url: shorten(url, LONGEST_ADDRESS),
        "repost_text": _repost_text,
        "original_text": _original_text,
        "visible_in": _visible_in,
    }
    made.tests |= {"skipped": lambda row: isinstance(row, Skipped)}
    return made


def outside(text: str) -> Markup:
    """Outside text for HTML: escaped, each bidirectional control shown and shut in an isolate of its own."""
    from markupsafe import Markup, escape

    pieces = _BIDI.split(printable(text))
    return Markup("").join(
        Markup('<bdi class="control" data-code="U+{:04X}">{}</bdi>').format(ord(piece), piece)
        if position % 2
        else escape(piece)
        for position, piece in enumerate(pieces)
    )


def say(phrase: Phrase) -> Markup:
    """A phrase for HTML: outside text in its own language and reading direction."""
    from markupsafe import Markup, escape

    return Markup("").join(
        Markup("<bdi{}>{}</bdi>").format(_lang_pair(piece.language), outside(piece.text))
        if isinstance(piece, Outside)
        else escape(piece)
        for piece in phrase
    )


def marked(text: str, spans: Iterable[tuple[int, int, FindingView]], side: str) -> Markup:
    """A text with its findings marked and linked to their notes; its text content stays `text`.

    Args:
        text: The text of a paragraph.
        spans: (start, end, finding), code points into `text`; they may overlap.
        side: "repost" or "original", the beginning of the anchors' names.
    """
    from markupsafe import Markup

    found = {finding.number: (start, end, finding) for start, end, finding in spans}
    pieces = segments(text, ((start, end, number) for number, (start, end, _) in found.items()))
    first = {number: place for place in reversed(range(len(pieces))) for number in pieces[place].marks}
    last = {number: place for place, piece in enumerate(pieces) for number in piece.marks}
    html = Markup("")
    for place, piece in enumerate(pieces):
        shown = outside(piece.text)
        if piece.marks:
            anchors = Markup("").join(
                Markup('<span class="anchor" id="{}-{}"></span>').format(side, number)
                for number in piece.marks
                if first[number] == place
            )
            labels = " ".join(str(number) for number in piece.marks if last[number] == place)
            # Numbers ascend in order of rank, so the gravest finding colours a shared piece.
            top = found[piece.marks[0]][2]
            shown = Markup('{}<a class="hit {}" href="#finding-{}"><mark data-numbers="{}">{}</mark></a>').format(
                anchors, top.drift.severity, top.number, labels, shown
            )
        html += shown
    return html


def _repost_text(row: Row) -> Markup:
    passage = row.traced.passage
    spans = [(*_inside(finding.drift.repost, passage.start), finding) for finding in row.findings]
    return marked(passage.text, spans, "repost")


def _original_text(row: Row) -> Markup:
    beside = row.traced.original
    here = [finding for finding in row.findings if beside and finding.drift.original_id == beside.id]
    spans = [(*_inside(finding.drift.original, beside.start if beside else 0), finding) for finding in here]
    return marked(beside.text if beside else "", spans, "original")


def _inside(span: Span | None, start: int) -> tuple[int, int]:
    return (span.start - start, span.end - start) if span else (0, 0)


def _visible_in(finding: FindingView, row: Row | None, side: str) -> bool:
    """Whether the side of a finding is marked in the paragraphs of its row."""
    if row is None:
        return False
    drift, traced = finding.drift, row.traced
    if side == "repost":
        return drift.repost is not None and _touches(drift.repost, traced.passage.start, traced.passage.end)
    beside: SourcePassage | None = traced.original
    if beside is None or drift.original is None or drift.original_id != beside.id or traced.status != "traced":
        return False
    return _touches(drift.original, beside.start, beside.start + len(beside.text))


def _touches(span: Span, start: int, end: int) -> bool:
    return max(span.start, start) < min(span.end, end)


def _language_attribute(code: str) -> str:
    return code if _TAG.fullmatch(code) else UNKNOWN_LANGUAGE


def _direction(code: str) -> str:
    return "rtl" if code.partition("-")[0].lower() in _RIGHT_TO_LEFT else "auto"


def _lang_pair(code: str) -> Markup:
    from markupsafe import Markup

    return Markup(' lang="{}"').format(code) if _TAG.fullmatch(code) else Markup("")


def _csp(content: str) -> str:
    """A content security policy source for exactly this inline style or script (CSP Level 2)."""
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
