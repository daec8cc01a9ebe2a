"""Quantities with their unit or currency, whatever the language writes it in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from provenance.drift.quantities import quantities

_BEFORE, _AFTER = 12, 24
_SPACES = " \u00a0\u202f-"


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity with its unit at `text[start:end]`; `kind` is what the unit measures ("length")."""

    start: int
    end: int
    values: tuple[float, ...]
    unit: str
    kind: str


@lru_cache(maxsize=512)
def measures(text: str, language: str) -> tuple[Measure, ...]:
    """The quantities of a text whose unit is known, in order."""
    found = []
    for quantity in quantities(text, language):
        after = text[quantity.end : quantity.end + _AFTER]
        gap = len(after) - len(after.lstrip(_SPACES))
        before = text[max(0, quantity.start - _BEFORE) : quantity.start]
        if not (_any_following().match(after, gap) or _any_leading().search(before)):
            continue
        for unit, kind, following, leading in _units():
            if match := following.match(after, gap):
                found.append(Measure(quantity.start, quantity.end + match.end(), quantity.readings, unit, kind))
            elif leading is not None and (match := leading.search(before)):
                start = quantity.start - len(before) + match.start()
                found.append(Measure(start, quantity.end, quantity.readings, unit, kind))
            else:
                continue
            break
    return tuple(found)


@cache
def _any_following() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{following.pattern})" for _, _, following, _ in _units()), re.IGNORECASE)


@cache
def _any_leading() -> re.Pattern[str]:
    return re.compile("|".join(leading.pattern for *_, leading in _units() if leading is not None))


@cache
def _units() -> tuple[tuple[str, str, re.Pattern[str], re.Pattern[str] | None], ...]:
    """Unit, kind, its forms after a figure, and its signs before one."""
    text = files("provenance.drift").joinpath("data/measures.toml").read_text(encoding="utf-8")
    units = []
    for kind, table in tomllib.loads(text).items():
        for unit, forms in table.items():
            own = forms.replace("\n", " ").split()
            signs = [re.escape(form) for form in own if not form.rstrip("*")[-1].isalpha() or form.isupper()]
            leading = re.compile(rf"(?:{'|'.join(signs)})[{_SPACES}]*$") if signs else None
            after = "|".join(_form(form) for form in sorted(own, key=lambda form: (-len(form), form)))
            units.append((unit.replace("_", " "), kind, re.compile(after, re.IGNORECASE), leading))
    return tuple(units)


def _form(form: str) -> str:
    whole = r"\w*" if form.endswith("*") else r"(?!\w)" if form[-1].isalpha() and ord(form[-1]) < 0x2E80 else ""
    return re.escape(form.rstrip("*")) + whole
