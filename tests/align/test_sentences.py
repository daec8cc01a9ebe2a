"""Sentence alignment with hand-made vectors: merged, split, moved, left out and added sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.align.sentences import align
from provenance.align.table import SentenceTable
from provenance.embed import Vectors
from provenance.values import Article, Passage, Sentence


class LetterEmbedder:
    """Each letter a-z is a topic: a text points to its letters, in upper case with some noise."""

    name, dim, sha256 = "letters", 27, "0" * 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text.lower():
                if "a" <= letter <= "z":
                    row[ord(letter) - 97] += 1
            row[26] = 0.3 * np.linalg.norm(row) + 1e-3
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def article(*paragraphs: str, id_: str = "original") -> Article:
    """Paragraphs of sentences separated by a bar: "aaaa|bbbb"."""
    text, passages = "", []
    for index, paragraph in enumerate(paragraphs):
        text += "\n\n" if text else ""
        start, sentences = len(text), []
        for part in paragraph.split("|"):
            text += " " if sentences else ""
            sentences.append(Sentence(part, len(text)))
            text += part
        passages.append(Passage(index, start, text[start:], "body", "en", tuple(sentences)))
    return Article(id_, text, "en", tuple(passages))


def links(repost: Article, original: Article) -> set[tuple[str, str]]:
    tables = (SentenceTable(one, one.story, LetterEmbedder()) for one in (repost, original))
    alignment = align(*tables, known=True)
    return {
        ("|".join(s.text for s in link.repost), "|".join(s.text for s in link.original)) for link in alignment.links
    }


A, B, C, D, E, F = (letter * 8 for letter in "abcdef")


@pytest.mark.parametrize(
    ("repost", "original", "expected"),
    [
        pytest.param(
            ["aaaaabb|bbbbbbbccc"],
            ["aaaaabbbbbbbbbccc"],
            {("aaaaabb|bbbbbbbccc", "aaaaabbbbbbbbbccc")},
            id="two halves",
        ),
        pytest.param([f"{A}|{B}", C], [f"{A}|{B}", C], {(A, A), (B, B), (C, C)}, id="the same"),
        pytest.param([C, f"{A}|{B}"], [f"{A}|{B}", C], {(A, A), (B, B), (C, C)}, id="paragraphs moved"),
        pytest.param([f"{A}{B}|{C}|{D}"], [f"{A}|{B}|{C}|{D}"], {(A + B, f"{A}|{B}"), (C, C), (D, D)}, id="merged"),
        pytest.param([f"{A}|{B}|{C}|{D}"], [f"{A}{B}|{C}|{D}"], {(f"{A}|{B}", A + B), (C, C), (D, D)}, id="split"),
        pytest.param([f"{A}|{C}|{D}"], [f"{A}|{B}|{C}|{D}"], {(A, A), ("", B), (C, C), (D, D)}, id="left out"),
        pytest.param(
            [f"{A}|{F}|{B}|{C}"], [f"{A}|{B}|{C}|{D}"], {(A, A), (F, ""), (B, B), (C, C), ("", D)}, id="added"
        ),
        pytest.param([f"{A}|{B}"], [f"{A}|{B}", f"{C}|{D}"], {(A, A), (B, B)}, id="a paragraph left out is a cut"),
        pytest.param([f"{A}|{E}"], [f"{A}|{B}", f"{C}|{D}", f"{E}|{F}"], {(A, A), ("", B), (E, E), ("", F)}, id="jump"),
    ],
)
def test_links(repost: list[str], original: list[str], expected: set[tuple[str, str]]) -> None:
    assert links(article(*repost, id_="repost"), article(*original)) == expected


def test_a_stretch_belongs_to_the_paragraph_that_renders_it_best() -> None:
    weaker = A[:5] + "xyz"
    found = links(article(weaker, A, B, id_="repost"), article(A, B, C, D))
    assert (A, A) in found
    assert (weaker, "") in found


def test_nothing_in_common_gives_only_empty_sides() -> None:
    found = links(article("xxxx|yyyy", id_="repost"), article(A, B, C, D))
    assert found == {("xxxx", ""), ("yyyy", "")}


def test_an_empty_original_gives_no_links() -> None:
    tables = [SentenceTable(one, one.story, LetterEmbedder()) for one in (article(A), Article("o", "", "en", ()))]
    assert align(*tables).links == ()


words = st.text("abcdefgh", min_size=1, max_size=9)
articles = st.lists(st.lists(words, min_size=1, max_size=4).map("|".join), min_size=1, max_size=4)


@settings(deadline=None)
@given(articles, articles)
def test_every_repost_sentence_stands_in_one_link_and_every_match_in_its_article(
    left: list[str], right: list[str]
) -> None:
    repost, original = article(*left, id_="repost"), article(*right)
    alignment = align(*(SentenceTable(one, one.story, LetterEmbedder()) for one in (repost, original)))
    ours = [sentence for link in alignment.links for sentence in link.repost]
    assert sorted(ours, key=lambda s: s.start) == [s for passage in repost.story for s in passage.sentences]
    assert all(0.0 <= link.similarity <= 1.0 for link in alignment.links)
    assert all(0 <= match.start < match.end <= len(original.text) for match in alignment.matches)
    assert 0.0 <= alignment.score <= 1.0
