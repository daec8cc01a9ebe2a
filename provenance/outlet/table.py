"""Known outlets: the table that ships and the user's own, and what a printed name or an address means."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from provenance.errors import ConfigurationError
from provenance.outlet.names import (
    LEAST_ALIKE,
    SHORTEST_STEM,
    alike,
    fold_outlet,
    fold_words,
    host_of,
    is_address,
    site_of,
)

#: Names a file of outlets beside the one that ships; its rows come first.
ENVIRONMENT = "PROVENANCE_OUTLETS"
SHIPPED = Path(__file__).with_name("outlets.csv")
COLUMNS = ("name", "variants", "domains", "language", "country")
#: The most that the user's file may hold, in bytes.
LARGEST = 5_000_000
#: A shorter name has no endings to bend: an acronym is itself or another one.
_SHORTEST_BENT = 5
#: Names of this length that are this alike are two romanisations of one.
_SHORTEST_ROMANISED, LEAST_ROMANISED = 8, 0.9
#: Names looked up lately whose outlets are kept; a long run prints ever new ones.
_NAMES_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet: its name in its own script, other spellings, its sites, ISO 639-1 language, ISO 3166 country."""

    name: str
    variants: tuple[str, ...]
    domains: tuple[str, ...]
    language: str
    country: str


@cache
def known_outlets() -> tuple[Outlet, ...]:
    """All outlets, the user's first.

    Raises:
        ConfigurationError: the user's file cannot be read.
    """
    own = os.environ.get(ENVIRONMENT)
    return (*(_read(Path(own)) if own else ()), *_read(SHIPPED))


def find_outlets(printed: str | None) -> frozenset[Outlet]:
    """The outlets that a printed name or an address may mean; empty where the table knows none.

    Diacritics, case, other scripts and inflected endings are looked through; an exact spelling rules
    out bent ones.
    """
    name = (printed or "").strip()
    found = _by_address(host_of(name)) if is_address(name) else frozenset()
    return found or _by_name(fold_words(name))


def same_outlet(printed: str, outlet: str | None, url: str | None = None) -> bool:
    """Whether a printed name means `outlet`, or the site of `url`.

    Two names that the table knows are one outlet only where it says so, however alike they are.
    """
    from rapidfuzz import fuzz

    meant, there = find_outlets(printed), find_outlets(outlet) | _by_address(host_of(url))
    if meant and there:
        return bool(meant & there)
    asked = site_of(printed) if is_address(printed) else fold_outlet(printed)
    names = {fold_outlet(outlet) if outlet else "", site_of(url)}
    return any(name and asked and fuzz.ratio(asked, name) / 100 >= LEAST_ALIKE for name in names)


@cache
def _spellings() -> dict[tuple[str, ...], frozenset[Outlet]]:
    found: dict[tuple[str, ...], set[Outlet]] = {}
    for outlet in known_outlets():
        for spelling in (outlet.name, *outlet.variants):
            words = fold_words(spelling)
            # A name is also printed without its spaces, as in a hashtag or an address.
            for form in {words, ("".join(words),)} if words else ():
                found.setdefault(form, set()).add(outlet)
    return {words: frozenset(outlets) for words, outlets in found.items()}


@cache
def _by_beginning() -> dict[tuple[int, str], list[tuple[str, ...]]]:
    """The spellings by their number of words and the stem that bending leaves of the first."""
    found: dict[tuple[int, str], list[tuple[str, ...]]] = {}
    for words in _spellings():
        found.setdefault(_beginning(words), []).append(words)
    return found


def _beginning(words: tuple[str, ...]) -> tuple[int, str]:
    return len(words), words[0][:SHORTEST_STEM]


@cache
def _joined() -> tuple[str, ...]:
    return tuple(map("".join, _spellings()))


@lru_cache(_NAMES_KEPT)
def _by_name(words: tuple[str, ...]) -> frozenset[Outlet]:
    spellings, joined = _spellings(), "".join(words)
    exact = spellings.get(words) or spellings.get((joined,))
    if exact or len(joined) < _SHORTEST_BENT:
        return exact or frozenset()
    scores = {form: alike(words, form) for form in _by_beginning().get(_beginning(words), ())}
    if not any(scores.values()) and len(joined) >= _SHORTEST_ROMANISED:
        scores = _romanised(joined)
    best = max(scores.values(), default=0)
    return frozenset(outlet for form, score in scores.items() if 0 < best == score for outlet in spellings[form])


def _romanised(joined: str) -> dict[tuple[str, ...], float]:
    """The spellings that may be another romanisation of a name."""
    from rapidfuzz import fuzz, process

    forms = tuple(_spellings())
    near = process.extract(joined, _joined(), scorer=fuzz.ratio, score_cutoff=100 * LEAST_ROMANISED, limit=None)
    return {forms[place]: score for _, score, place in near}


@cache
def _domains() -> dict[str, frozenset[Outlet]]:
    found: dict[str, set[Outlet]] = {}
    for outlet in known_outlets():
        for domain in outlet.domains:
            found.setdefault(domain.lower().removeprefix("www."), set()).add(outlet)
    return {domain: frozenset(outlets) for domain, outlets in found.items()}


@cache
def _by_address(host: str) -> frozenset[Outlet]:
    labels = host.split(".")
    places = (".".join(labels[number:]) for number in range(len(labels) - 1))
    return next((_domains()[place] for place in places if place in _domains()), frozenset())


def _read(path: Path) -> Iterator[Outlet]:
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigurationError(f"The table of outlets {path} is larger than {LARGEST:,} bytes; name another.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise ConfigurationError(
                    f"The table of outlets {path} must begin with the line {','.join(COLUMNS)}; put it there."
                )
            for row in rows:
                yield _outlet(row, path, rows.line_num)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"The table of outlets {path} cannot be read as CSV in UTF-8; check it.") from error


def _outlet(row: dict[str, str | None], path: Path, line: int) -> Outlet:
    name, variants, domains, language, country = ((row.get(column) or "").strip() for column in COLUMNS)
    if not name or None in row:
        raise ConfigurationError(
            f"Line {line} of the table of outlets {path} needs a name and {len(COLUMNS)} columns; correct it."
        )
    return Outlet(name, _several(variants), _several(domains), language, country)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
