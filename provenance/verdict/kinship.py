"""How the candidates stand to each other: copies of one text, translations of one another, or neither.

Where the content cannot decide between such relatives, what else is known does: an article dated after
the repost is not its source, the credited outlet is, and the earliest came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from provenance.align.table import SentenceTable
from provenance.duplicates import resemblance
from provenance.embed import Embedder
from provenance.likeness import likeness_of
from provenance.publication import is_after, is_before
from provenance.search import credit_names
from provenance.values import Article
from provenance.verdict.calibration import article_worths, shares
from provenance.verdict.evidence import Witness, rendering, told, whole

#: Articles of one language that share this part of their sentences, or of their runs of words, are one wire story.
WIRE_SHARE = 0.5
#: One article translates another if that is this sure, and at least this share of either text is rendered.
LEAST_SURE, LEAST_RENDERED = 0.9, 0.6


@dataclass(slots=True)
class Kinship:
    """Compares candidates with each other, each pair once.

    Args:
        embedder: gives sentences their vectors.
    """

    embedder: Embedder
    _known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def is_copy(self, one: Article, other: Article) -> bool:
        """Whether two articles of one language are one wire story."""
        if one.language != other.language:
            return False
        mine, theirs = ({sentence.text for passage in a.story for sentence in passage.sentences} for a in (one, other))
        shared = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
        return shared >= WIRE_SHARE or resemblance(one.text, other.text) >= WIRE_SHARE

    def is_translation(self, one: Article, other: Article) -> bool:
        """Whether two articles of different languages say the same, sentence by sentence."""
        if one.language == other.language:
            return False
        key = min(one.id, other.id), max(one.id, other.id)
        if key not in self._known:
            self._known[key] = self._renders(one, other) and self._renders(other, one)
        return self._known[key]

    def are_kin(self, one: Article, other: Article) -> bool:
        """Whether one is a copy or a translation of the other."""
        return self.is_copy(one, other) or self.is_translation(one, other)

    def _renders(self, one: Article, other: Article) -> bool:
        table = SentenceTable(one, one.story, self.embedder)
        aligned = Witness(table, likeness_of(self.embedder)).align(SentenceTable(other, other.story, self.embedder))
        found = rendering(aligned, told(one))
        sure = shares(article_worths([found]))[0]
        filled = float(found.lengths[found.similarities > 0].sum()) / max(1.0, float(found.lengths.sum()))
        return sure >= LEAST_SURE and filled >= LEAST_RENDERED and min(whole(found)) > 0


def first_of(relatives: Sequence[Article], repost: Article) -> Article:
    """The likeliest source among relatives that the content cannot tell apart; the first given, if nothing can."""
    ordered = list(relatives)
    best = ordered[0]
    for one in ordered[1:]:
        if _goes_before(one, best, repost):
            best = one
    return best


def _goes_before(one: Article, other: Article, repost: Article) -> bool:
    late = [is_after(article.published, repost.published) for article in (one, other)]
    if late[0] != late[1]:
        return late[1]
    credit = repost.credit
    if credit is not None:
        named = [credit_names(credit, article.outlet, article.url) for article in (one, other)]
        if named[0] != named[1]:
            return named[0]
    return is_before(one.published, other.published)
