"""Word alignment: which words of a repost's sentence render which words of the original's.

Each pair of words gets a probability from the lexicon, the words' vectors, their spelling and their
numbers; two further passes let neighbours and rivals speak (in the manner of the discriminative
aligners of Moore 2005 and Taskar et al. 2005, but taught by a hidden Markov model instead of gold
alignments). A word may stay alone on either side, and one word may be rendered by several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from provenance.align.word_features import Grid, WordFeatures
from provenance.align.word_model import WITH_LEXICON, WITHOUT_LEXICON, open_stages, run_stages
from provenance.embed.static import StaticEmbedder
from provenance.lexicon import Lexicon, split_words
from provenance.values import Link, Sentence, Word, WordLink

#: Links below this probability are left out.
FAINTEST_LINK = 0.33
#: Longer sentences are cut, so that a page without full stops cannot fill the memory.
MOST_WORDS = 600


class WordAligner:
    """Aligns the words of two sentences; it remembers the word forms it has seen.

    Args:
        embedder: the static model, whose word pieces are compared.
        lexicon: translation probabilities, or None to align by vectors and spelling alone.
    """

    def __init__(self, embedder: StaticEmbedder, lexicon: Lexicon | None) -> None:
        self._tokenizer = embedder.tokenizer
        self._lexicon = lexicon
        self._features = WordFeatures(embedder, lexicon)
        self._stages = open_stages()

    def words(self, text: str, start: int = 0) -> tuple[Word, ...]:
        """The words of `text` in order, without punctuation; offsets count from `start`.

        In scripts without spaces they are pieces of the model's vocabulary.
        """
        return split_words(text, self._tokenizer, start)

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
        found = np.argwhere(chances >= FAINTEST_LINK)
        return tuple(WordLink(i, j, round(float(chances[i, j]), 4)) for i, j in found.tolist())

    def probabilities(
        self, original: Sequence[str], repost: Sequence[str], original_language: str, repost_language: str
    ) -> Grid:
        """The probability of every possible link, shape (n, m)."""
        if not original or not repost:
            return np.zeros((len(original), len(repost)), np.float32)
        lexical = self._features.lexical(original, repost, original_language, repost_language)
        known = self._lexicon is not None and self._lexicon.supports(original_language, repost_language)
        return run_stages(self._stages[WITH_LEXICON if known else WITHOUT_LEXICON], lexical)

    def link_words(self, link: Link) -> Link:
        """The link with the words of both sides and their alignment filled in."""
        original = self._side(link.original)
        repost = self._side(link.repost)
        return replace(
            link,
            original_words=original,
            repost_words=repost,
            words=self.align(original, repost, link.original_language, link.repost_language),
        )

    def _side(self, sentences: Sequence[Sentence]) -> tuple[Word, ...]:
        return tuple(word for sentence in sentences for word in self.words(sentence.text, sentence.start))
