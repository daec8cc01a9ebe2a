"""Names that end in a figure, such as F-16, G20 or Boeing 737, and those whose figure changed on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.drift.quantity import plain_digits
from provenance.drift.sides import Side
from provenance.names.spelling import plain

#: Letters of any script, then a figure, joined or with a hyphen.
_CODE = re.compile(r"(?<![^\W_])([^\W\d_]{1,12})[-–]?(\d{1,4})(?![\d.,]*\d)")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Code:
    """A name with a figure at `text[start:end]` of a side."""

    start: int
    end: int
    letters: str
    figure: str


def codes(side: Side) -> tuple[Code, ...]:
    """The codes of a side in order."""
    found = _CODE.finditer(plain_digits(side.text))
    # A code begins with a capital, or with any letter of a script without capitals.
    return tuple(
        Code(match.start(), match.end(), plain(match[1]), match[2])
        for match in found
        if not match[1][0].islower() or not match[1].islower()
    )


def changed_codes(original: Side, repost: Side) -> Iterator[tuple[Code, Code]]:
    """Codes with the same letters and other figures, each figure unknown to the other side."""
    here, there = codes(original), codes(repost)
    known_here, known_there = (_known(side) for side in (original, repost))
    for mine in here:
        if not mine.letters or mine.figure in known_there:
            continue
        theirs = [code for code in there if code.letters == mine.letters and code.figure not in known_here]
        if theirs:
            yield mine, theirs[0]


def _known(side: Side) -> frozenset[str]:
    return frozenset(_DIGITS.findall(plain_digits(f"{side.text} {side.context}")))
