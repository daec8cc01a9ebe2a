"""How doubtful a name is, beside what the other side has in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.drift.name_doubt import strangers
from provenance.drift.sides import Side, sides
from tests.drift.links import make_link


def unsupported(original: str, repost: str, languages: str) -> tuple[Side, Side]:
    """Both sides of a link of whose words the aligner knows nothing."""
    link = make_link(original, repost, languages=languages)
    return sides(
        replace(
            link, original_support=(0.0,) * len(link.original_words), repost_support=(0.0,) * len(link.repost_words)
        )
    )


def doubt(original: str, repost: str, languages: str, name: str) -> float:
    """The doubt of a name of the repost."""
    here, there = unsupported(original, repost, languages)
    found = {there.text[one.start : one.end]: one.doubt for one in strangers(there, here)}
    return found[name]


@pytest.mark.parametrize(
    ("kept", "gone", "repost", "languages", "name"),
    [
        ("V dole PGG zahynuli dva lidé.", "V dole zahynuli dva lidé.",
         "Two people died in a mine near Polkowice.", "cs-en", "Polkowice"),
        ("Der Sturm trifft Südamerika.", "Der Sturm trifft die Küste.",
         "The storm will strike the south of America.", "de-en", "America"),
        ("知事は松本好郎さんに会った。", "知事は渡辺直美さんに会った。",
         "The governor met Yoshiro yesterday.", "ja-en", "Yoshiro"),
        ("市长会见了周成林。", "市长会见了王大伟。", "The mayor met Zhou yesterday.", "zh-en", "Zhou"),
    ],
    ids=[
        "an abbreviation may stand for it", "it is part of a longer word", "Japanese characters are read so",
        "Chinese characters are read so",
    ],
)  # fmt: skip
def test_what_may_hold_the_name_makes_it_less_doubtful(
    kept: str, gone: str, repost: str, languages: str, name: str
) -> None:
    assert doubt(kept, repost, languages, name) < doubt(gone, repost, languages, name) - 0.05


def test_a_doubtful_name_of_two_words_is_more_doubtful_than_either() -> None:
    original = "Starosta včera odstoupil."
    alone = doubt(original, "The mayor Virtanen resigned yesterday.", "cs-en", "Virtanen")
    together = doubt(original, "The mayor Tomas Virtanen resigned yesterday.", "cs-en", "Tomas Virtanen")
    assert 0.5 < alone < together


def test_a_japanese_text_need_not_name_its_country() -> None:
    assert doubt("政府は増税を決めた。", "The government of Japan decided to raise taxes.", "ja-en", "Japan") == 0.0


@pytest.mark.parametrize(
    ("office", "person", "languages"),
    [("Роспотребнадзор", "Новожилов", "ru-en"), ("Pogotowia", "Kolpinga", "pl-en")],
    ids=["an office of syllables", "a word that is translated"],
)
def test_what_is_told_in_words_elsewhere_is_less_doubtful(office: str, person: str, languages: str) -> None:
    of = {}
    for name in (office, person):
        here, there = unsupported(f"Dnes {name} tam.", "The market was closed.", languages)
        of[name] = max(one.doubt for one in strangers(here, there) if name in here.text[one.start : one.end])
    assert of[office] < of[person] - 0.05
