from __future__ import annotations

import pytest

from provenance.drift.clauses import clauses
from provenance.drift.sides import sides
from tests.drift.links import make_link


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("V úterý 3. května nepřišel nikdo z hostů.", "cs", ["V úterý 3. května nepřišel nikdo z hostů"]),
        ("Der Markt am 28. November fällt aus.", "de", ["Der Markt am 28. November fällt aus"]),
        ("Přišlo jich 28. Pak odešli.", "cs", ["Přišlo jich 28", "Pak odešli"]),
        ("Cena klesla o 2,5 procenta, mzdy ne.", "cs", ["Cena klesla o 2,5 procenta", "mzdy ne"]),
        (
            "The mayor left (at last) in 2019. Nobody cared.",
            "en",
            ["The mayor left", "at last", "in 2019", "Nobody cared"],
        ),
    ],
)
def test_clauses_end_at_marks_that_are_no_part_of_a_number(text: str, language: str, expected: list[str]) -> None:
    side = sides(make_link(text, "x", languages=f"{language}-en"))[0]
    assert [side.text[clause.start : clause.end] for clause in clauses(side)] == expected
