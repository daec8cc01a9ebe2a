"""Quotations in running text: pairs of quotation marks of every style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from provenance.drift.sides import Side

_CLOSERS = {
    "“": '”“"',
    "„": '“”"‟',
    "‟": "”",
    "«": "»",
    "»": "«»",
    "”": "”",
    "‹": "›",
    "❝": "❞",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
    "＂": "＂",
    '"': '"”“',
}
_OPENER = re.compile(f"[{''.join(_CLOSERS)}]")
#: Two low or straight single marks stand for one double mark.
_DOUBLED = re.compile(r"''|,,|``|‘‘|’’|‚‚")
_SINGLE = re.compile(
    r"(?<![\w’‘'])[‘'‚](?=[^\s\d])[^‘’'‚\n]{2,}?(?:\w[’'](?:s|t|re|ve|ll|d|m)\b[^‘’'\n]{0,400}?){0,20}[’'‘](?!\w)"
)
_ANY_MARK = re.compile(r"[“”„«»‟❝❞「」『』‹›〝〞〟＂\"]|''|,,|``|‘‘|’’|‚‚")
_DASHED = re.compile(r"^\s*[-–—―]\s*\S|[,.!?…]\s[–—―-]\s|\s[–—―]\s(?:\S+\s?){1,5}$")
_LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation at `text[start:end]`, marks included."""

    start: int
    end: int


@lru_cache(maxsize=512)
def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a text in order; one that is not closed is left out."""
    flat = _DOUBLED.sub(lambda match: '"' + " " * (len(match.group()) - 1), text)
    found: list[Quotation] = []
    after = 0
    for opening in _OPENER.finditer(flat):
        at = opening.start()
        if at < after or not _opens(flat, at):
            continue
        closers = _CLOSERS[flat[at]]
        end = next((i for i in range(at + 1, min(len(flat), at + _LONGEST)) if flat[i] in closers), -1)
        if end > at + 1:
            found.append(Quotation(at, end + 1))
            after = end + 1
    if found:
        return tuple(found)
    return tuple(Quotation(match.start(), match.end()) for match in _SINGLE.finditer(text))


def _opens(text: str, at: int) -> bool:
    """Whether a mark that can do both opens: not right after a letter, not before white space."""
    if text[at] in '"”»“＂':
        return at + 1 < len(text) and (at == 0 or not text[at - 1].isalnum() or ord(text[at - 1]) > 0x2E80)
    return True


def goes_on(side: Side) -> bool:
    """Whether a quotation goes on beyond the side, so that its marks may be next door."""
    marks = len(_ANY_MARK.findall(side.text))
    return marks % 2 == 1


def without_marks(side: Side) -> bool:
    """Whether a side without quotations may still quote: a dash of dialogue, or marks next door.

    Inside a longer quotation the marks stand in the neighbouring sentences only.
    """
    near = len(_ANY_MARK.findall(side.context))
    return bool(_DASHED.search(side.text)) or bool(_SINGLE.search(side.text)) or near % 2 == 1
