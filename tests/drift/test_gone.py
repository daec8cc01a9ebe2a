"""Gaps of a repost where words of the original are gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.drift.checks import garble
from provenance.drift.gone import QUIET, likeliest_gap
from provenance.values import Link
from tests.drift.links import make_link

#: "schválila" is not rendered behind the third word of the repost.
GAP = 3


def read(hole: float = 0.02, missing: float = 0.02, unrendered: float = 0.02, at: int = GAP) -> Link:
    """A link whose gap `at` and whose verb are doubted as much as is said."""
    link = make_link(
        "Nová vláda včera schválila tento zákon o vodě.",
        "The new government this law on water yesterday.",
        glosses="Nová=new vláda=government včera=yesterday tento=this zákon=law o=on vodě=water",
    )
    gaps = len(link.repost_words) + 1
    scores = [tuple(value if gap == at else 0.02 for gap in range(gaps)) for value in (hole, missing)]
    verb = tuple(unrendered if word.text == "schválila" else 0.02 for word in link.original_words)
    return replace(
        link, holes=scores[0], missing=scores[1], unrendered=verb, wrong=(0.02,) * (gaps - 1), odd=(0.02,) * (gaps - 1)
    )


def odds(link: Link) -> float:
    gap = likeliest_gap(link)
    assert gap is not None
    return gap.odds


def test_each_reader_makes_a_gap_likelier() -> None:
    quiet = odds(read())
    assert odds(read(hole=0.6)) > quiet
    assert odds(read(missing=0.6)) > quiet
    assert odds(read(hole=0.6, missing=0.6)) > max(odds(read(hole=0.6)), odds(read(missing=0.6)))
    assert odds(read(0.6, 0.6, 0.9)) > odds(read(0.6, 0.6))
    assert quiet > QUIET


def test_the_gap_names_its_place_and_the_word_that_is_not_rendered() -> None:
    link = read(0.8, 0.5, 0.9)
    gap = likeliest_gap(link)
    assert gap is not None
    assert gap.after == GAP
    assert gap.word is not None
    assert link.original_words[gap.word].text == "schválila"


def test_much_may_stand_at_either_end() -> None:
    assert odds(read(0.6, 0.6, at=0)) < odds(read(0.6, 0.6)) > odds(read(0.6, 0.6, at=8))


@pytest.mark.parametrize("unread", [{"holes": ()}, {"missing": ()}])
def test_nothing_is_said_of_what_nobody_read(unread: dict[str, tuple[float, ...]]) -> None:
    assert likeliest_gap(replace(read(0.8, 0.8), **unread)) is None


def test_the_place_is_shown_with_the_word_of_the_original() -> None:
    (found,) = garble.find(read(0.9, 0.7, 0.9))
    assert found.severity == "major"
    assert found.repost is not None
    assert found.repost.quote == "government this"
    assert found.original is not None
    assert found.original.quote == "schválila"
    assert found.reason.endswith(
        "reads “government this”, as if a word were missing; the Czech original has “schválila”."
    )


def test_what_is_less_sure_or_has_no_word_of_the_original_is_minor() -> None:
    (less,) = garble.find(read(0.35, 0.1, 0.6))
    (unnamed,) = garble.find(read(0.95, 0.95, 0.3))
    assert less.severity == unnamed.severity == "minor"
    assert "has “" not in unnamed.reason


def test_surer_readers_make_a_surer_finding() -> None:
    (sure,), (less,) = (list(garble.find(read(*each, 0.9))) for each in ((0.95, 0.9), (0.7, 0.5)))
    assert sure.probability > less.probability


def test_a_gap_that_one_reader_doubts_is_not_told() -> None:
    assert not list(garble.find(read(hole=0.8)))
    assert not list(garble.find(read(missing=0.8)))
