"""The kinds of words whose readings are pooled apart: what is telling for a figure says little of a noun.

A lost denial changes a story at odds that many a freely rendered noun reaches; pooled together, the
nouns would decide.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.checker.cue_marks import AFFIXED, CUES, FUNCTION, IMPLICIT, NEGATION, cue_marks
from provenance.checker.features import CUES_AT, DIGIT, FIRST, OF_WORD, SCALARS, UPPER, Side, own_marks

#: The kinds of words that are told apart, in the order of their masks.
NAMES = ("figure", "denial", "turned", "name", "grammar", "content")
KINDS = len(NAMES)


def word_kinds(scalars: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """A mask of words for each kind, of `scalars` (…, `SCALARS`) in NumPy or torch.

    "Turned" are words with a negating affix or meaning; a capital opens a sentence or begins a name.
    """

    def has(column: int) -> Any:  # noqa: ANN401
        return scalars[..., column] > 0

    figure = has(DIGIT)
    denial = has(CUES_AT + NEGATION) & ~figure
    turned = (has(CUES_AT + AFFIXED) | has(CUES_AT + IMPLICIT)) & ~denial & ~figure
    name = has(UPPER) & ~has(FIRST) & ~turned & ~denial & ~figure
    grammar = has(CUES_AT + FUNCTION) & ~name & ~turned & ~denial & ~figure
    rest = ~(figure | denial | turned | name | grammar)
    return figure, denial, turned, name, grammar, rest


def kinds_of(side: Side) -> npt.NDArray[np.bool_]:
    """The masks (`KINDS`, n) of a text's words."""
    scalars = np.zeros((len(side.words), SCALARS), np.float32)
    scalars[:, :OF_WORD] = own_marks(side, np.zeros(len(side.words), np.float32))
    scalars[:, CUES_AT : CUES_AT + CUES] = cue_marks(side.words, side.language)
    return np.array(word_kinds(scalars))
