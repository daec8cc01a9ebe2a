"""How doubtful a name is, beside what the other side has in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.drift.name_doubt import doubtful_names
from provenance.drift.sides import sides
from tests.drift.links import make_link


def doubt(original: str, repost: str, languages: str, name: str) -> float:
    """The doubt of a name of the repost, where the aligner knows nothing of any word."""
    link = make_link(original, repost, languages=languages)
    link = replace(
        link, original_support=(0.0,) * len(link.original_words), repost_support=(0.0,) * len(link.repost_words)
    )
    here, there = sides(link)
    found = {there.words[at].text: value for at, value in doubtful_names(there, here).items()}
    return found[name]


@pytest.mark.parametrize(
    ("kept", "gone", "repost", "languages", "name"),
    [
        ("V dole PGG zahynuli dva lidé.", "V dole zahynuli dva lidé.",
         "Two people died in a mine near Polkowice.", "cs-en", "Polkowice"),
        ("Der Sturm trifft Südamerika.", "Der Sturm trifft die Küste.",
         "The storm will strike the south of America.", "de-en", "America"),
    ],
    ids=["an abbreviation may stand for it", "it is part of a longer word"],
)  # fmt: skip
def test_what_may_hold_the_name_makes_it_less_doubtful(
    kept: str, gone: str, repost: str, languages: str, name: str
) -> None:
    assert doubt(kept, repost, languages, name) < doubt(gone, repost, languages, name) - 0.05
