"""The parallel text that the checker is trained on: cut into words once, kept as numbers on disk."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.checker.features import Side, marks_of
from provenance.embed.static import open_embedded
from provenance.errors import TrainingError
from provenance.lexicon import split_words
from provenance.training.corpus import Pair, fingerprint
from provenance.values import Word

#: Rows of these corpora that are used at most; everyday sentences are too easy to be worth more.
MOST_ROWS = {"tatoeba": 120_000, "wmt21sys": 45_000, "wmt22sys": 40_000, "mlqe": 20_000}
#: Machine translations: corrupted like the others, but as faithful text they count less.
MACHINE_MADE = frozenset({"wmt21sys", "wmt22sys", "mlqe"})
#: One row in so many of this corpus is kept back to measure on.
KEPT_CORPUS, KEPT_ONE_IN = "newstest", 50
FEWEST_WORDS, MOST_WORDS = 3, 70
FORMAT = 1
_NAMES, _NUMBERS = "material.json", "material.npz"


@dataclass(frozen=True, slots=True)
class Row:
    """One pair of the material by its sides and its corpus."""

    a: Side
    b: Side
    corpus: str


class Material:
    """Pairs of texts as numbers of word forms; `rows[i]` cuts out one.

    `ids` and `marks` are flat over all texts, `bounds` (2 rows + 1) their limits, `kinds` (rows, 3) the
    numbers of the corpus and both languages in `names`.
    """

    def __init__(self, forms: Sequence[str], names: Sequence[str], arrays: dict[str, npt.NDArray[Any]]) -> None:
        self.forms, self.names = forms, names
        self.ids, self.marks = arrays["ids"], arrays["marks"]
        self.bounds, self.kinds = arrays["bounds"], arrays["kinds"]

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, row: int) -> Row:
        corpus, *languages = (self.names[one] for one in self.kinds[row])
        a, b = (self._side(2 * row + side, languages[side]) for side in (0, 1))
        return Row(a, b, corpus)

    def _side(self, text: int, language: str) -> Side:
        begin, end = self.bounds[text], self.bounds[text + 1]
        words = tuple(self.forms[one] for one in self.ids[begin:end].tolist())
        return Side(words, tuple(self.marks[begin:end].tolist()), language)

    def groups(self) -> dict[tuple[str, str, str], npt.NDArray[np.int64]]:
        """The rows by corpus and pair of languages."""
        keys, where = np.unique(self.kinds, axis=0, return_inverse=True)
        order = np.argsort(where, kind="stable")
        parts = np.split(order, np.cumsum(np.bincount(where.ravel()))[:-1])
        found = {}
        for key, rows in zip(keys.tolist(), parts, strict=True):
            corpus, a, b = (self.names[one] for one in key)
            found[corpus, a, b] = rows
        return found

    def texts_by_language(self) -> dict[str, npt.NDArray[np.int64]]:
        """Numbers of texts (2 · row + side) by language."""
        flat = self.kinds[:, 1:].reshape(-1)
        return {self.names[one]: np.flatnonzero(flat == one) for one in np.unique(flat).tolist()}

    def text(self, number: int) -> Side:
        """One text by its number."""
        return self._side(number, self.names[self.kinds[number // 2, 1 + number % 2]])

    def save(self, folder: Path) -> None:
        """Keep the material in a folder."""
        content = {"format": FORMAT, "names": list(self.names), "forms": list(self.forms)}
        np.savez(folder / _NUMBERS, ids=self.ids, marks=self.marks, bounds=self.bounds, kinds=self.kinds)
        (folder / _NAMES).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def open_material(folder: Path) -> Material | None:
    """The material kept in a folder, or None where there is none that can be used."""
    try:
        content = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            return None
        with np.load(folder / _NUMBERS, allow_pickle=False) as arrays:
            return Material(content["forms"], content["names"], dict(arrays))
    except (OSError, ValueError, KeyError):
        return None


def choose_rows(pairs: Iterable[Pair], leave_out: frozenset[int]) -> tuple[list[Pair], list[Pair]]:
    """Pairs to train on and the slice kept back, without test material and without more than is useful of a corpus."""
    train: list[Pair] = []
    kept: list[Pair] = []
    taken: Counter[str] = Counter()
    by_pair: Counter[tuple[str, str, str]] = Counter()
    for pair in pairs:
        key = (pair.corpus, pair.language_a, pair.language_b)
        if pair.language_a == pair.language_b or taken[pair.corpus] >= MOST_ROWS.get(pair.corpus, 10**9):
            continue
        if pair.corpus == "tatoeba" and by_pair[key] >= 3000:
            continue
        if fingerprint(pair.text_a) in leave_out or fingerprint(pair.text_b) in leave_out:
            continue
        if is_kept_back(pair):
            kept.append(pair)
            continue
        taken[pair.corpus] += 1
        by_pair[key] += 1
        train.append(pair)
    return train, kept


def is_kept_back(pair: Pair) -> bool:
    """Whether no checker is ever trained on a pair."""
    return pair.corpus == KEPT_CORPUS and fingerprint(pair.text_a) % KEPT_ONE_IN == 0


def cut(text: str, language: str) -> tuple[Side, tuple[Word, ...]]:
    """A text as the checker reads it, and its words with their places."""
    words = split_words(text, open_embedded().tokenizer)
    return Side(tuple(word.text for word in words), marks_of(text, words), language), words


def prepare(pairs: Sequence[Pair], say: Callable[[str], None]) -> Material:
    """Cut all pairs into words; pairs with a very short or very long side are left out.

    Raises:
        TrainingError: no pair is left.
    """
    forms: defaultdict[str, int] = defaultdict(lambda: len(forms))
    names: defaultdict[str, int] = defaultdict(lambda: len(names))
    ids: list[npt.NDArray[np.uint32]] = []
    marks: list[npt.NDArray[np.uint8]] = []
    lengths: list[int] = []
    kinds: list[tuple[int, int, int]] = []
    for number, pair in enumerate(pairs, 1):
        sides = (cut(pair.text_a, pair.language_a)[0], cut(pair.text_b, pair.language_b)[0])
        if all(FEWEST_WORDS <= len(side.words) <= MOST_WORDS for side in sides):
            kinds.append((names[pair.corpus], names[pair.language_a], names[pair.language_b]))
            for side in sides:
                ids.append(np.fromiter((forms[word] for word in side.words), np.uint32, len(side.words)))
                marks.append(np.asarray(side.marks, np.uint8))
                lengths.append(len(side.words))
        if number % 100_000 == 0:
            say(f"{number:,} pairs cut into words")
    if not kinds:
        raise TrainingError("No pair of texts is left to train on; name files with rows of parallel text.")
    arrays: dict[str, npt.NDArray[Any]] = {
        "ids": np.concatenate(ids),
        "marks": np.concatenate(marks),
        "bounds": np.concatenate(([0], np.cumsum(lengths))),
        "kinds": np.asarray(kinds, np.int64),
    }
    return Material(list(forms), list(names), arrays)
