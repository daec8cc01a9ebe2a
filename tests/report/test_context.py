"""Sentences around spans, and texts cut by overlapping spans."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.report.context import WIDEST, excerpt, segments, sentence_around
from provenance.values import Passage, Sentence, Span
from tests.report.strategies import TEXT

CASES = [
    ("One is short. The second holds it. A third follows.", "holds", "The second holds it."),
    ("Erster Satz. Am 3. Zug gab es Streit. Ende.", "Streit", "Am 3. Zug gab es Streit."),
    ("Tady je úvod. Dne 24. února začala válka. Pak nic.", "začala", "Dne 24. února začala válka."),
    ("Konec roku 2021. Další věta je tady. Konec.", "věta", "Další věta je tady."),
    ("He met J. Nowak there. Nothing came of it.", "met", "He met J. Nowak there."),
    ("„Nikdo nic neřekl.“ Odešel beze slova. Tma.", "Odešel", "Odešel beze slova."),
    ("他来了。他说话了。他走了。", "说话", "他说话了。"),
    ("قال نعم؟ ثم ذهب إلى البيت. ونام.", "ذهب", "ثم ذهب إلى البيت."),
    ("वह आया। वह गया। वह सोया।", "गया", "वह गया।"),
    ("Heading without a stop\nThe body goes on here\nMore", "body", "The body goes on here"),
    ("The quote brings its own stop. Then more.", "stop.", "The quote brings its own stop."),
    ("Wait… no! Is it so? Yes.", "so", "Is it so?"),
]


@pytest.mark.parametrize(("text", "quote", "sentence"), CASES)
def test_the_sentence_around_a_word(text: str, quote: str, sentence: str) -> None:
    start = text.index(quote)
    first, last = sentence_around(text, start, start + len(quote))
    assert text[first:last] == sentence


@settings(deadline=None)
@given(TEXT, st.data())
def test_the_sentence_holds_its_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence_around(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
    found = excerpt(text, Span(start, end, text[start:end]), "en")
    assert text[first:last] == found.before + found.quote + found.after


def test_a_text_without_stops_is_cut_at_a_space_with_an_ellipsis() -> None:
    text = "word " * 400
    found = excerpt(text, Span(1000, 1004, "word"), "en")
    assert found.before.startswith("…word ")
    assert found.after.endswith(" word…")
    assert len(found.before) <= WIDEST + 1
    assert len(found.after) <= WIDEST + 1


def test_the_sentences_of_the_passage_win_over_punctuation() -> None:
    text = "Am 24. Dezember. Kam er an."
    passage = Passage(0, 0, text, "body", "de", (Sentence(text, 0),))
    found = excerpt(text, Span(17, 20, "Kam"), "de", passage)
    assert (found.before, found.after) == ("Am 24. Dezember. ", " er an.")


def test_a_quote_that_is_not_in_the_text_stands_alone() -> None:
    found = excerpt("something else", Span(3, 6, "gone"), "en")
    assert (found.before, found.quote, found.after) == ("", "gone", "")


MARKS = st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40), st.integers(1, 9)), max_size=6)


@given(TEXT, MARKS)
def test_segments_join_to_the_text(text: str, marks: list[tuple[int, int, int]]) -> None:
    pieces = segments(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    place = 0
    for piece in pieces:
        for offset in range(place, place + len(piece.text)):
            assert set(piece.marks) == {number for start, end, number in marks if start <= offset < end}
        place += len(piece.text)
