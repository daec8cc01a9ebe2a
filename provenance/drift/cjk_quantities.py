"""Quantities in Chinese, Japanese and Korean text, in figures, in numerals and in both at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.drift.numerals import CJK_GROUPS, CJK_NUMERALS, cjk_value
from provenance.drift.quantity import LONGEST_FIGURE, Quantity, attached, clock

_FRACTION = re.compile(rf"([0-9.{CJK_NUMERALS}]+)分[之の]([0-9.{CJK_NUMERALS}]+)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:：](\d{2})(?![\d:：])")
_FIGURE = re.compile(
    rf"[0-9][0-9.,]*(?:\s?[余多餘]?[{CJK_GROUPS}]|[{CJK_NUMERALS}])(?:[0-9][0-9.,]*|[{CJK_NUMERALS}])*"
    rf"|[{CJK_NUMERALS}]+|\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?"
)
_COUNTER = re.compile(
    "[个個名位岁家项只條条张場场種种届辆座件起]|小[时時]|分[钟鐘]|公里|人(?!民|口|类)|年(?!级|代)|天(?!下)|次|周(?!年)"
)
_ORDINAL = re.compile("[第十]")
_RANGE = re.compile(r"\s?(?:[-–—~〜～、,至到]|から|ないし|부터|에서)\s?")
_SCALE = {"万": 1e4, "億": 1e8, "亿": 1e8, "만": 1e4, "억": 1e8}
_FILLERS = re.compile(r"[\s余多餘]")
_CENTURY = frozenset({"世纪", "世紀", "세기"})
_TENTHS = frozenset({"割", "成"})


def cjk_quantities(plain: str, text: str) -> Iterator[Quantity]:
    """The quantities of a text (`plain` is the text with ASCII digits), fractions and times of day first."""
    taken: list[tuple[int, int]] = []
    for whole in (*_fractions(plain, text), *_clocks(plain, text)):
        taken.append((whole.start, whole.end))
        yield whole
    matches = [m for m in _FIGURE.finditer(plain) if not any(m.start() < b and a < m.end() for a, b in taken)]
    for i, match in enumerate(matches):
        numeral = match.group().strip("., ")
        value = cjk_value(_FILLERS.sub("", numeral)) if len(numeral) <= LONGEST_FIGURE else None
        if value is None or not numeral:
            continue
        start, end = match.start(), match.start() + len(numeral)
        after = plain[end : end + 2].strip()
        readings = [value * 10 if after[:1] in _TENTHS else value]
        if i + 1 < len(matches) and _RANGE.fullmatch(plain, end, matches[i + 1].start()):
            readings += [value * _SCALE[char] for char in matches[i + 1].group()[-1:] if char in _SCALE]
        yield Quantity(
            start,
            end,
            text[start:end],
            tuple(round(reading, 6) for reading in readings),
            figure=numeral[0].isdecimal(),
            firm=after not in _CENTURY and _is_firm(plain, start, end, numeral, value),
        )


def _fractions(plain: str, text: str) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(plain):
        below, above = cjk_value(match.group(1)), cjk_value(match.group(2))
        if below and above is not None:
            percent = below == 100
            readings = (above if percent else round(above / below, 6), round(100 * above / below))
            span = (match.start(), match.end())
            yield Quantity(*span, text[slice(*span)], readings, figure=False, firm=percent, parts=(below, above))


def _clocks(plain: str, text: str) -> Iterator[Quantity]:
    for match in _CLOCK.finditer(plain):
        hours, minutes = int(match.group(1)), int(match.group(2))
        span = (match.start(), match.end())
        parts = (float(hours), float(minutes))
        yield Quantity(*span, text[slice(*span)], clock(hours, minutes), figure=True, firm=True, parts=parts)


def _is_firm(plain: str, start: int, end: int, numeral: str, value: float) -> bool:
    if numeral[0].isdecimal():
        return not attached(plain, start, end)
    counted = _COUNTER.match(plain, end) is not None and value >= 3 and not _ORDINAL.search(plain, start - 1, start)
    return counted or (len(numeral) >= 3 and value >= 11)
