"""Names and numbers in Latin letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.library.terms import full_text_query, names_and_numbers, romanise, telling_terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Setkal se s Oldřichem Zavadilem.", ["setkal", "oldrichem", "zavadilem"]),
        ("cost 1,250.50 or 1.250,50 or 3", ["125050", "125050", "3"]),
        ("po 12 500 Kč za 3 dny", ["12500", "kc", "3"]),
        ("Оксана каже", ["oksana"]),
        ("他在2019年", ["ta", "zai", "2019", "nian"]),
        ("no names here, a I", []),
        ("O’Brien and Jean-Luc", ["obrien", "jeanluc"]),
        ("", []),
    ],
)
def test_names_and_numbers(text: str, terms: list[str]) -> None:
    assert names_and_numbers(text) == terms


@given(st.text(max_size=200))
def test_terms_are_plain_words(text: str) -> None:
    for term in names_and_numbers(text):
        assert term
        assert term == romanise(term)
        assert term.isascii()
        assert term.isalnum()


@given(st.lists(st.text(max_size=30), max_size=8))
def test_a_query_holds_nothing_but_quoted_plain_words(terms: list[str]) -> None:
    query = full_text_query(terms)
    for part in query.split(" OR ") if query else []:
        assert part.rstrip("*").strip('"').isalnum()
        assert part.startswith('"')


def test_long_names_are_asked_without_their_endings() -> None:
    assert full_text_query(["Zavadilem", "Lhota", "12 500", "Zavadilem"]) == '"zavadil"* OR "lhota" OR "12500"'


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            "Yesterday the guard Anselmo Carballeda counted 412 coins and 3 lamps.",
            ["412", "3", "carballeda", "anselmo", "yesterday"],
        ),
        ("在2019年 NHK 田中さんは1,250円", ["2019", "1250", "nhk"]),
        ("קנה 412 ספרים", ["412", "sfrym", "knh"]),
        ("", []),
    ],
)
def test_what_is_asked_for_first(text: str, terms: list[str]) -> None:
    assert telling_terms(text) == terms


@given(st.text(max_size=200))
def test_what_is_asked_for_is_what_was_indexed(text: str) -> None:
    assert set(telling_terms(text)) <= set(names_and_numbers(text))
