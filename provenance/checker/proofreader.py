"""Reading a text alone, as one who knows its language and not its original: where a word is missing, which word is odd.

What was taken out of a sentence, or put into it, often shows in the sentence itself: "the minister the law". A
few dilated convolutions (van den Oord et al. 2016) over the words, trained to find what was taken out of faithful
text, or exchanged in it, in the manner of ELECTRA (Clark et al. 2020).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.checker.features import COMMA, LETTERS, QUOTE, STOP, Side, letters
from provenance.checker.weighted import Floats, Weighted, Weights

#: Sizes of the network: of a word's own vector, of the embedded vector as it is taken in, of a layer, of a gap.
OWN, TAKEN, DIM, GAP = 32, 96, 128, 64
#: How far to either side each layer looks, in words.
REACH = (1, 2, 4, 8, 1)
#: What a word shows beside its vectors: its letters, and the marks behind it.
SHOWN = LETTERS + 3
_ENDING = 3


@dataclass(frozen=True, slots=True)
class Known:
    """The words and endings of one language that have vectors of their own, by their rows; `row` is the language's."""

    row: int
    words: Mapping[str, int]
    endings: Mapping[str, int]

    def row_of(self, word: str) -> int:
        """The row of a word, else of its ending, else the first, which all others share."""
        return self.words.get(word.lower()) or self.endings.get(ending(word), 0)


class Vocabulary:
    """What the proofreader knows of each language.

    Args:
        lists: by language its words, then its endings, each in the order of their rows.
    """

    def __init__(self, lists: Mapping[str, tuple[Sequence[str], Sequence[str]]]) -> None:
        self.lists = {language: (tuple(words), tuple(endings)) for language, (words, endings) in sorted(lists.items())}
        self._known: dict[str, Known] = {}
        at = 1
        for language, (words, endings) in self.lists.items():
            behind = at + 1 + len(words)
            self._known[language] = Known(
                at,
                {word: row for row, word in enumerate(words, at + 1)},
                {ending: row for row, ending in enumerate(endings, behind)},
            )
            at = behind + len(endings)
        self.rows = at

    def __contains__(self, language: str) -> bool:
        return language in self._known

    def __getitem__(self, language: str) -> Known:
        return self._known[language]


def ending(word: str) -> str:
    """The ending by which a word without a vector of its own is known."""
    return word.lower()[-_ENDING:]


def mark_bits(marks: npt.NDArray[np.integer[Any]]) -> Floats:
    """Which marks stand behind words, one number for each kind in a last axis."""
    found: Floats = (marks[..., None] & np.array([COMMA, STOP, QUOTE]) > 0).astype(np.float32)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """Log-odds for one text: that a word is missing in a gap, `holes` (m + 1,), that a word is `odd` (m,)."""

    holes: Floats
    odd: Floats


def proof_sizes(rows: int, vector: int) -> dict[str, tuple[int, ...]]:
    """The shape of each weight, for so many rows of own vectors and embedded vectors of so many dimensions."""
    wanted: dict[str, tuple[int, ...]] = {
        "own.weight": (rows, OWN), "take.weight": (TAKEN, vector),
        "enter.weight": (DIM, OWN + TAKEN + SHOWN), "enter.bias": (DIM,),
        "leave.weight": (DIM,), "leave.bias": (DIM,), "odd.weight": (1, DIM), "odd.bias": (1,),
        "hole_left.weight": (GAP, DIM), "hole_left.bias": (GAP,), "hole_right.weight": (GAP, DIM),
        "hole.weight": (1, GAP), "hole.bias": (1,),
    }  # fmt: skip
    for layer in range(len(REACH)):
        wanted |= {
            f"layers.{layer}.before.weight": (DIM,), f"layers.{layer}.before.bias": (DIM,),
            f"layers.{layer}.gather.weight": (DIM, 3 * DIM), f"layers.{layer}.gather.bias": (DIM,),
            f"layers.{layer}.answer.weight": (DIM, DIM), f"layers.{layer}.answer.bias": (DIM,),
        }  # fmt: skip
    return wanted


class Proofreader(Weighted):
    """The network with its weights and the words that it knows; `vector` is the size of the embedded vectors.

    Raises:
        ValueError: the weights do not fit the words.
    """

    def __init__(self, vocabulary: Vocabulary, weights: Weights, vector: int) -> None:
        super().__init__(weights, proof_sizes(vocabulary.rows, vector))
        self._vocabulary = vocabulary

    def knows(self, language: str) -> bool:
        """Whether it can read a language."""
        return language in self._vocabulary

    def read(self, sides: Sequence[Side], vectors: Sequence[Floats]) -> list[Proof]:
        """Read texts of like length at once, each in a language that it knows, with at least one word.

        Args:
            sides: the texts.
            vectors: for each the embedded vectors of its words, with components around 1 (m, vector).
        """
        sizes = [len(side.words) for side in sides]
        most = max(sizes)
        own = np.zeros((len(sides), most, OWN), np.float32)
        taken = np.zeros((len(sides), most, vectors[0].shape[1]), np.float32)
        seen = np.zeros((len(sides), most, SHOWN), np.float32)
        here = np.zeros((len(sides), most, 1), np.float32)
        table = self._weights["own.weight"]
        for row, (side, of_words, size) in enumerate(zip(sides, vectors, sizes, strict=True)):
            known = self._vocabulary[side.language]
            own[row, :size] = table[[known.row_of(word) for word in side.words]] + table[known.row]
            taken[row, :size], here[row, :size] = of_words, 1
            seen[row, :size, :LETTERS] = [letters(word) for word in side.words]
            seen[row, :size, LETTERS:] = mark_bits(np.array(side.marks))
        holes, odd = self._forward(own, taken, seen, here)
        return [Proof(holes[row, : size + 1], odd[row, :size]) for row, size in enumerate(sizes)]

    def _forward(self, own: Floats, taken: Floats, seen: Floats, here: Floats) -> tuple[Floats, Floats]:
        x = self._linear(np.concatenate([own, self._linear(taken, "take"), seen], axis=2), "enter") * here
        for layer, reach in enumerate(REACH):
            around = _around(self._norm(x, f"layers.{layer}.before") * here, reach)
            gathered = self._linear(around, f"layers.{layer}.gather")
            x = (x + self._linear(np.maximum(gathered, 0, out=gathered), f"layers.{layer}.answer")) * here
        x = self._norm(x, "leave") * here
        return self._gaps(x, "hole"), self._linear(x, "odd")[..., 0]


def _around(x: Floats, reach: int) -> Floats:
    """Each word beside those `reach` before and behind it (b, m, 3 · dim)."""
    wide: npt.NDArray[np.float32] = np.pad(x, ((0, 0), (reach, reach), (0, 0)))
    m = x.shape[1]
    return np.concatenate([wide[:, :m], x, wide[:, 2 * reach :]], axis=2)
