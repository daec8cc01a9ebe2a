"""Figures written in digits, with every value they can stand for.

Separators follow the conventions that CLDR lists (point, comma, space, thin and no-break space,
apostrophe, Indian grouping); a figure that can be read in two ways has two readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from provenance.cues.letters import WORD
from provenance.drift.numerals import magnitude, number_words
from provenance.drift.quantity import LONGEST_FIGURE, Quantity, attached, clock

#: Languages that write 1,234.5 rather than 1.234,5.
_POINT_DECIMAL = frozenset(
    {"en", "zh", "ja", "ko", "th", "he", "hi", "mr", "bn", "ta", "ur", "ms", "tl", "sw", "ar", "fa", "ps", "km", "cy"}
)
_UNSPACED = frozenset({"th", "km", "my", "lo"})
_FIGURE = re.compile(
    r"""(?P<clock>(?<![\d.,:])\d{1,3}:\d{1,2}(?::\d{2})?(?![\d:]))
    |(?P<grouped>(?<!\d)\d{1,3}(?P<mark>[ \u00a0\u202f\u2009'’.,])\d{3}(?:(?P=mark)\d{3})*(?!\d)
        (?:[.,]\d+(?!\d|[.,]\d))?)
    |(?P<indian>(?<!\d)\d{1,2}(?:,\d{2})+,\d{3}(?!\d))
    |(?P<fraction>(?<![\d/])\d{1,2}/\d{1,2}(?![\d/]))
    |(?P<plain>\d+(?:[.,]\d+)?(?:[½¼¾])?)
    |(?P<vulgar>[½⅓⅔¼¾])""",
    re.VERBOSE,
)
_WORD = re.compile(rf"{WORD}(?:['’]{WORD})*")
#: "In 2019 thousands of …": these never multiply the figure before them.
_COUNTLESS = frozenset({"hundreds", "thousands"})
_HALF_DAY = re.compile(r"\s?[ap]\.?\s?m\b\.?", re.IGNORECASE)
_RANGE = re.compile(r"\s?[-–—~〜～/]\s?|\s(?:to|až|do|bis|à|a|hasta|até|ou|or|nebo|lub|oder|и|или|до|і|або|and)\s")
_VULGAR = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75}
_GAP = re.compile(r"[ \u00a0\u202f\u2009-]?")


def figures(plain: str, text: str, language: str) -> Iterator[Quantity]:
    """The figures of a text in order (`plain` is the text with ASCII digits)."""
    yield from _summed(_figures(plain, text, language), plain, text, language)


def _figures(plain: str, text: str, language: str) -> Iterator[Quantity]:
    matches = [match for match in _FIGURE.finditer(plain) if len(match.group()) <= LONGEST_FIGURE]
    scaled = [_scale(plain, match.end(), language) for match in matches]
    for i, match in enumerate(matches):
        values, parts = _readings(match, language)
        factor, end = scaled[i]
        # "400m" may be metres.
        one_letter = factor > 1 and end - match.end() <= 2 and plain[match.end() : end].strip() in {"m", "b", "k"}
        values = [value * factor for value in values] + (values if one_letter else [])
        if (half := _HALF_DAY.match(plain, end)) is not None and values[0] < 13:
            times = [*values, float(int(values[0]))]
            values = [*times, *(value + 12 for value in times)]
            end = half.end()
        if (
            factor == 1
            and i + 1 < len(matches)
            and scaled[i + 1][0] > 1
            and _RANGE.fullmatch(plain, match.end(), matches[i + 1].start())
        ):
            values += [value * scaled[i + 1][0] for value in values]
        if end == match.end() and _is_later_half(plain, match):
            values += [(int(plain[match.start() - 5 : match.start() - 3]) * 100 + value) for value in values[:1]]
        yield Quantity(
            start=match.start(),
            end=end,
            text=text[match.start() : end],
            readings=tuple(dict.fromkeys(round(value, 6) for value in values)),
            figure=True,
            firm=values[0] > 0 and not match["fraction"] and not attached(plain, match.start(), match.end()),
            parts=parts,
        )


def _summed(figures: Iterable[Quantity], plain: str, text: str, language: str) -> Iterator[Quantity]:
    """Figures with falling magnitudes side by side as one: "3 million 442 thousand"."""
    last: Quantity | None = None
    for quantity in figures:
        joined = last is not None and not plain[last.end : quantity.start].strip() and last.end < quantity.start
        if last is not None and joined and _goes_on(last, quantity, language):
            value = round(last.value + quantity.value, 6)
            last = replace(last, end=quantity.end, text=text[last.start : quantity.end], readings=(value,))
            continue
        if last is not None:
            yield last
        last = quantity
    if last is not None:
        yield last


def _goes_on(last: Quantity, quantity: Quantity, language: str) -> bool:
    """Whether the second figure adds to the first: "3 million 442 thousand", "55 thousand 053"."""
    first, second = _magnitude_of(last, language), _magnitude_of(quantity, language)
    return first > second > 1 or (first == 1000 and len(quantity.text) == 3 and quantity.text.isdecimal())


def _magnitude_of(quantity: Quantity, language: str) -> float:
    word = _WORD.search(quantity.text)
    return (magnitude(word.group().lower(), language) or 1.0) if word else 1.0


def _is_later_half(plain: str, match: re.Match[str]) -> bool:
    """Whether the figure is the "19" of "2018–19" or "2018/19"."""
    before = plain[max(0, match.start() - 5) : match.start()]
    return bool(re.fullmatch(r"\d{4}[-–/]", before)) and re.fullmatch(r"\d\d", match.group()) is not None


def _readings(match: re.Match[str], language: str) -> tuple[list[float], tuple[float, ...]]:
    figure = match.group()
    if match.lastgroup == "vulgar":
        return [_VULGAR[figure]], ()
    if match["clock"]:
        hours, minutes, *_ = map(int, figure.split(":"))
        return list(clock(hours, minutes)), (float(hours), float(minutes))
    if match["fraction"]:
        above, below = map(int, figure.split("/"))
        return [above / below if below else float(above)], (float(above), float(below))
    if match["indian"]:
        return [float(figure.replace(",", ""))], ()
    if match["grouped"]:
        return _grouped(figure, match["mark"], language)
    extra = _VULGAR.get(figure[-1], 0.0)
    number = figure.rstrip("½¼¾")
    return [float(number.replace(",", ".")) + extra], ()


def _grouped(figure: str, mark: str, language: str) -> tuple[list[float], tuple[float, ...]]:
    groups = re.split(re.escape(mark), figure)
    whole = float("".join(groups).replace(",", ".") if mark not in ".," else _point(figure, mark))
    readings = [whole]
    if re.fullmatch(r"\d+[.,]\d{3}", figure):
        decimal = float(figure.replace(",", "."))
        is_decimal = (mark == ".") == (language in _POINT_DECIMAL) or groups[0] == "0"
        readings = [decimal, whole] if is_decimal else [whole, decimal]
    parts = tuple(float(group.replace(",", ".")) for group in groups) if mark.isspace() else ()
    return readings, parts


def _point(figure: str, mark: str) -> str:
    return figure.replace(mark, "").replace(",", ".")


def _scale(plain: str, end: int, language: str) -> tuple[float, int]:
    """The factor of the magnitude words after a figure, and where they end ("3 thousand million")."""
    if language in _UNSPACED:
        known = sorted(number_words(language).magnitudes.items(), key=lambda item: -len(item[0]))
        rest = plain[end:]
        gap = len(rest) - len(rest.lstrip())
        for form, value in known:
            if rest.startswith(form, gap):
                return value, end + gap + len(form)
        return 1.0, end
    factor = 1.0
    while True:
        between = _GAP.match(plain, end)
        at = between.end() if between else end
        word = _WORD.match(plain, at)
        size = magnitude(word.group().lower(), language) if word else None
        if word is None or size is None or (size < 1000 and factor > 1) or word.group() in _COUNTLESS:
            return factor, end
        if at == end and len(word.group()) > 3 and size == 100:
            return factor, end
        factor *= size
        end = word.end()
