"""What a figure counts: percent, money, people, or a measure that translators convert."""

from __future__ import annotations

import math
import re
import tomllib
from functools import cache
from importlib.resources import files

#: Multiplying the first measure by the factor gives the second (NIST SP 811, appendix B.8).
_CONVERSIONS = (
    1.609344,
    0.3048,
    2.54,
    0.4535924,
    0.40468564,
    3.785412,
    4.546,
    0.9144,
    28.3495,
    2.589988,
    6.35029,
    1.60934 / 3.6,
)
_CONVERTED = re.compile(
    r"\b(?:miles?|mph|feet|foot|ft|inch(?:es)?|yards?|acres?|pounds?|lbs?|gallons?|ounces?|stone|fahrenheit|square)\b|°\s?F|[′″]",
    re.IGNORECASE,
)
_METRIC = re.compile(
    r"\d\s?(?:mm|cm|dm|m|km|g|kg|mg|t|ml|cl|l|㎝|㎞|㎏|㎡|公里|公斤|米|吨|センチ|メートル|キロ|см|км|мм|кг|м|г|т)(?!\w)"
)
_METRIC_STEPS = frozenset({-3, -2, -1, 1, 2, 3})
_NEAR_BEFORE, _NEAR_AFTER = 6, 28
_CLOSE = 0.07


def unit(text: str, start: int, end: int) -> str:
    """What the figure at `text[start:end]` counts: "percent", "money", "people" or ""."""
    before = text[max(0, start - _NEAR_BEFORE) : start].casefold()
    after = text[end : end + _NEAR_AFTER].casefold().lstrip(" \u00a0\u202f-")
    for name, pattern in _patterns().items():
        if pattern.match(after) or (name != "people" and re.search(rf"(?:{pattern.pattern})\s?$", before)):
            return name
    later = re.split(r"[,.;:()]", after)[0]
    for name in ("people", "money"):
        if any(_patterns()[name].match(word) for word in later.split()[1:3]):
            return name
    return ""


def converted(a: float, b: float, texts: tuple[str, str]) -> bool:
    """Whether one figure is the other in another system of measures that one of the texts names."""
    if a and b and round(math.log10(a / b), 4) in _METRIC_STEPS and any(_METRIC.search(text) for text in texts):
        return True
    if not any(_CONVERTED.search(text) for text in texts) or not a or not b:
        return False
    ratios = [factor for size in _CONVERSIONS for factor in (size, 1 / size)]
    degrees = (abs(a * 1.8 + 32 - b) < 1.5, abs(b * 1.8 + 32 - a) < 1.5)
    return any(abs(a * ratio - b) <= _CLOSE * abs(b) for ratio in ratios) or any(degrees)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = files("provenance.drift").joinpath("data/units.toml").read_text(encoding="utf-8")
    table = {}
    for name, stems in tomllib.loads(text).items():
        forms = sorted({stem.replace("-", " ") for stem in stems.split()}, key=lambda stem: (-len(stem), stem))
        table[name] = re.compile("|".join(_form(form) for form in forms))
    return table


def _form(form: str) -> str:
    # A short ASCII word is whole, so that "eur" does not begin "Europe" and "ft" does not begin "ftalates".
    whole = form.isascii() and form.isalpha() and len(form) <= 3
    return re.escape(form) + (r"\b" if whole else "")
