"""A page that shows what an index covers: articles by day and language, by outlet, and what has no date."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from provenance.report.html_report import environment
from provenance.report.safe import encodable

if TYPE_CHECKING:
    from jinja2 import Template

#: Outlet, language, day of publication as far as it is known, articles, copies of other sites' articles.
Counted = tuple[str | None, str, str | None, int, int]

_TEMPLATE = "templates/coverage.html.j2"
#: Columns that still can be told apart.
_MOST_COLUMNS = 400
_MOST_ROWS = 40
_MOST_OUTLETS = 60
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Cell:
    """One stretch of time of one language: its column, its count, and how dark it is, 0..1."""

    column: int
    label: str
    count: int
    shade: float


@dataclass(frozen=True, slots=True)
class Row:
    """One language over time."""

    language: str
    total: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All languages over time; `unit` is what a column stands for."""

    unit: str
    columns: int
    first: str
    last: str
    rows: tuple[Row, ...]


def coverage_page(name: str, counts: Iterable[Counted]) -> str:
    """The page, one file that needs no network and no script."""
    rows = [(outlet, language, _day(day), articles + copies) for outlet, language, day, articles, copies in counts]
    outlets, languages = Counter[str](), Counter[str]()
    for outlet, language, _, held in rows:
        outlets[outlet or "unknown"] += held
        languages[language] += held
    html: str = _template().render(
        name=name,
        total=sum(languages.values()),
        undated=sum(held for _, _, day, held in rows if day is None),
        picture=picture([(language, day, held) for _, language, day, held in rows if day], languages),
        languages=languages.most_common(),
        outlets=outlets.most_common(_MOST_OUTLETS),
        more_outlets=max(0, len(outlets) - _MOST_OUTLETS),
    )
    return encodable(html)


def picture(dated: list[tuple[str, date, int]], languages: Counter[str]) -> Picture | None:
    """What is drawn; None where nothing has a day of publication."""
    if not dated:
        return None
    first, last = min(day for _, day, _ in dated), max(day for _, day, _ in dated)
    unit, column_of, label_of = _columns(first, last)
    cells: Counter[tuple[str, int]] = Counter()
    for language, day, held in dated:
        cells[language, column_of(day)] += held
    most = max(cells.values())
    rows = []
    for language, _ in languages.most_common(_MOST_ROWS):
        mine = sorted((column, count) for (its, column), count in cells.items() if its == language and count > 0)
        # Shades by the logarithm: a quiet day beside a busy one is still seen.
        drawn = tuple(
            Cell(column, label_of(column), count, math.log1p(count) / math.log1p(most)) for column, count in mine
        )
        if drawn:
            rows.append(Row(language, sum(count for _, count in mine), drawn))
    return Picture(unit, column_of(last) + 1, first.isoformat(), last.isoformat(), tuple(rows))


def _columns(first: date, last: date) -> tuple[str, Callable[[date], int], Callable[[int], str]]:
    """The unit of time that gives few enough columns, a day's column, and a column's label."""
    days = (last - first).days + 1
    if days <= _MOST_COLUMNS:
        return "day", lambda day: (day - first).days, lambda column: (first + timedelta(days=column)).isoformat()
    monday = first - timedelta(days=first.weekday())
    if (last - monday) / _WEEK <= _MOST_COLUMNS:
        return (
            "week",
            lambda day: (day - monday).days // 7,
            lambda column: f"the week from {(monday + column * _WEEK).isoformat()}",
        )
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MOST_COLUMNS:
        start = first.year * 12 + first.month - 1
        return (
            "month",
            lambda day: day.year * 12 + day.month - 1 - start,
            lambda column: f"{(start + column) // 12:04d}-{(start + column) % 12 + 1:02d}",
        )
    years = math.ceil((last.year - first.year + 1) / _MOST_COLUMNS)
    return (
        "year" if years == 1 else f"{years} years",
        lambda day: (day.year - first.year) // years,
        lambda column: f"{first.year + column * years:04d}",
    )


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        # Known to the month or the year only.
        return None


@cache
def _template() -> Template:
    return environment().from_string(files(__package__).joinpath(_TEMPLATE).read_text(encoding="utf-8"))
