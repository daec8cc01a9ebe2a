"""The report on a terminal: readable at 80 columns, without colours and in any script."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from provenance.report.context import Excerpt
from provenance.report.safe import plain, shorten, shorten_middle
from provenance.report.view import FindingView, Row, Skipped, View, view
from provenance.report.wording import (
    SUPPORT,
    Phrase,
    confidence,
    count,
    credit,
    headline,
    language_words,
    percent,
    publisher,
    reasons,
    relation,
    searched,
    signature_line,
    source,
    spoken,
    tally,
)
from provenance.values import Report

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROWEST, USUAL, WIDEST = 40, 80, 120
LONGEST_QUOTE = 600
LONGEST_REASON = 300
_COLOURS = {"critical": "bold red", "major": "bold yellow", "minor": "bold cyan"}
_VERDICT_COLOURS = {"traced": "bold green", "partly-traced": "bold yellow", "not-in-index": "bold"}
_DIM = "dim"


def to_text(report: Report, *, width: int | None = None, colour: bool = False) -> str:
    """The report for a terminal of `width` columns; every line break and every colour in it is ours."""
    # Rich takes a tenth of a second to import, which `--help` must not pay for.
    from rich.console import Console

    columns = max(NARROWEST, min(width or USUAL, WIDEST))
    console = Console(
        file=StringIO(),
        width=columns,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    page = _Page(console, marked=not colour)
    shown = view(report)
    _summary(page, shown)
    _findings(page, shown)
    _paragraphs(page, shown)
    _ending(page, shown)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


class _Page:
    """Writes wrapped lines with a hanging indent. Nothing unclean gets past `write`."""

    def __init__(self, console: Console, *, marked: bool) -> None:
        self._console = console
        self.marked = marked
        self.columns = console.width

    def write(self, text: str | Text, label: str = "", *, indent: int = 0, style: str = "") -> None:
        """Print `text` wrapped, `label` before its first line, later lines under the text's beginning."""
        from rich.cells import cell_len
        from rich.text import Text

        body = text if isinstance(text, Text) else Text(plain(text), style=style)
        hang = max(indent, cell_len(label))
        lines = body.wrap(self._console, max(16, self.columns - hang), tab_size=1)
        for number, line in enumerate(lines):
            line.rstrip()
            head = Text(label if number == 0 else "", style=style)
            head.append(" " * (hang - cell_len(head.plain)))
            self._console.print(head + line, soft_wrap=True)

    def blank(self) -> None:
        """Leave a line empty."""
        self._console.print()

    def heading(self, text: str) -> None:
        """Print a heading with a rule under it."""
        self.blank()
        self.write(text, style="bold")
        self.write("─" * min(len(text), self.columns), style=_DIM)


def _say(phrase: Phrase) -> str:
    return plain(spoken(phrase))


def _summary(page: _Page, shown: View) -> None:
    report = shown.report
    verdict = report.verdict
    page.write(_say(headline(report)), style=_VERDICT_COLOURS[verdict.status])
    if sure := confidence(report):
        page.write(_say(sure))
    page.blank()
    page.write(_say(credit(report)), "Credit    ")
    coverage = _say(searched(verdict.searched))
    page.write(f"{coverage[:1].upper()}{coverage[1:]}.", "Coverage  ")
    page.write(SUPPORT[verdict.support], "Languages ")
    for original in verdict.originals[:1]:
        if original.url:
            page.write(shorten(plain(original.url), LONGEST_REASON), "Address   ")
    for original in verdict.originals[1:]:
        page.write(f"{_say(source(original))} – {_say(relation(original, verdict.originals))}.", "See also  ")
    for note in report.notes:
        page.write(shorten(plain(note), LONGEST_QUOTE), "Note      ")


def _findings(page: _Page, shown: View) -> None:
    drifts = [finding.drift for finding in shown.findings]
    page.heading(f"Where the meaning moved – {tally(drifts)}")
    if not drifts:
        page.write("Nothing was found in the paragraphs that have an original.")
    for finding in shown.findings:
        _finding(page, finding)
    if shown.cuts:
        page.heading(f"Shortened by an editor, not counted as drift: {len(shown.cuts)}")
        for finding in shown.cuts:
            _finding(page, finding)


def _finding(page: _Page, finding: FindingView) -> None:
    drift = finding.drift
    page.blank()
    name = shorten(plain(finding.label), 40)
    title = f"{drift.severity.upper()} · {name} · paragraph {finding.paragraph} · {percent(drift.probability)}"
    page.write(title, f"{finding.number:>2}  ", style=_COLOURS[drift.severity])
    for reason in reasons(drift):
        page.write(shorten(plain(reason), LONGEST_REASON), indent=4)
    _quote(page, finding.original, "Original", "nothing in the original says this", drift.severity)
    _quote(page, finding.repost, "Repost", "nothing in the repost says this", drift.severity)


def _quote(page: _Page, quoted: Excerpt | None, side: str, absent: str, severity: str) -> None:
    from rich.text import Text

    label = f"    {side:<10}"
    if quoted is None:
        page.write(f"({absent})", label, style=_DIM)
        return
    words = plain(quoted.quote)
    words = shorten_middle(words, LONGEST_QUOTE) or "‸"
    opening, closing = (">>", "<<") if page.marked else ("", "")
    text = Text()
    text.append(_edge(quoted.before, left=True))
    text.append(f"{opening}{words}{closing}", style=f"{_COLOURS[severity]} underline")
    text.append(_edge(quoted.after, left=False))
    page.write(text, label)


def _edge(context: str, *, left: bool) -> str:
    """The context of a quote on one line, keeping the space between the two."""
    text = plain(context)
    touching = context[-1:] if left else context[:1]
    space = " " if text and touching.isspace() else ""
    return text + space if left else space + text


def _paragraphs(page: _Page, shown: View) -> None:
    page.heading("Paragraph by paragraph")
    for row in shown.rows:
        if isinstance(row, Row):
            _paragraph(page, row)
        elif row.is_credit:
            _credit_line(page, row)
    if furniture := shown.furniture:
        lines = " · ".join(shorten(plain(traced.passage.text), 40) for traced in furniture)
        room = page.columns * 2 - 40
        page.blank()
        page.write(
            f"Left out as page furniture ({count(len(furniture), 'passage')}): {_cells(lines, room)}", style=_DIM
        )


def _credit_line(page: _Page, row: Skipped) -> None:
    for traced in row.passages:
        page.write(f"Credit line: {_cells(plain(traced.passage.text), page.columns - 20)}", indent=4, style=_DIM)


def _paragraph(page: _Page, row: Row) -> None:
    traced = row.traced
    room = page.columns - 6
    page.write(_cells(plain(traced.passage.text), room), f"{row.number:>3}  ")
    if traced.original is None or traced.status != "traced":
        page.write("no source found", indent=5, style="bold")
        return
    outlet = f", {plain(publisher(row.source).text)}" if row.source else ""
    tongue = f" {language_words(row.source.language)}{outlet}" if row.source else ""
    numbers = ", ".join(str(finding.number) for finding in row.findings)
    page.write(_cells(plain(traced.original.text), room), indent=5)
    seen = f" – see finding {numbers}" if numbers else ""
    page.write(f"similarity {traced.original.similarity:.2f},{tongue}{seen}".replace(",,", ","), indent=5, style=_DIM)


def _cells(text: str, room: int) -> str:
    """As much of a text as fits into `room` terminal cells."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"


def _ending(page: _Page, shown: View) -> None:
    page.blank()
    page.write(signature_line(shown.report.signature), style=_DIM)
