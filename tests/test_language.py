"""Telling languages apart from all words of a text, and from some of them."""

from __future__ import annotations

import pytest

from provenance.ingest import read_sources
from provenance.ingest.demo import demo_folder
from provenance.language import has_letters, likely_language, sampled_language
from provenance.values import Article

CZECH = "Starosta v úterý otevřel nový most přes řeku a řidiči si ho pochvalují. " * 4
ENGLISH = "The mayor opened the new bridge across the river on Tuesday and drivers are content with it. " * 4


@pytest.fixture(scope="module")
def originals() -> list[Article]:
    """The demo's originals, in twelve languages."""
    return list(read_sources([str(demo_folder() / "originals")], on_reject=lambda _: None))


def test_some_words_say_what_all_words_say(originals: list[Article]) -> None:
    for article in originals:
        story = " ".join(passage.text for passage in article.story)
        told = likely_language(story)[0]
        assert sampled_language(story)[0] == told, article.id
        assert sampled_language(story, told)[0] == told, article.id


def test_an_expected_language_is_not_believed_where_the_words_are_of_another(originals: list[Article]) -> None:
    for article in originals:
        for passage in article.story[:3]:
            for expected in {"cs", "en", "ru"} - {article.language}:
                told = sampled_language(passage.text[:240], expected)
                assert told == likely_language(passage.text[:240]) or told[0] == article.language, passage.text


def test_a_foreign_passage_is_told() -> None:
    assert sampled_language(CZECH, "en")[0] == "cs"
    assert sampled_language(ENGLISH, "cs")[0] == "en"


@pytest.mark.parametrize("text", ["", "12 345", "Praha", "  \n "])
def test_too_little_to_tell(text: str) -> None:
    assert sampled_language(text) == sampled_language(text, "cs") == ("und", 0.0)


def test_capitals_and_scripts_without_spaces() -> None:
    assert sampled_language(CZECH.upper(), "cs")[0] == "cs"
    assert (
        sampled_language("市長は火曜日に川に架かる新しい橋を開通させた。運転手たちは満足している。" * 4, "ja")[0]
        == "ja"
    )
    assert sampled_language("市长周二为跨河新桥剪彩，司机们表示满意。" * 4, "ja")[0] == "zh"


def test_letters_are_counted_as_far_as_needed() -> None:
    assert has_letters("a1b2c3", 3)
    assert not has_letters("a1b2", 3)
    assert has_letters("", 0)
