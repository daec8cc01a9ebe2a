"""Quantities in running text: figures and number words, with every value they can stand for.

Separators follow the conventions that CLDR lists (point, comma, space, thin and no-break space,
apostrophe, Indian grouping); a figure that can be read in two ways has two readings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from provenance.drift.letters import WORD
from provenance.drift.numerals import (
    CJK_GROUPS,
    CJK_NUMERALS,
    cjk_value,
    compose,
    compound_value,
    magnitude,
    may_follow,
    number_words,
    soft_value,
)

#: Languages that write 1,234.5 rather than 1.234,5.
_POINT_DECIMAL = frozenset(
    [
        "en",
        "zh",
        "ja",
        "ko",
        "th",
        "he",
        "hi",
        "mr",
        "bn",
        "ta",
        "ur",
        "ms",
        "tl",
        "sw",
        "ar",
        "fa",
        "ps",
        "km",
        "cy",
        "ga",
    ]
)
_CJK = frozenset({"zh", "ja", "ko"})
_UNSPACED = frozenset({"th", "km", "my", "lo"})
_SEPARATORS = {"٫": ".", "٬": ",", "．": ".", "：": ":", "％": "%", "٪": "%"}

_FIGURE = re.compile(
    r"""(?P<clock>(?<![\d.,:])\d{1,3}:\d{2}(?::\d{2})?(?![\d:]))
    |(?P<grouped>(?<!\d)\d{1,3}(?P<mark>[ \u00a0\u202f\u2009'’.,])\d{3}(?:(?P=mark)\d{3})*(?!\d)(?:[.,]\d+(?!\d|[.,]\d))?)
    |(?P<indian>(?<!\d)\d{1,2}(?:,\d{2})+,\d{3}(?!\d))
    |(?P<fraction>(?<![\d/])\d{1,2}/\d{1,2}(?![\d/]))
    |(?P<plain>\d+(?:[.,]\d+)?(?:[½¼¾])?)
    |(?P<vulgar>[½⅓⅔¼¾])""",
    re.VERBOSE,
)
_CJK_FRACTION = re.compile(rf"([0-9.{CJK_NUMERALS}]+)分[之の]([0-9.{CJK_NUMERALS}]+)")
_CJK_FIGURE = re.compile(
    rf"[0-9][0-9.,]*(?:\s?[{CJK_GROUPS}]|[{CJK_NUMERALS}])(?:[0-9][0-9.,]*|[{CJK_NUMERALS}])*"
    rf"|[{CJK_NUMERALS}]+|\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?"
)
_COUNTER = re.compile(
    "[个個名位岁家项只條条张場场種种届辆座件起]|小[时時]|分[钟鐘]|公里|人(?!民|口|类)|年(?!级|代)|天(?!下)|次|周(?!年)"
)
_ORDINAL = re.compile("[第十]")
_CJK_RANGE = re.compile(r"\s?(?:[-–—~〜～、,至到]|から|ないし|부터|에서)\s?")
_CJK_SCALE = {"万": 1e4, "億": 1e8, "亿": 1e8, "만": 1e4, "억": 1e8}
_WORD = re.compile(rf"{WORD}(?:['’]{WORD})*")
_HYPHENATED = re.compile(rf"{WORD}(?:['’-]{WORD})*")
#: "In 2019 thousands of …": these never multiply the figure before them.
_COUNTLESS = frozenset({"hundreds", "thousands"})
_ROUND = frozenset({100.0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e9, 1e11, 1e12})
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d)(?:万|億|円|人|，|件|トン|ドル|メートル))")
_MIDDLE_DOT = re.compile(r"(?<=\d)[・秒](?=\d)")
_HALF_DAY = re.compile(r"\s?[ap]\.?\s?m\b\.?", re.IGNORECASE)
_ROMAN = re.compile(r"(?<!\w)(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})(?!\w)")
_RANGE = re.compile(r"\s?[-–—~〜～/]\s?|\s(?:to|až|do|bis|à|a|hasta|até|ou|or|nebo|lub|oder|и|или|до|і|або|and)\s")
_VULGAR = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at `text[start:end]` of a side.

    `readings` are the values it can stand for, the likeliest first; `parts` the figures it is made of
    (both halves of a score). `figure` says that it is written in digits, `firm` that its absence on
    the other side would mean something (not so for ordinals, "one", or the figure in "F-16").
    """

    start: int
    end: int
    text: str
    readings: tuple[float, ...]
    figure: bool
    firm: bool
    parts: tuple[float, ...] = ()

    @property
    def value(self) -> float:
        """The likeliest reading."""
        return self.readings[0]

    @property
    def year(self) -> bool:
        """Whether it looks like a year of the last centuries."""
        return self.figure and len(self.text) == 4 and self.text.isdecimal() and 1500 <= self.value <= 2100


@lru_cache(maxsize=512)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order."""
    plain = plain_digits(text)
    if language in _CJK:
        return tuple(_cjk(plain, text))
    figures = list(_summed(_figures(plain, text, language), plain, text, language))
    taken = [(q.start, q.end) for q in figures]
    words = [q for q in _in_words(plain, text, language) if not any(q.start < b and a < q.end for a, b in taken)]
    return tuple(sorted([*figures, *words, *_roman(plain)], key=lambda q: q.start))


def plain_digits(text: str) -> str:
    """The text with the decimal digits of every script as ASCII, character for character."""
    if text.isascii():
        return text
    plain = "".join(_plain(char) for char in text)
    plain = _WIDE_COMMA.sub(",", plain) if "，" in text else plain
    return _MIDDLE_DOT.sub(".", plain) if "・" in text or "秒" in text else plain


def _plain(char: str) -> str:
    if char.isascii():
        return char
    if char in _SEPARATORS:
        return _SEPARATORS[char]
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _figures(plain: str, text: str, language: str) -> Iterator[Quantity]:
    matches = list(_FIGURE.finditer(plain))
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
            firm=values[0] > 0 and not _attached(plain, match.start(), match.end()),
            parts=parts,
        )


def _summed(figures: Iterable[Quantity], plain: str, text: str, language: str) -> Iterator[Quantity]:
    """Figures with falling magnitudes side by side as one: "3 million 442 thousand"."""
    last: Quantity | None = None
    for quantity in figures:
        joined = last is not None and not plain[last.end : quantity.start].strip() and last.end < quantity.start
        if last is not None and joined and _magnitude_of(last, language) > _magnitude_of(quantity, language) > 1:
            value = round(last.value + quantity.value, 6)
            last = replace(last, end=quantity.end, text=text[last.start : quantity.end], readings=(value,))
            continue
        if last is not None:
            yield last
        last = quantity
    if last is not None:
        yield last


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
        times = [hours + minutes / 100]
        times += [(hours + turn) % 24 + minutes / 100 for turn in (12,) if hours < 24]
        times += [float(hours), float((hours + 12) % 24)] if not minutes else []
        return times, (float(hours), float(minutes))
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
    if len(groups) == 2 and mark in ".,":
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
        match = re.compile(r"[ \u00a0\u202f\u2009-]?").match(plain, end)
        at = match.end() if match else end
        word = _WORD.match(plain, at)
        value = magnitude(word.group().lower(), language) if word else None
        if word is None or value is None or (value < 1000 and factor > 1) or word.group() in _COUNTLESS:
            return factor, end
        if at == end and len(word.group()) > 3 and value == 100:
            return factor, end
        factor *= value
        end = word.end()


def _attached(plain: str, start: int, end: int) -> bool:
    """Whether a figure belongs to a name or code: F-16, G20, COVID-19, 5G, 4K."""
    before = plain[max(0, start - 2) : start]
    if before and (_cased(before[-1]) or (len(before) == 2 and before[-1] in "-–" and _cased(before[0]))):
        return True
    return end < len(plain) and plain[end].isupper() and not plain[end + 1 : end + 2].islower()


def _cased(char: str) -> bool:
    return char.isalpha() and char.lower() != char.upper()


def _in_words(plain: str, text: str, language: str) -> Iterator[Quantity]:
    known = number_words(language)
    run: list[tuple[int, int, float]] = []
    for begin, word in _tokens(plain, known.words):
        end = begin + len(word)
        value = known.words.get(word) if word in known.words else known.magnitudes.get(word)
        if value is None and (whole := compound_value(word, language)) is not None:
            value = whole
        if run and _near(plain, run[-1][1], begin, known.joiners) and value is not None:
            if may_follow(tuple(v for _, _, v in run), value):
                run.append((begin, end, value))
                continue
        elif run and (word in known.joiners or (word == "and" and run[-1][2] >= 100)):
            continue
        if run:
            yield _word_quantity(run, text)
            run = []
        if value is not None:
            run = [(begin, end, value)]
        elif (soft := soft_value(word, language)) is not None:
            yield Quantity(begin, end, text[begin:end], _soft_readings(soft), figure=False, firm=False)
    if run:
        yield _word_quantity(run, text)


def _tokens(plain: str, known: dict[str, float]) -> Iterator[tuple[int, str]]:
    """The words with their starts; hyphenated ones whole where the language has them so."""
    for match in _HYPHENATED.finditer(plain):
        whole = match.group().lower()
        if whole in known:
            yield match.start(), whole
        else:
            yield from ((match.start() + part.start(), part.group().lower()) for part in _WORD.finditer(match.group()))


def _near(plain: str, end: int, start: int, joiners: frozenset[str]) -> bool:
    between = plain[end:start].strip(" \u00a0-\u2010\u2011")
    return not between or between in joiners or between == "and"


def _word_quantity(run: list[tuple[int, int, float]], text: str) -> Quantity:
    values = tuple(value for _, _, value in run)
    start, end = run[0][0], run[-1][1]
    whole = compose(values)
    counted = not all(value in _ROUND for value in values)
    return Quantity(start, end, text[start:end], (round(whole, 6),), figure=False, firm=counted and whole >= 3)


def _soft_readings(value: float) -> tuple[float, ...]:
    if value < 1:
        return (value, value * 100)
    # A third and a quarter share their words with third and fourth.
    return (value, round(1 / value, 6), round(100 / value), 100 / value) if 3 <= value <= 5 else (value,)


def _roman(plain: str) -> Iterator[Quantity]:
    units = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
    for match in _ROMAN.finditer(plain):
        value = 10 * len(match.group(1)) + units[match.group(2)]
        yield Quantity(match.start(), match.end(), match.group(), (float(value),), figure=False, firm=False)


def _cjk(plain: str, text: str) -> Iterator[Quantity]:
    taken = []
    for match in _CJK_FRACTION.finditer(plain):
        below, above = cjk_value(match.group(1)), cjk_value(match.group(2))
        if below and above is not None:
            readings = (above if below == 100 else round(above / below, 6), round(100 * above / below))
            parts = (below, above)
            taken.append((match.start(), match.end()))
            yield Quantity(
                *taken[-1], text[match.start() : match.end()], readings, figure=False, firm=below == 100, parts=parts
            )
    matches = [
        match
        for match in _CJK_FIGURE.finditer(plain)
        if not any(match.start() < b and a < match.end() for a, b in taken)
    ]
    for i, match in enumerate(matches):
        numeral = match.group().strip("., ")
        value = cjk_value(numeral.replace(" ", ""))
        if value is None or not numeral:
            continue
        start, end = match.start(), match.start() + len(numeral)
        after = plain[end : end + 2].strip()
        readings = [value * 10 if after[:1] in {"割", "成"} else value]
        if i + 1 < len(matches) and _CJK_RANGE.fullmatch(plain, end, matches[i + 1].start()):
            readings += [value * _CJK_SCALE[char] for char in matches[i + 1].group()[-1:] if char in _CJK_SCALE]
        figure = numeral[0].isdecimal()
        counted = _COUNTER.match(plain, end) is not None and value >= 3 and not _ORDINAL.search(plain, start - 1, start)
        firm = (figure and not _attached(plain, start, end)) or (len(numeral) >= 3 and value >= 11) or counted
        rounded = tuple(round(reading, 6) for reading in readings)
        yield Quantity(
            start, end, text[start:end], rounded, figure=figure, firm=firm and after not in {"世纪", "世紀", "세기"}
        )
