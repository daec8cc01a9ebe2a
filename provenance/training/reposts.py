"""Reposts of known originals, to fit and measure tracing with: documents with their translations.

A document has a human and several machine translations; it is cut into paragraphs of two to four
sentences, and its translations are reposted whole, as one paragraph, or joined with another document's.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.training.corpus import open_text

#: Paragraphs of a document hold so many sentences.
_LEAST_SENTENCES, _MOST_SENTENCES = 2, 4


@dataclass(frozen=True, slots=True)
class Document:
    """An original as paragraphs of sentences, and its translations, each by paragraphs that answer them."""

    id: str
    language: str
    half: int
    paragraphs: tuple[tuple[str, ...], ...]
    translations: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def original(self) -> tuple[str, ...]:
        """The paragraphs of the original as text."""
        return tuple(("" if self.language in {"ja", "zh"} else " ").join(part) for part in self.paragraphs)

    @property
    def is_short(self) -> bool:
        """Whether it has fewer than three sentences."""
        return sum(map(len, self.paragraphs)) < 3


@dataclass(frozen=True, slots=True)
class Repost:
    """One repost: its paragraphs, and of which document and paragraph each is."""

    kind: str
    system: str
    half: int
    paragraphs: tuple[str, ...]
    homes: tuple[tuple[str, int], ...]


def read_documents(path: Path) -> list[Document]:
    """The documents of a file of JSON lines: `pair`, `doc`, `source`, `reference` and `systems`."""
    with open_text(path) as lines:
        return [_document(number, json.loads(line)) for number, line in enumerate(lines)]


def _document(number: int, stored: dict[str, Any]) -> Document:
    source = _flat(stored["source"])
    name = stored["pair"] + stored["doc"]
    cuts = list(_cuts(len(source), random.Random(name)))
    translations = []
    for one in (*stored["reference"], *stored["systems"]):
        text = _flat(one["text"])
        if len(text) == len(source):
            parts = tuple(" ".join(filter(None, text[start:end])) for start, end in cuts)
            translations.append((str(one.get("system", "human")), parts))
    return Document(
        f"{stored['pair'][:2]}-{number:04d}",
        stored["pair"][:2],
        int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2,
        tuple(tuple(source[start:end]) for start, end in cuts),
        tuple(translations),
    )


def _flat(parts: Sequence[Sequence[str]]) -> list[str]:
    return [sentence.strip() for part in parts for sentence in part]


def _cuts(length: int, draw: random.Random) -> Iterator[tuple[int, int]]:
    at = 0
    while at < length:
        size = draw.randint(_LEAST_SENTENCES, _MOST_SENTENCES)
        # No paragraph of one sentence is left over at the end.
        size += length - at - size == 1
        yield at, min(length, at + size)
        at += size


def reposts(documents: Sequence[Document], share: float, draw: random.Random) -> Iterator[Repost]:
    """Reposts of a share of the documents: whole, as one paragraph, short, and two joined into one."""
    for one in documents:
        if draw.random() >= share * (0.5 if one.is_short else 1.0):
            continue
        system, text = draw.choice((one.translations[0], draw.choice(one.translations)))
        homes = tuple((one.id, number) for number in range(len(text)))
        yield Repost("short" if one.is_short else "long", system, one.half, text, homes)
        if not one.is_short and draw.random() < 0.2:
            yield Repost("one paragraph", system, one.half, (" ".join(text),), ((one.id, 0),))
    for half in (0, 1):
        pool = [one for one in documents if one.half == half and not one.is_short]
        for _ in range(int(len(pool) * share / 2)):
            first = draw.choice(pool)
            second = draw.choice([one for one in pool if one.language == first.language and one is not first])
            yield _joined(first, second, draw)


def _joined(first: Document, second: Document, draw: random.Random) -> Repost:
    """All of one document with some paragraphs of another among them, as where an editor adds to a story."""
    (system, text), (other, added) = draw.choice(first.translations), draw.choice(second.translations)
    parts = [(part, (first.id, number)) for number, part in enumerate(text)]
    for number in draw.sample(range(len(added)), draw.randint(1, len(added))):
        parts.insert(draw.randint(0, len(parts)), (added[number], (second.id, number)))
    paragraphs, homes = zip(*parts, strict=True)
    return Repost("joined", f"{system}/{other}", first.half, paragraphs, homes)
