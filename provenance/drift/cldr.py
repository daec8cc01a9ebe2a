"""Makes the data files that come from the Unicode CLDR, as Babel carries it.

`python -m provenance.drift.cldr` writes `data/calendar.json` (names of months and weekdays) and
`data/places.json` (names of countries, of the cities that time zones are named after, and of
languages, whose stems are those of the inhabitants). Nothing at run time imports Babel.

Source: Unicode CLDR, licence Unicode-3.0, https://cldr.unicode.org.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from provenance.language import NAMES

_FOLDER = Path(__file__).parent / "data"
#: CLDR's likeliest country is not the one a language is named after.
_NAMED_AFTER = {
    "ar": "", "af": "", "ku": "", "eu": "", "ca": "", "gl": "", "cy": "", "ta": "", "ug": "", "mr": "", "hi": "",
    "bn": "", "tl": "", "sw": "", "pt": "PT", "en": "GB", "es": "ES",
}  # fmt: skip
_TOO_COMMON = frozenset({"Etc", "Antarctica", "Arctic"})
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"})


def calendar() -> dict[str, dict[str, list[list[str]]]]:
    """Language → "months" (January first) and "days" (Monday first) → the forms of each name."""
    table = {}
    for language, locale in _locales():
        months = [_forms(locale.get("months", {}), month) for month in range(1, 13)]
        days = [_forms(locale.get("days", {}), day) for day in range(7)]
        if any(months) or any(days):
            table[language] = {"months": months, "days": days}
    return table


def places() -> dict[str, dict[str, list[str]]]:
    """Language → place → its names where they differ from the English ones.

    A place is a country code ("CZ") or a country and a city ("CZ/Prague").
    """
    from babel.core import get_global

    cities = {
        zone: f"{country}/{zone.rpartition('/')[2]}"
        for zone, country in get_global("zone_territories").items()
        if "/" in zone and zone.partition("/")[0] not in _TOO_COMMON and country
    }
    likely = get_global("likely_subtags")
    countries = {code: _NAMED_AFTER.get(code, str(likely.get(code, "")).rpartition("_")[2]) for code in NAMES}
    table = {language: _places(locale, cities, countries) for language, locale in _locales()}
    for city in cities.values():
        table["en"].setdefault(city, []).append(city.rpartition("/")[2].replace("_", " "))
    for language in table.keys() - {"en"}:
        for place, names in list(table[language].items()):
            english = {name.casefold() for name in table["en"].get(place, [])}
            table[language][place] = [name for name in _unique(names) if name.casefold() not in english]
            if not table[language][place]:
                del table[language][place]
    table["en"] = {place: _unique(names) for place, names in table["en"].items()}
    return table


def _places(locale: dict[str, Any], cities: dict[str, str], countries: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, name in locale.get("territories", {}).items():
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES:
            found.setdefault(code, []).append(name)
    for code, country in countries.items():
        if country and isinstance(locale.get("languages", {}).get(code), str):
            found.setdefault(country, []).append(locale["languages"][code])
    for zone, names in locale.get("time_zones", {}).items():
        if zone in cities and "city" in names:
            found.setdefault(cities[zone], []).append(names["city"])
    return found


def _locales() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each language with what CLDR lists for itself: inherited names belong to another language."""
    from babel import localedata

    for language in sorted(NAMES):
        if localedata.exists(language):
            yield language, localedata.load(language, merge_inherited=False)


def _forms(table: dict[str, Any], key: int) -> list[str]:
    found = []
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            names = table.get(context, {})
            names = names.get(width, {}) if isinstance(names, dict) else {}
            if isinstance(names, dict) and isinstance(names.get(key), str):
                found.append(names[key])
    return _unique(found)


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(name.split()) for name in names if not any(c.isdecimal() for c in name)))


def main() -> None:
    """Write both files."""
    for name, table in (("calendar", calendar()), ("places", places())):
        text = json.dumps(table, ensure_ascii=False, sort_keys=True, indent=0, separators=(",", ":"))
        (_FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
