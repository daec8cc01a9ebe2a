"""An article as the tables keep it, but for the numbers that an index gives out.

All of it follows from the article alone, so any process can make it, and the one that writes an index only stores it.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.duplicates import signature
from provenance.library.terms import names_and_numbers
from provenance.values import STORY_KINDS, Article, Credit, Passage, Sentence

_HASH_BYTES = 16
_PAIR = struct.Struct("<2I")

#: Position, start, end, kind and language of a passage, the hash of its text, its sentences.
StoredPassage = tuple[int, int, int, str, str, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an article; `credit` and the sentences of `passages` are packed.

    `names` holds what a passage is found by beside its vector, and None for one that tells nothing of the story;
    `bands` are the signature of the text.
    """

    id: str
    text: str
    sha256: str
    language: str
    title: str | None
    url: str | None
    outlet: str | None
    published: str | None
    credit: str | None
    passages: tuple[StoredPassage, ...]
    names: tuple[str | None, ...]
    bands: tuple[int, ...]

    @property
    def article(self) -> Article:
        """The article that they were made of.

        Raises:
            ValueError: a passage does not fit the text.
        """
        passages = tuple(
            stored_passage(self.text, (index, start, end, kind, language), sentences)
            for index, start, end, kind, language, _, sentences in self.passages
        )
        about = (self.title, self.url, self.outlet, self.published, credit_of(self.credit))
        return Article(self.id, self.text, self.language, passages, *about)


def rows_of(article: Article, bands: tuple[int, ...] | None = None) -> Rows:
    """The rows of an article; `bands` where they are known already."""
    return Rows(
        *(article.id, article.text, article.sha256, article.language, article.title),
        *(article.url, article.outlet, article.published, credit_row(article.credit)),
        tuple(
            (one.index, one.start, one.end, one.kind, one.language, passage_hash(one.text), _packed(one))
            for one in article.passages
        ),
        tuple(" ".join(names_and_numbers(one.text)) if one.kind in STORY_KINDS else None for one in article.passages),
        signature(article.text) if bands is None else bands,
    )


def passage_hash(text: str) -> bytes:
    """What the tables keep of a passage's text to tell later that it is unchanged."""
    return hashlib.sha256(text.encode()).digest()[:_HASH_BYTES]


def sentence_pairs(passage: Passage) -> list[int]:
    """Starts, counted from the passage's own, and lengths of its sentences, one after the other."""
    return [number for one in passage.sentences for number in (one.start - passage.start, len(one.text))]


def passage_of(text: str, row: tuple[int, int, int, str, str], pairs: Sequence[int]) -> Passage:
    """A passage of `text` from its index, start, end, kind and language, and its sentence pairs.

    Raises:
        ValueError: it does not fit the text.
    """
    index, start, end, kind, language = row
    if not 0 <= start <= end <= len(text):
        raise ValueError("passage outside its article")
    sentences = []
    for first, length in zip(pairs[::2], pairs[1::2], strict=True):
        if first < 0 or length < 0 or start + first + length > end:
            raise ValueError("sentence outside its passage")
        sentences.append(Sentence(text[start + first : start + first + length], start + first))
    return Passage(index, start, text[start:end], kind, language, tuple(sentences))  # type: ignore[arg-type]


def stored_passage(text: str, row: tuple[int, int, int, str, str], sentences: bytes) -> Passage:
    """A passage of `text` from its index, start, end, kind and language, and its sentences as they are kept.

    Raises:
        ValueError: it does not fit the text.
        struct.error: its sentences were cut short.
    """
    return passage_of(text, row, [number for pair in _PAIR.iter_unpack(sentences) for number in pair])


def credit_row(credit: Credit | None) -> str | None:
    """A credit as the tables keep it."""
    if credit is None:
        return None
    return json.dumps([credit.text, credit.outlet, credit.start, credit.end, credit.url])


def credit_of(stored: str | None) -> Credit | None:
    """A credit from the tables."""
    if stored is None:
        return None
    text, outlet, start, end, url = json.loads(stored)
    return Credit(text, outlet, start, end, url)


def _packed(passage: Passage) -> bytes:
    pairs = sentence_pairs(passage)
    return struct.pack(f"<{len(pairs)}I", *pairs)
