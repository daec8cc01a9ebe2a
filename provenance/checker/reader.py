"""Reading pairs of texts with the checker: words, evidence, network, and the scores with their offsets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from provenance.align.words import WordAligner
from provenance.checker.features import MOST_WORDS, Side, marks_of, pair_input, scaled
from provenance.checker.network import Network, Odds
from provenance.checker.proofreader import Proof, Proofreader
from provenance.checker.storage import CHECKER_FILE, read_checker
from provenance.checker.weighted import Floats, chance
from provenance.embed.static import StaticEmbedder, open_embedded
from provenance.errors import EmbedderError
from provenance.language import detect_language
from provenance.lexicon import open_lexicon
from provenance.values import Word

#: Words of both sides, padding included, that are read at once.
_WORDS_AT_ONCE = 800
#: Pairs whose evidence is held in memory at once.
_PAIRS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Score:
    """A stretch of a text by its offsets in code points, and a probability 0..1; a gap starts where it ends."""

    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the checker says of one pair of texts.

    `wrong` has a score for each word of the repost (it says what the original does not), `missing` for
    each gap between them, both ends included (something was left out here), `unrendered` for each word of
    the original (the repost does not say it). `holes` and `odd` are scores of the same gaps and words of the repost
    by the proofreader, who does not see the original: a word is missing here, a word does not belong; they are
    empty where it does not know the language. `pair` is the probability of a fault as the training text
    has them, `serious` that people who compare translations would call an error of it serious: they rank
    pairs, and are calibrated elsewhere.
    """

    wrong: tuple[Score, ...]
    missing: tuple[Score, ...]
    unrendered: tuple[Score, ...]
    pair: float
    serious: float
    holes: tuple[Score, ...] = ()
    odd: tuple[Score, ...] = ()


#: Of a pair that has a side without words, nothing can be said.
SILENT = Reading((), (), (), 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text's words with their places, as the network reads them."""

    words: tuple[Word, ...]
    side: Side


class Checker:
    """A checker opened from its file.

    Args:
        path: the file.
        embedder: the model whose vectors it reads.
        aligner: of that model, shared so that no word is looked up twice; one of its own where not given.

    Raises:
        EmbedderError: the file is missing or damaged, or was trained on another model's vectors.
    """

    def __init__(self, path: Path, embedder: StaticEmbedder, aligner: WordAligner | None = None) -> None:
        content = read_checker(path)
        self.sha256 = content.sha256
        if content.vectors_sha256 != embedder.sha256:
            raise EmbedderError(
                f"The checker {path.name} was trained on another embedded model than the installed one; "
                "go on without it (--no-checker), or train it again with `provenance model train-checker`."
            )
        proof = content.proof
        try:
            self._network = Network(content.shape, content.weights)
            self._proofreader = (
                None if proof is None else Proofreader(proof.vocabulary, proof.weights, content.shape.vector)
            )
        except ValueError as error:
            raise EmbedderError(
                f"The checker {path} cannot be used ({error}); "
                "go on without it (--no-checker) or install the package again."
            ) from error
        self._aligner = aligner or WordAligner(embedder, open_lexicon())

    def read(
        self, pairs: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]] | None = None
    ) -> list[Reading]:
        """Read pairs of (original, repost); `languages` are their codes, told from the texts where not given."""
        readings: list[Reading] = []
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            end = start + _PAIRS_AT_ONCE
            readings += self._read_some(pairs[start:end], languages[start:end] if languages else None)
        return readings

    def _read_some(
        self, pairs: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]] | None
    ) -> list[Reading]:
        texts = [
            tuple(self._cut(text, languages[row][side] if languages else None) for side, text in enumerate(pair))
            for row, pair in enumerate(pairs)
        ]
        read = self.read_sides([(a.side, b.side) for a, b in texts])
        proofs = self.proofread([repost.side for _, repost in texts])
        return [
            SILENT
            if odds is None
            else Reading(
                _words(repost, odds.wrong),
                _gaps(repost, odds.missing),
                _words(original, odds.unrendered),
                odds.pair,
                odds.serious,
                () if proof is None else _gaps(repost, chance(proof.holes)),
                () if proof is None else _words(repost, chance(proof.odd)),
            )
            for (original, repost), odds, proof in zip(texts, read, proofs, strict=True)
        ]

    def read_sides(self, pairs: Sequence[tuple[Side, Side]]) -> list[Odds | None]:
        """Read pairs that are cut into words already; None where a side has no words."""
        found: list[Odds | None] = [None] * len(pairs)
        full = [row for row, (a, b) in enumerate(pairs) if a.words and b.words]
        for rows in _batches(full, [(len(a.words), len(b.words)) for a, b in pairs]):
            inputs = [pair_input(self._aligner, *pairs[row]) for row in rows]
            for row, odds in zip(rows, self._network.read(inputs), strict=True):
                found[row] = odds
        return found

    def proofread(self, sides: Sequence[Side]) -> list[Proof | None]:
        """Read texts alone; None where one has no words, or is in a language that the proofreader does not know."""
        found: list[Proof | None] = [None] * len(sides)
        reader = self._proofreader
        if reader is None:
            return found
        known = [row for row, side in enumerate(sides) if side.words and reader.knows(side.language)]
        for rows in _batches(known, [(0, len(side.words)) for side in sides]):
            own = [sides[row] for row in rows]
            vectors = [scaled(self._aligner.vectors(side.words)[0]) for side in own]
            for row, proof in zip(rows, reader.read(own, vectors), strict=True):
                found[row] = proof
        return found

    def _cut(self, text: str, language: str | None) -> _Text:
        words = self._aligner.words(text)[:MOST_WORDS]
        code = language or detect_language(text)
        return _Text(words, Side(tuple(word.text for word in words), marks_of(text, words), code))


def _batches(rows: Sequence[int], sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Rows of like size together, so that little of what is read is padding; `sizes` are of both sides."""
    batch: list[int] = []
    longest = (0, 0)
    for row in sorted(rows, key=lambda row: max(sizes[row])):
        grown = max(longest[0], sizes[row][0]), max(longest[1], sizes[row][1])
        if batch and (len(batch) + 1) * sum(grown) > _WORDS_AT_ONCE:
            yield batch
            batch, grown = [], sizes[row]
        batch.append(row)
        longest = grown
    if batch:
        yield batch


def _words(text: _Text, values: Floats) -> tuple[Score, ...]:
    return tuple(Score(word.start, word.end, value) for word, value in zip(text.words, values.tolist(), strict=True))


def _gaps(text: _Text, values: Floats) -> tuple[Score, ...]:
    # A gap lies behind the word before it; the first lies before all words.
    places = [text.words[0].start, *(word.end for word in text.words)]
    return tuple(Score(at, at, value) for at, value in zip(places, values.tolist(), strict=True))


@cache
def open_checker(path: Path = CHECKER_FILE) -> Checker:
    """The checker that ships inside the package, opened once a process.

    Raises:
        EmbedderError: there is none, it is damaged, or it was trained on other vectors than the installed model's.
    """
    return Checker(path, open_embedded())
