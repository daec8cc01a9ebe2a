"""The text that the proofreader is trained on: each language's faithful sentences once, as numbers of word forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from provenance.checker.proofreader import Vocabulary, ending
from provenance.training.checker.material import MACHINE_MADE, Material
from provenance.training.corpus import SENTENCES

#: A language needs so many words of text to be learned.
FEWEST_WORDS = 60_000
#: Words and endings with a vector of their own: of a language with much text, and of any.
MOST_WORDS, MOST_ENDINGS = 6_000, 600
#: One of them for so many words of text.
_TEXT_A_WORD, _TEXT_AN_ENDING = 300, 3_000
#: How much an everyday sentence counts beside one of the news.
_EVERYDAY_WEIGHT = 0.35

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language: the form of each word and the marks behind it, and how often each is drawn.

    `corpora` counts the texts of each corpus.
    """

    forms: Sequence[Numbers]
    marks: Sequence[Numbers]
    weights: npt.NDArray[np.float64]
    corpora: Counter[str]

    @property
    def words(self) -> int:
        """How many words they have."""
        return sum(map(len, self.forms))


def faithful_texts(material: Material) -> dict[str, Texts]:
    """By language all texts that people wrote, each once, where there are enough of them."""
    found: dict[str, Texts] = {}
    for language, numbers in sorted(material.texts_by_language().items()):
        forms: dict[bytes, tuple[Numbers, Numbers, float, str]] = {}
        for number in numbers.tolist():
            corpus = material.names[material.kinds[number // 2, 0]]
            if corpus in MACHINE_MADE:
                continue
            begin, end = material.bounds[number], material.bounds[number + 1]
            ids = material.ids[begin:end].astype(np.int64)
            weight = np.sqrt(len(ids)) * (_EVERYDAY_WEIGHT if corpus == SENTENCES else 1.0)
            forms.setdefault(ids.tobytes(), (ids, material.marks[begin:end].astype(np.int64), weight, corpus))
        if sum(len(one[0]) for one in forms.values()) >= FEWEST_WORDS:
            ids_of, marks_of, weights, corpora = zip(*forms.values(), strict=True)
            found[language] = Texts(ids_of, marks_of, np.array(weights) / sum(weights), Counter(corpora))
    return found


def vocabulary_of(texts: dict[str, Texts], forms: Sequence[str]) -> Vocabulary:
    """The commonest words of each language, and the commonest endings of its other words."""
    lists = {}
    for language, own in texts.items():
        counts = Counter[str]()
        for form, count in Counter(chain.from_iterable(one.tolist() for one in own.forms)).items():
            counts[forms[form].lower()] += count
        kept = [word for word, _ in counts.most_common(min(MOST_WORDS, own.words // _TEXT_A_WORD))]
        endings: defaultdict[str, int] = defaultdict(int)
        for word in counts.keys() - set(kept):
            endings[ending(word)] += counts[word]
        size = min(MOST_ENDINGS, own.words // _TEXT_AN_ENDING)
        lists[language] = kept, sorted(endings, key=lambda one: (-endings[one], one))[:size]
    return Vocabulary(lists)
