"""The lexicon: how probable it is that one word renders another, learned from parallel text.

The table holds each language against English; two other languages meet through English. A unit that is
not in it scores 0, and whoever asks falls back on the similarity of the words' vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.lexicon.storage import LEVELS, open_tables, unit_hash
from provenance.lexicon.units import split_words, word_unit

__all__ = ["LEXICON_FILE", "PIVOT", "Lexicon", "open_lexicon", "split_words", "word_unit"]

LEXICON_FILE = Path(__file__).parent / "data" / "lexicon.bin"
PIVOT = "en"

Scores = npt.NDArray[np.float32]


class Lexicon:
    """A lexicon opened from its file.

    Raises:
        EmbedderError: the file cannot be used.
    """

    def __init__(self, path: Path = LEXICON_FILE) -> None:
        self.path = path
        self._english, self._tables, self.recorded_sha256 = open_tables(path)
        self._bounds: dict[str, npt.NDArray[np.int64]] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it knows, English first, then by code."""
        return (PIVOT, *self._tables)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the file."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def supports(self, source_language: str, target_language: str) -> bool:
        """Whether it can say anything about this pair of languages."""
        return source_language != target_language and {source_language, target_language} <= set(self.languages)

    def has(self, unit: str, language: str) -> bool:
        """Whether it has entries for a unit of a language other than English."""
        return language in self._tables and int(_find(self._tables[language].keys, [unit])[0]) >= 0

    def scores(
        self, source_units: Sequence[str], target_units: Sequence[str], source_language: str, target_language: str
    ) -> Scores:
        """Strength 0..1 of each pair of units, shape (n, m); 0 where unknown.

        It is the geometric mean of the probabilities of both directions.
        """
        forward, backward = self.probabilities(source_units, target_units, source_language, target_language)
        return np.asarray(np.sqrt(forward * backward), np.float32)

    def probabilities(
        self, source_units: Sequence[str], target_units: Sequence[str], source_language: str, target_language: str
    ) -> tuple[Scores, Scores]:
        """p(target unit | source unit) and p(source unit | target unit), each of shape (n, m); 0 where unknown."""
        shape = (len(source_units), len(target_units))
        if not self.supports(source_language, target_language) or 0 in shape:
            return np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        if target_language == PIVOT:
            return self._dense(source_units, source_language, self._numbers(target_units))
        if source_language == PIVOT:
            forward, backward = self._dense(target_units, target_language, self._numbers(source_units))
            return backward.T, forward.T
        pivots = np.unique(
            np.concatenate([self._pivots(units, language) for units, language in (
                (source_units, source_language), (target_units, target_language))])
        ).astype(np.int64)  # fmt: skip
        there, there_back = self._dense(source_units, source_language, pivots)
        on, on_back = self._dense(target_units, target_language, pivots)
        return there @ on_back.T, there_back @ on.T

    def _numbers(self, units: Sequence[str]) -> npt.NDArray[np.int64]:
        """The numbers of English units, -1 where unknown."""
        return _find(self._english, units)

    def _pivots(self, units: Sequence[str], language: str) -> npt.NDArray[np.uint16]:
        table, bounds = self._tables[language], self._bounds_of(language)
        rows = _find(table.keys, units)
        parts = [table.units[bounds[row] : bounds[row + 1]] for row in set(rows[rows >= 0].tolist())]
        return np.concatenate(parts) if parts else np.empty(0, np.uint16)

    def _bounds_of(self, language: str) -> npt.NDArray[np.int64]:
        """The stretch of each unit's entries, added up once a language."""
        if language not in self._bounds:
            self._bounds[language] = np.concatenate(([0], np.cumsum(self._tables[language].counts, dtype=np.int64)))
        return self._bounds[language]

    def _dense(self, units: Sequence[str], language: str, english: npt.NDArray[np.int64]) -> tuple[Scores, Scores]:
        """p(English | unit) and p(unit | English), shape (units, len(english))."""
        table, bounds = self._tables[language], self._bounds_of(language)
        known, places = np.unique(english, return_inverse=True)
        forward = np.zeros((len(units), len(known)), np.float32)
        backward = np.zeros_like(forward)
        rows = _find(table.keys, units)
        lines = np.flatnonzero(rows >= 0)
        begins = bounds[rows[lines]]
        counts = bounds[rows[lines] + 1] - begins
        # The entries of all units in one row: where each stands in the table, and the sentence's unit that it is of.
        ends = np.cumsum(counts)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - ends + counts, counts)
        entries = table.units[at].astype(np.int64)
        columns = np.minimum(np.searchsorted(known, entries), len(known) - 1)
        hit = np.flatnonzero(known[columns] == entries)
        cells, at = (np.repeat(lines, counts)[hit], columns[hit]), at[hit]
        forward[cells] = LEVELS[table.forward[at]]
        backward[cells] = LEVELS[table.backward[at]]
        return forward.take(places, axis=1), backward.take(places, axis=1)


def _find(keys: npt.NDArray[np.uint32], units: Sequence[str]) -> npt.NDArray[np.int64]:
    """Positions of units in sorted `keys`, -1 where absent; an empty unit is never there."""
    wanted = np.array([unit_hash(unit) for unit in units], np.uint32)
    if not len(keys) or not len(wanted):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found = np.where(keys[at] == wanted, at, -1).astype(np.int64)
    found[[not unit for unit in units]] = -1
    return found


@cache
def open_lexicon() -> Lexicon:
    """The lexicon that ships inside the package, opened once a process."""
    return Lexicon()
