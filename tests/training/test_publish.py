"""What a trained model is measured on: unseen texts, in a pool of one size for every language."""

from __future__ import annotations

from provenance.training.corpus import Pair
from provenance.training.publish import FEWEST_MEASURED, POOL, mean_figures, slices


def pairs(language: str, count: int, corpus: str) -> list[Pair]:
    return [Pair(corpus, language, "en", f"{corpus} {language} {n}", f"{corpus} {n}") for n in range(count)]


def test_news_is_preferred_and_the_pool_filled_with_its_own_kind() -> None:
    kept = pairs("cs", 50, "newstest") + pairs("cs", 300, "tatoeba") + pairs("de", 2000, "newstest")
    kept += pairs("ka", 40, "tatoeba") + pairs("uz", FEWEST_MEASURED - 1, "newstest")
    found = slices(kept)
    assert set(found) == {"cs", "de", "ka"}
    assert (found["cs"].kind, len(found["cs"].texts), len(found["cs"].pool)) == ("newstest", 50, POOL)
    assert found["cs"].pool[:50] == tuple(f"newstest {n}" for n in range(50))
    assert all(text.startswith("newstest") for text in found["cs"].pool)
    assert found["ka"].kind == "tatoeba"
    assert all(text.startswith("tatoeba") for text in found["ka"].pool)
    assert len(set(found["cs"].pool)) == POOL


def test_pairs_without_english_are_not_measured() -> None:
    assert slices([Pair("newstest", "cs", "de", f"a {n}", f"b {n}") for n in range(100)]) == {}


def test_means_are_over_measured_languages_only() -> None:
    figures = mean_figures(
        {
            "cs": {"rows": 9, "p_at_1": 0.9, "support": "strong"},
            "ps": {"rows": 0, "p_at_1": 0.1, "support": "weak"},
            "de": {"rows": 5, "support": "weak"},
        }
    )
    assert list(figures.values()) == [0.5, 0.9]
    assert mean_figures({}) == {}
