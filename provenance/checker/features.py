"""What the checker is told of a pair of texts: its words, their vectors, and what speaks for each link.

The word aligner's evidence is the checker's head start: it says which words could render each other, and
the network has only to learn what it means when one stays alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from provenance.align.word_features import LEXICAL
from provenance.align.words import WordAligner
from provenance.checker.cue_marks import CUES, DENYING, cue_marks
from provenance.checker.weighted import Floats
from provenance.names.by_sound import sounds
from provenance.names.spelled import spellings
from provenance.names.spelling import plain
from provenance.values import Word

#: Longer texts are read as far as this.
MOST_WORDS = 300
#: What follows a word in its text, as bits of its mark.
COMMA, STOP, QUOTE = 1, 2, 4
_COMMAS, _STOPS, _QUOTES = frozenset(",;:–—()，、；：（）"), frozenset(".!?…。！？؟।"), frozenset("\"'„“”«»‚‘’「」『』")

_FORM, _SPELLING = LEXICAL.index("same form"), LEXICAL.index("spelling")
_TAKEN = tuple(
    LEXICAL.index(name)
    for name in ("forward", "backward", "cosine", "above neighbours", "row share", "column share", "spelling",
                 "same number", "other number")
)  # fmt: skip
_NAMED = _TAKEN.index(_SPELLING)
#: Numbers per cell of the grid of both sides' words; the last is the probability of the link.
CHANNELS = len(_TAKEN) + 1
CHANCE = CHANNELS - 1
OF_WORD = 9
#: What a word's letters tell, as numbers; one of `OF_WORD` tells of its weight, the others of the marks.
LETTERS = 4
_WORDS_REMEMBERED = 1 << 16
#: Places of some of a word's own numbers, and where its cues begin.
DIGIT, UPPER, FIRST = 1, 2, 8
#: About the length of a word's vector before it is made a unit.
_USUAL_WEIGHT = 8
_OF_LINKS = 6
CUES_AT = OF_WORD + CHANNELS + _OF_LINKS
#: What is said of a word that may be a name: how well the other side spells it, and how much there is to spell.
_OF_NAMES = 2
_SHORTEST_NAME, _LONG_NAME = 3, 5
#: Numbers per word, beside its vector.
SCALARS = CUES_AT + 2 * CUES + DENYING + _OF_NAMES
#: A word that is linked to nothing is told (almost) nothing of the other side's cues.
_UNLINKED = np.float32(0.3)
#: How far from a word's counterpart a denial may stand.
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one text in order, with the marks that follow them, and its language."""

    words: tuple[str, ...]
    marks: tuple[int, ...]
    language: str


@dataclass(frozen=True, slots=True, eq=False)
class PairInput:
    """A pair as the network reads it, of n words of the original and m of the repost.

    `vectors` (n + m, dim) have components around 1, so that they weigh as much as the `scalars` (n + m,
    `SCALARS`) and the `grid` (`CHANNELS`, n, m).
    """

    vectors: Floats
    scalars: Floats
    grid: Floats


def marks_of(text: str, words: Sequence[Word], start: int = 0) -> tuple[int, ...]:
    """For each word of `text` the bits of what stands between it and the next; offsets begin at `start`."""
    ends = [word.start - start for word in words[1:]] + [len(text)]
    # A text without words leaves one end over.
    return tuple(_mark(text[word.start - start + len(word.text) : end]) for word, end in zip(words, ends, strict=False))


def _mark(between: str) -> int:
    if between in {" ", ""}:
        return 0
    found = set(between)
    return COMMA * bool(found & _COMMAS) | STOP * bool(found & _STOPS) | QUOTE * bool(found & _QUOTES)


def pair_input(aligner: WordAligner, original: Side, repost: Side) -> PairInput:
    """What the network reads of a pair whose sides both have words."""
    lexical, chances = aligner.evidence(original.words, repost.words, original.language, repost.language)
    grid = np.empty((CHANNELS, *chances.shape), np.float32)
    grid[:CHANCE] = lexical[list(_TAKEN)]
    np.maximum(grid[_NAMED], lexical[_FORM], out=grid[_NAMED])
    grid[CHANCE] = chances
    known = float(aligner.knows(original.language, repost.language))
    cues = [cue_marks(side.words, side.language) for side in (original, repost)]
    vectors, scalars = [], []
    cells, other = grid, cues[1]
    for side, across, own in zip((original, repost), (repost, original), cues, strict=True):
        unit, weights = aligner.vectors(side.words)
        vectors.append(scaled(unit))
        parts = [own_marks(side, weights), cells.max(axis=2).T, _of_links(cells, known), own]
        scalars.append(
            np.concatenate([*parts, *_of_counterparts(cells[CHANCE], other), _of_names(side, across)], axis=1)
        )
        cells, other = grid.transpose(0, 2, 1), own
    return PairInput(np.concatenate(vectors), np.concatenate(scalars), grid)


def scaled(unit: Floats) -> Floats:
    """Unit vectors (n, dim) so long that their components are around 1."""
    return unit * np.float32(np.sqrt(unit.shape[1]))


def own_marks(side: Side, weights: Floats) -> Floats:
    """What each word shows by itself (n, `OF_WORD`), its weight first."""
    found = np.empty((len(side.words), OF_WORD), np.float32)
    marks = np.array((STOP, *side.marks))
    found[:, 0] = weights / _USUAL_WEIGHT
    found[:, 1 : 1 + LETTERS] = np.array(list(map(letters, side.words))).reshape(-1, LETTERS)
    for column, (bit, of) in enumerate(((COMMA, marks[1:]), (STOP, marks[1:]), (QUOTE, marks[1:]), (STOP, marks[:-1]))):
        found[:, 1 + LETTERS + column] = of & bit > 0
    return found


@lru_cache(_WORDS_REMEMBERED)
def letters(word: str) -> tuple[float, ...]:
    """Whether a word has digits, a first capital, capitals alone, and how long it is."""
    digits, upper = any(map(str.isdigit, word)), len(word) > 1 and word.isupper()
    return float(digits), float(word[0].isupper()), float(upper), min(len(word), 12) / 6


def _of_links(cells: Floats, known: float) -> Floats:
    """Per word of the side that the rows belong to: how it is linked, of `cells` (channels, n, m)."""
    chances = cells[CHANCE]
    n, m = chances.shape
    found = np.empty((n, _OF_LINKS), np.float32)
    total = chances.sum(axis=1)
    found[:, 0] = np.minimum(total, 3)
    found[:, 1] = np.partition(chances, -2, axis=1)[:, -2] if m > 1 else 0
    # Not the product of matrices: its kernel for such shapes may warn of what lies beyond them.
    place = np.einsum("ij,j->i", chances, (np.arange(m, dtype=np.float32) + 0.5) / m) / np.maximum(total, 1e-3)
    found[:, 2] = np.where(total > 0.2, np.abs(place - (np.arange(n) + 0.5) / n), 0)
    found[:, 3] = known
    found[:, 4] = np.log(m / n)
    found[:, 5] = np.minimum(chances.sum(axis=0), 3)[chances.argmax(axis=1)]
    return found


def _of_counterparts(chances: Floats, cues: Floats) -> tuple[Floats, Floats]:
    """The cues of each word's counterparts, and the denials around them, by `chances` (n, m) and `cues` (m, k)."""
    shares = chances / (chances.sum(axis=1, keepdims=True) + _UNLINKED)
    m = len(cues)
    wide = np.zeros((m + 2 * _NEAR, DENYING), np.float32)
    wide[_NEAR : _NEAR + m] = cues[:, :DENYING]
    near = np.max([wide[by : by + m] for by in range(2 * _NEAR + 1)], axis=0)
    return shares @ cues, shares @ near


def _of_names(side: Side, other: Side) -> Floats:
    """For each word with a capital how well `other` spells it, and its consonants (n, `_OF_NAMES`)."""
    found = np.zeros((len(side.words), _OF_NAMES), np.float32)
    there = spellings(other.words, other.language)
    for row, word in enumerate(side.words):
        if word[0].isupper() and len(word) >= _SHORTEST_NAME:
            length = max(map(len, sounds(plain(word))))
            found[row] = there.of(word), min(length, _LONG_NAME) / _LONG_NAME
    return found
