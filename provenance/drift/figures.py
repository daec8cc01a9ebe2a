"""Which quantities of a link have no counterpart, after everything that translators may do to a figure.

They round, spell out, convert, count on another clock, say "half" for 50 % and "the nineties" for 1990.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from provenance.drift.dates import dates
from provenance.drift.numerals import number_words
from provenance.drift.quantities import quantities
from provenance.drift.quantity import Quantity
from provenance.drift.sides import Side
from provenance.drift.units import converted

_CLOSE = 0.03
#: Decades, dozens and centuries are counted too.
_MULTIPLES = frozenset({10.0, 12.0, 100.0})
_ROUNDED_FROM = 100
_LARGEST_LOOSE = 100
#: Languages say one and two in too many ways.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """The quantities that only one side has, and the texts they come from.

    The loose ones ("four-year", "third") say nothing by themselves, but can be what a lost or an extra
    quantity was exchanged for.
    """

    lost: tuple[Quantity, ...]
    extra: tuple[Quantity, ...]
    loose_lost: tuple[Quantity, ...]
    loose_extra: tuple[Quantity, ...]
    texts: tuple[str, str]

    def tolerates(self, a: Quantity, b: Quantity) -> bool:
        """Whether a lost and an extra quantity are the same in another measure, or both are years."""
        return (a.year and b.year) or any(converted(x, y, self.texts) for x in a.readings for y in b.readings)


@lru_cache(maxsize=128)
def compare(original: Side, repost: Side) -> Comparison:
    """The firm quantities of each side that the other side and its context do not support."""
    here, there = _firm(original), _firm(repost)
    known_here, known_there = _support(original), _support(repost)
    lost = tuple(
        q
        for q in here
        if not _supported(q, known_there, _multiples(repost), rounder=known_there) and _may_be_missed(q, repost)
    )
    extra = tuple(
        q
        for q in there
        if not _supported(q, known_here, _multiples(original), finer=known_here) and _may_be_missed(q, original)
    )
    loose_lost = tuple(q for q in _loose(original) if not _supported(q, known_there, _multiples(repost)))
    loose_extra = tuple(q for q in _loose(repost) if not _supported(q, known_here, _multiples(original)))
    return Comparison(lost, extra, loose_lost, loose_extra, (original.text, repost.text))


def _loose(side: Side) -> list[Quantity]:
    """What tells nothing by its absence: ordinals and the like, and the figures of dates."""
    found = quantities(side.text, side.language)
    spans = _in_dates(side)
    words = [q for q in found if not q.figure and not q.firm and _FEWEST <= q.value < _LARGEST_LOOSE]
    return words + [q for q in found if q.figure and not q.year and any(q.start < b and a < q.end for a, b in spans)]


def _in_dates(side: Side) -> list[tuple[int, int]]:
    return [(d.start, d.end) for d in dates(side.text, side.language) if not d.weekday]


def _firm(side: Side) -> list[Quantity]:
    """The quantities to account for; figures of dates are the date check's."""
    spans = _in_dates(side)
    readable = number_words(side.language).complete or side.language in {"zh", "ja"}
    found = [q for q in quantities(side.text, side.language) if q.firm and (q.figure or readable)]
    return [q for q in found if not any(q.start < end and start < q.end for start, end in spans)]


def _may_be_missed(quantity: Quantity, other: Side) -> bool:
    """Whether the other language's numbers can be read well enough to miss this one."""
    complete = number_words(other.language).complete or other.language in {"zh", "ja"}
    value = max(quantity.value, *quantity.parts) if quantity.parts else quantity.value
    return (complete and value >= _FEWEST) or (quantity.figure and value > 100)


def _multiples(side: Side) -> frozenset[float]:
    words = [q.value for q in quantities(side.text, side.language) if not q.figure]
    return _MULTIPLES & frozenset(words)


def _support(side: Side) -> frozenset[float]:
    values: set[float] = set()
    for text in (side.text, side.context):
        for quantity in quantities(text, side.language):
            values.update(quantity.readings)
            values.update(quantity.parts)
        for date in dates(text, side.language):
            values.update(float(part) for part in (date.year, date.month, date.day, *date.others) if part)
    return frozenset(values)


def _supported(
    quantity: Quantity,
    known: frozenset[float],
    counted: frozenset[float],
    *,
    rounder: frozenset[float] = frozenset(),
    finer: frozenset[float] = frozenset(),
) -> bool:
    if any(_said(value, known) for value in quantity.readings):
        return True
    if quantity.parts and all(_said(part, known) for part in quantity.parts):
        return True
    if any(value == times * other for value in quantity.readings for times in counted for other in known):
        return True
    pairs = [(value, other) for value in quantity.readings for other in rounder]
    pairs += [(other, value) for value in quantity.readings for other in finer]
    return any(_rounded(fine, round_) for fine, round_ in pairs)


def _said(value: float, known: frozenset[float]) -> bool:
    if round(value, 6) in known:
        return True
    # A year by its last two digits, a decade, and the other way round.
    if 0 <= value < 100 and value == int(value) and {1900 + value, 2000 + value} & known:
        return True
    return 1900 <= value < 2100 and value % 100 in known


def _rounded(fine: float, told: float) -> bool:
    """Whether `told` is `fine` in fewer digits, up or down (1,234 as 1,200 or 1,300)."""
    if min(fine, told) < _ROUNDED_FROM or abs(fine - told) > _CLOSE * fine:
        return False
    step = 10 ** (len(str(int(told))) - _digits(told))
    return _digits(told) < _digits(fine) and abs(fine - told) < step


def _digits(value: float) -> int:
    """How many significant digits a value is told with."""
    return len(f"{value:.6f}".rstrip("0").rstrip(".").replace(".", "").rstrip("0").lstrip("0"))
