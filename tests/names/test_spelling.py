from __future__ import annotations

import pytest

from provenance.drift.places import places
from provenance.names.spelling import near, same_name


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Bognerová", "Bogner"),
        ("Zacharovová", "Zakharova"),
        ("Захарова", "Zakharova"),
        ("Chaczanowem", "Khachanov"),
        ("Столтенберг", "Stoltenberg"),
        ("Дженнаро", "Gennaro"),
        ("Уэйнрайт", "Wainwright"),
        ("Novákem", "Novák"),
    ],
)
def test_one_name(a: str, b: str) -> None:
    assert same_name(a, b) or near(a, b)


@pytest.mark.parametrize(("a", "b"), [("Hrubého", "Zelinka"), ("Бекешев", "Yolchin"), ("Merkel", "Schulz")])
def test_two_names(a: str, b: str) -> None:
    assert not same_name(a, b)
    assert not near(a, b)


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("v Rusku", "cs", "RU"),
        ("Ruští vojáci", "cs", "RU"),
        ("the U.S. army", "en", "US"),
        ("Spojené státy", "cs", "US"),
        ("в США", "ru", "US"),
        ("aus Deutschland", "de", "DE"),
        ("日本は", "ja", "JP"),
        ("Kyiv said", "en", "UA"),
    ],
)
def test_countries(text: str, language: str, country: str) -> None:
    assert country in {place.country for place in places(text, language)}


def test_everyday_words_are_no_countries() -> None:
    assert [place for place in places("deutlich mehr Personal", "de") if not place.weak] == []
    assert places("Michael Jordan won", "en") == ()
