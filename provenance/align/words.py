"""Word alignment: which words of a repost's sentence render which words of the original's.

Each pair of words gets a probability from the lexicon, the words' vectors, their spelling and their
numbers; two further passes let neighbours and rivals speak (in the manner of the discriminative
aligners of Moore 2005 and Taskar et al. 2005, but taught by a hidden Markov model instead of gold
alignments). A word may stay alone on either side, and one word may be rendered by several.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from provenance.align.opposites import opposed
from provenance.align.word_features import WordFeatures, translation_chances, word_support
from provenance.align.word_forms import REMEMBERED_WORDS, Grid
from provenance.align.word_model import WITH_LEXICON, WITHOUT_LEXICON, open_stages, run_stages
from provenance.embed.static import StaticEmbedder
from provenance.lexicon import PIVOT, Lexicon, split_words
from provenance.values import Link, Sentence, Word, WordLink

#: Links below this probability are left out.
FAINTEST_LINK = 0.33
#: Longer sentences are cut, so that a page without full stops cannot fill the memory.
MOST_WORDS = 600
#: Texts whose words, and cells of word pairs whose evidence, are kept for whoever asks next.
_TEXTS_REMEMBERED, _CELLS_REMEMBERED = 1024, 250_000
_TINY = 1e-9

_Asked = tuple[tuple[str, ...], tuple[str, ...], str, str]


class WordAligner:
    """Aligns the words of two sentences; it remembers the word forms it has seen.

    Args:
        embedder: the static model, whose word pieces are compared.
        lexicon: translation probabilities, or None to align by vectors and spelling alone.
        remembered: word forms that are kept in memory.
    """

    def __init__(self, embedder: StaticEmbedder, lexicon: Lexicon | None, remembered: int = REMEMBERED_WORDS) -> None:
        self._split = lru_cache(_TEXTS_REMEMBERED)(lambda text: split_words(text, embedder.tokenizer))
        self._lexicon = lexicon
        self._evidence: OrderedDict[_Asked, tuple[Grid, Grid]] = OrderedDict()
        self._cells = 0
        self._features = WordFeatures(embedder, lexicon, remembered)
        self._stages = open_stages()

    @property
    def lexicon_sha256(self) -> str:
        """Hash of the lexicon's file; "" without one."""
        return self._lexicon.sha256 if self._lexicon else ""

    def words(self, text: str, start: int = 0) -> tuple[Word, ...]:
        """The words of `text` in order, without punctuation; offsets count from `start`.

        In scripts without spaces they are pieces of the model's vocabulary.
        """
        found = self._split(text)
        return tuple(Word(word.text, start + word.start) for word in found) if start else found

    def align(
        self, original: Sequence[Word], repost: Sequence[Word], original_language: str, repost_language: str
    ) -> tuple[WordLink, ...]:
        """Links in order of position; the strength is the estimated probability that a link is right."""
        chances = self.probabilities(
            [word.text for word in original[:MOST_WORDS]],
            [word.text for word in repost[:MOST_WORDS]],
            original_language,
            repost_language,
        )
        return _likely_links(chances)

    def probabilities(
        self, original: Sequence[str], repost: Sequence[str], original_language: str, repost_language: str
    ) -> Grid:
        """The probability of every possible link, shape (n, m)."""
        if not original or not repost:
            return np.zeros((len(original), len(repost)), np.float32)
        return self.evidence(original, repost, original_language, repost_language)[1]

    def evidence(
        self, original: Sequence[str], repost: Sequence[str], original_language: str, repost_language: str
    ) -> tuple[Grid, Grid]:
        """The features `LEXICAL` (k, n, m) and the probability of every possible link (n, m), for n, m > 0.

        Both are shared with whoever asked before and must not be changed.
        """
        asked = (tuple(original), tuple(repost), original_language, repost_language)
        if asked not in self._evidence:
            self._keep(asked, self._gather(*asked))
        self._evidence.move_to_end(asked)
        return self._evidence[asked]

    def _keep(self, asked: _Asked, found: tuple[Grid, Grid]) -> None:
        self._evidence[asked] = found
        self._cells += found[1].size
        while self._cells > _CELLS_REMEMBERED and len(self._evidence) > 1:
            self._cells -= self._evidence.popitem(last=False)[1][1].size

    def _gather(
        self, original: Sequence[str], repost: Sequence[str], original_language: str, repost_language: str
    ) -> tuple[Grid, Grid]:
        lexical = self._features.lexical(original, repost, original_language, repost_language)
        known = self.knows(original_language, repost_language)
        return lexical, run_stages(self._stages[WITH_LEXICON if known else WITHOUT_LEXICON], lexical)

    def knows(self, original_language: str, repost_language: str) -> bool:
        """Whether the lexicon has a say on this pair of languages."""
        return self._lexicon is not None and self._lexicon.supports(original_language, repost_language)

    def vectors(self, words: Sequence[str]) -> tuple[Grid, Grid]:
        """Unit vectors (n, dim) of words and the lengths (n,) that they had, n > 0."""
        return self._features.vectors(words)

    def link_words(self, link: Link) -> Link:
        """The link with the words of both sides, their alignment and their support filled in."""
        original = self._side(link.original)
        repost = self._side(link.repost)
        if not original or not repost:
            return replace(link, original_words=original, repost_words=repost)
        here = [word.text for word in original[:MOST_WORDS]]
        there = [word.text for word in repost[:MOST_WORDS]]
        lexical, chances = self.evidence(here, there, link.original_language, link.repost_language)
        best = word_support(lexical)
        opposites = self._opposites(here, there, link, translation_chances(lexical))
        return replace(
            link,
            original_words=original,
            repost_words=repost,
            words=_likely_links(chances),
            original_support=_rounded(best.max(axis=1), len(original)),
            repost_support=_rounded(best.max(axis=0), len(repost)),
            opposites=opposites,
            closeness=self.closeness(here, there),
        )

    def closeness(self, original: Sequence[str], repost: Sequence[str]) -> float:
        """The cosine of two texts, each the sum of its words' vectors, by the embedded model."""
        (here, long), (there, wide) = self.vectors(original), self.vectors(repost)
        a, b = long @ here, wide @ there
        return round(float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), _TINY)), 4)

    def _opposites(
        self, here: Sequence[str], there: Sequence[str], link: Link, translated: Grid
    ) -> tuple[WordLink, ...]:
        if self._lexicon is None or PIVOT not in {link.original_language, link.repost_language}:
            return ()
        if link.repost_language == PIVOT:
            found = opposed(there, here, link.original_language, self._lexicon, translated)
            return tuple(WordLink(j, i, round(strength, 3)) for i, j, strength in found)
        found = opposed(here, there, link.repost_language, self._lexicon, translated.T)
        return tuple(WordLink(i, j, round(strength, 3)) for i, j, strength in found)

    def _side(self, sentences: Sequence[Sentence]) -> tuple[Word, ...]:
        return tuple(word for sentence in sentences for word in self.words(sentence.text, sentence.start))


def _likely_links(chances: Grid) -> tuple[WordLink, ...]:
    rows, columns = np.nonzero(chances >= FAINTEST_LINK)
    strengths = np.round(chances[rows, columns].astype(np.float64), 4)
    return tuple(map(WordLink, rows.tolist(), columns.tolist(), strengths.tolist()))


def _rounded(support: Grid, size: int) -> tuple[float, ...]:
    # Words beyond `MOST_WORDS` were not looked at and are not doubted.
    return (*np.round(support.astype(np.float64), 3).tolist(), *[1.0] * (size - len(support)))
