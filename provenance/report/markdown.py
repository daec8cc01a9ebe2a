"""The report as Markdown, short enough for an editor's mail; outside text cannot bring markup of its own."""

from __future__ import annotations

import re

from provenance.report.context import Excerpt
from provenance.report.safe import encodable, plain, shorten, shorten_middle, web_url
from provenance.report.view import FindingView, View, view
from provenance.report.wording import (
    Phrase,
    confidence,
    count,
    credit,
    headline,
    percent,
    reasons,
    searched,
    signature_line,
    spoken,
    tally,
    title,
)
from provenance.values import Report

MOST_FINDINGS = 20
LONGEST_QUOTE = 400
LONGEST_REASON = 300

_MARKUP = re.compile(r"[\\`*_\[\]|~$]")
_BLOCK_START = re.compile(r"^(?:([#+=-])|(\d{1,9})([.)]))")
#: What mail programs and forges turn into links or mentions by themselves.
_AUTOLINK = re.compile(r"(:)(?=//)|(\bwww)(?=\.)|(?<=\w)(@)(?=\w)|(\b(?:mailto|xmpp):)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def to_markdown(report: Report) -> str:
    """The verdict, the findings with both quotes, and the signature, as CommonMark."""
    shown = view(report)
    blocks = [*_summary(shown), *_findings(shown), *_ending(shown)]
    return encodable("\n\n".join(blocks)) + "\n"


def escape(text: str) -> str:
    """Outside text on one line that no Markdown reader takes for markup, HTML or a link."""
    flat = plain(text)
    flat = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    flat = _MARKUP.sub(r"\\\g<0>", flat)
    flat = _BLOCK_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", flat)
    return _AUTOLINK.sub(lambda m: m[0] + _WORD_JOINER, flat)


def _say(phrase: Phrase) -> str:
    return spoken(phrase, lambda outside: escape(outside.text))


def _summary(shown: View) -> list[str]:
    report = shown.report
    checked = escape(title(report.article))
    address = web_url(report.article.url)
    coverage = _say(searched(report.verdict.searched))
    lines = [
        f"**{_say(headline(report))}**",
        f"Checked: {checked}{f' <{address}>' if address else ''}",
        _say(confidence(report)),
        _say(credit(report)),
        f"{coverage[:1].upper()}{coverage[1:]}.",
        *(f"Note: {escape(shorten(note, LONGEST_QUOTE))}" for note in report.notes),
    ]
    links = [link for original in report.verdict.originals[:1] if (link := web_url(original.url))]
    return [line for line in (*lines, *(f"Original: <{link}>" for link in links)) if line]


def _findings(shown: View) -> list[str]:
    blocks = [f"## Where the meaning moved – {tally(finding.drift for finding in shown.findings)}"]
    for finding in shown.findings[:MOST_FINDINGS]:
        blocks += _finding(finding)
    if (rest := len(shown.findings) - MOST_FINDINGS) > 0:
        blocks.append(f"… and {count(rest, 'further finding')} in the full report.")
    if shown.cuts:
        blocks.append(f"Shortened by an editor, not counted as drift: {count(len(shown.cuts), 'place')}.")
    return blocks


def _finding(finding: FindingView) -> list[str]:
    drift = finding.drift
    sure = percent(drift.probability)
    original = _quote(finding.original, "nothing in the original says this")
    repost = _quote(finding.repost, "nothing in the repost says this")
    return [
        f"### {finding.number}. {escape(finding.label)} – {drift.severity}, paragraph {finding.paragraph} ({sure})",
        *(escape(shorten(one, LONGEST_REASON)) for one in reasons(drift)),
        f"> Original: {original}\n>\n> Repost: {repost}",
    ]


def _quote(quoted: Excerpt | None, absent: str) -> str:
    if quoted is None:
        return f"*({absent})*"
    before, after = escape(quoted.before), escape(quoted.after)
    words = escape(shorten_middle(plain(quoted.quote), LONGEST_QUOTE)) or "‸"
    lead = f"{before} " if before and quoted.before[-1:].isspace() else before
    tail = f" {after}" if after and quoted.after[:1].isspace() else after
    # Emphasis by asterisks fails beside letters and in scripts without spaces; brackets work in plain mail too.
    return f"{lead}⟦{words}⟧{tail}"


def _ending(shown: View) -> list[str]:
    report = shown.report
    untraced = [str(row.number) for row in shown.story if row.traced.status == "untraced"]
    blocks = []
    if untraced:
        blocks.append(f"No source was found for {count(len(untraced), 'paragraph')} ({', '.join(untraced[:20])}).")
    return [*blocks, "---", f"`{plain(signature_line(report.signature)).replace('`', '')}`"]
