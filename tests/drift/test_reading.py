from __future__ import annotations

from collections.abc import Sequence

from provenance.checker import Reading, Score
from provenance.drift.doubtful import doubtful_stretches, lost_stretches
from provenance.drift.features import READINGS, row_features
from provenance.drift.reading import read_links
from provenance.drift.sides import sides
from provenance.values import Link
from tests.drift.links import make_link


class Marker:
    """Doubts every repost word that begins with "x"."""

    def read(
        self, pairs: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]] | None = None
    ) -> list[Reading]:
        assert languages is not None
        return [_reading(original, repost) for original, repost in pairs]


def _reading(original: str, repost: str) -> Reading:
    return Reading(_scores(repost), (Score(0, 0, 0.2),), _scores(original), 0.7, 0.4)


def _scores(text: str) -> tuple[Score, ...]:
    return tuple(
        Score(text.index(word), text.index(word) + len(word), 0.9 if word.startswith("x") else 0.1)
        for word in text.rstrip(".").split()
    )


def link() -> Link:
    return make_link("Most je starý.", "The bridge xylo xenon old.", glosses="Most=bridge starý=old")


def test_without_a_checker_links_stay_as_they_are() -> None:
    assert read_links([link()], None) == (link(),)


def test_scores_lie_over_the_words() -> None:
    (read,) = read_links([link()], Marker())
    assert read.wrong == (0.1, 0.1, 0.9, 0.9, 0.1)
    assert (read.missing, read.fault, read.serious) == ((0.2,), 0.7, 0.4)
    assert len(read.unrendered) == len(read.original_words)


def test_a_link_with_one_side_is_not_read() -> None:
    alone = make_link("Most je starý.", "")
    assert read_links([alone, link()], Marker())[0] == alone


def test_doubtful_words_in_a_row_are_one_stretch() -> None:
    (read,) = read_links([link()], Marker())
    repost = sides(read)[1]
    (stretch,) = doubtful_stretches(repost, read.wrong, ())
    assert (repost.text[stretch.start : stretch.end], stretch.words) == ("xylo xenon", 2)
    assert lost_stretches(repost, read.wrong, ()) == (stretch,)
    assert doubtful_stretches(repost, read.wrong, (0, 0, 0.9, 0.9, 0)) == ()


def test_readings_are_features_where_there_are_any() -> None:
    (read,) = read_links([link()], Marker())
    told = row_features([read], [], checker=True)
    assert told["wrong most"] > 0 > row_features([link()], [], checker=True)["wrong most"]
    assert not set(READINGS) & set(row_features([link()], []))
