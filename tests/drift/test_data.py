"""The generated data files have the shape that their readers rely on, and can be made again."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from provenance.drift import cldr
from provenance.drift.common_words import common_words
from provenance.language import NAMES


def read(name: str) -> dict[str, Any]:
    text = files("provenance.drift").joinpath(f"data/{name}.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def test_calendar_holds_the_months_and_days_of_many_languages() -> None:
    calendar = read("calendar")
    assert len(calendar) >= 30
    assert calendar.keys() <= NAMES.keys()
    assert all(len(entry["months"]) == 12 and len(entry["days"]) == 7 for entry in calendar.values())


def test_data_are_what_the_generator_makes() -> None:
    calendar, places = cldr.calendar(), cldr.places()
    assert calendar["cs"]["months"][1][:2] == ["února", "únor"]
    assert "Vídeň" in places["cs"]["AT/Vienna"]
    assert read("calendar")["cs"]["months"] == calendar["cs"]["months"]
    assert read("places")["cs"]["AT/Vienna"] == places["cs"]["AT/Vienna"]


def test_common_words_are_written_small_or_never_alike() -> None:
    rows = [
        ("cs", "en", "Přijel Ministr Novák z Vídně a ministr mluvil.", "Minister Novák came from Vienna and spoke.")
    ]
    found = common_words(iter(rows * 5))
    assert "ministr" in found["cs"]
    assert "vídně" in found["cs"]
    assert "novák" not in found["cs"]
