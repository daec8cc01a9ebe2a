"""What the word lists say of each word: whether it denies, hedges, grades, or only carries grammar.

A network of this size learns what a lost denial looks like much sooner when it is told which words deny.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from provenance.cues.lists import Cues, Kind, Scale, cues_of

_KINDS: tuple[Kind, ...] = (
    "negation", "implicit", "affix", "status", "possibility", "approximate", "certain", "modal", "break",
)  # fmt: skip
_SCALES: tuple[Scale, ...] = ("degree", "frequency", "quantity")
#: Kinds that a counterpart's neighbours may carry instead of it.
DENYING = 3
NEGATION, IMPLICIT, AFFIXED = range(DENYING)
#: Numbers per word: the kinds, presence and level on each scale, function word, and two of the language's own.
FUNCTION = len(_KINDS) + 2 * len(_SCALES)
CUES = FUNCTION + 3
_MIDDLE_LEVEL = 3
_WORDS_REMEMBERED = 1 << 16

_NOTHING = (0.0,) * CUES


def cue_marks(words: Sequence[str], language: str) -> npt.NDArray[np.float32]:
    """Numbers (n, `CUES`) for words of a language; all 0 where there is no list for it."""
    return np.array([_marks(word, language) for word in words], np.float32).reshape(-1, CUES)


@lru_cache(_WORDS_REMEMBERED)
def _marks(word: str, language: str) -> tuple[float, ...]:
    cues = cues_of(language)
    return _NOTHING if cues is None else tuple(_of_word(word, cues))


def _of_word(word: str, cues: Cues) -> list[float]:
    found = [float(cues.is_cue(kind, word)) for kind in _KINDS]
    for scale in _SCALES:
        level = cues.level(scale, word)
        found += [1.0, (level - _MIDDLE_LEVEL) / 2] if level else [0.0, 0.0]
    return [*found, float(cues.is_function_word(word)), 1.0, float(cues.concord)]
