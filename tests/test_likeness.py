"""Texts compared word piece by word piece."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.embed.static import open_embedded
from provenance.likeness import SHORTLIST, Likeness, PieceTable, likeness_of


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return Likeness(open_embedded())


def _scores(likeness: Likeness, text: str, *others: str) -> list[float]:
    vectors = open_embedded().encode([text, *others])
    first, *rest = likeness.pieces([text, *others])
    return likeness.scores(first, rest, vectors[1:] @ vectors[0]).tolist()


@pytest.mark.parametrize(
    ("text", "translation", "rival"),
    [
        (
            "Rada města schválila stavbu nového mostu přes řeku.",
            "The city council approved the construction of a new bridge over the river.",
            "The city council rejected the sale of the old town hall near the river.",
        ),
        (
            "市議会は新しい橋の建設を承認した。",
            "The city council approved the construction of a new bridge.",
            "The city council approved the budget for the new school year.",
        ),
        (
            "Die Feuerwehr rettete drei Kinder aus dem Fluss.",
            "Firefighters rescued three children from the river.",
            "Firefighters rescued three children from the river; later the mayor thanked them and promised boats.",
        ),
    ],
)
def test_a_translation_beats_its_rival(likeness: Likeness, text: str, translation: str, rival: str) -> None:
    right, wrong = _scores(likeness, text, translation, rival)
    assert right > wrong


def test_order_of_the_others_does_not_matter(likeness: Likeness) -> None:
    text, a, b = "Die Brücke wird gesperrt.", "The bridge will be closed.", "Trains are late."
    assert _scores(likeness, text, a, b) == pytest.approx(_scores(likeness, text, b, a)[::-1], abs=1e-5)


def test_a_text_without_pieces_is_last_and_nothing_fails(likeness: Likeness) -> None:
    assert _scores(likeness, "Die Brücke wird gesperrt.", "The bridge will be closed.", "")[1] < 0
    assert _scores(likeness, "", "The bridge will be closed.") == [0.0]
    assert likeness.scores(likeness.pieces(["Brücke"])[0], [], np.empty(0)).tolist() == []


def test_a_piece_that_most_of_the_found_texts_hold_says_little(likeness: Likeness) -> None:
    asked, right = "Der Bürgermeister dankt der Feuerwehr.", "The mayor thanks the firefighters."
    rivals = [f"The mayor thanks the {people}." for people in ("teachers", "nurses", "drivers", "voters", "police")]
    among_rivals = _scores(likeness, asked, right, *rivals)
    alone = [_scores(likeness, asked, right, rival) for rival in rivals]
    assert all(among_rivals[0] > score for score in among_rivals[1:])
    for place, (score, rival) in enumerate(alone, 1):
        assert among_rivals[0] - among_rivals[place] > score - rival


def test_the_head_of_a_pool_is_ranked_again_above_the_rest(likeness: Likeness) -> None:
    pool = [f"Number {number} is not the one." for number in range(3 * SHORTLIST)]
    pool[7] = "The bridge will be closed."
    asked, *tables = likeness.pieces(["Die Brücke wird gesperrt.", *pool])
    cosines = np.linspace(1, 0, len(pool), dtype=np.float32)
    read: list[int] = []

    def table(place: int) -> PieceTable:
        read.append(place)
        return tables[place]

    ranked = likeness.ranked(asked, cosines, table)
    assert sorted(read) == list(range(SHORTLIST))
    assert ranked.argmax() == 7
    assert ranked[:SHORTLIST].min() > ranked[SHORTLIST:].max()
    assert (ranked[SHORTLIST:] == cosines[SHORTLIST:]).all()
    assert likeness.ranked(asked, [], table).tolist() == []


def test_other_embedders_are_left_alone() -> None:
    class Whole:
        name, dim, sha256 = "whole", 2, ""

        def encode(self, texts: list[str]) -> np.ndarray:
            return np.ones((len(texts), 2), np.float32)

    assert likeness_of(Whole()) is None
    assert likeness_of(open_embedded()) is not None
