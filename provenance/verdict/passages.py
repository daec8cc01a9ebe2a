"""Where each passage of a repost came from, given the articles that it may come from.

A repost has few sources, so what an article renders elsewhere speaks for it in every passage: a sibling
report that fits one paragraph as well as the true original does not take it away. A heading comes from
where the story comes from. A sentence may leave its paragraph's original for another source that tells
it far better: paragraphs are also put together from two sources.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from provenance.search import credit_names
from provenance.values import STORY_KINDS, Article, Match, Passage, SourcePassage, TracedPassage
from provenance.verdict.calibration import article_worths, passage_worths, shares, weights
from provenance.verdict.evidence import Aligned, Rendering, rendering, told

#: A source weighed by the passages that it tells best has at least so many, and loses so much of its worth.
FEWEST_CHOSEN, CHOICE_COST = 2, 2.5
#: What being of the credited outlet adds to the worth of an article: odds of twenty to one.
CREDIT_WORTH = 3.0
#: How much better (similarity and coverage, their mean) another source must tell a sentence to take it.
LEAST_BETTER = 0.2
#: Passages of other candidates this similar are shown beside the chosen one.
LEAST_SHOWN = 0.3


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with how it renders the repost, and the worth of its article, at its best and by the whole repost.

    `elsewhere` are passages that the best candidate does not tell best, `worth_elsewhere` the worth by
    these alone: a second source is not weighed by what it never told.
    """

    aligned: Aligned
    rendering: Rendering
    worth: float
    worth_of_all: float
    elsewhere: frozenset[int]
    worth_elsewhere: float

    @property
    def id(self) -> str:
        """The id of the candidate."""
        return self.aligned.original.id

    def worth_for(self, passage: int) -> float:
        """The worth of the article where one passage is in question."""
        return max(self.worth_of_all, self.worth_elsewhere) if passage in self.elsewhere else self.worth_of_all

    def match(self, passage: int) -> Match | None:
        """Its match with a passage of the repost."""
        return next((match for match in self.aligned.alignment.matches if match.passage == passage), None)


def weigh(repost: Article, candidates: Sequence[Aligned], kin: Collection[int] = ()) -> list[Weighed]:
    """Candidates weighed by how they tell the repost's text, in their order.

    Args:
        repost: the article under check.
        candidates: what it may come from.
        kin: the places of candidates that are one text, which do not speak against each other.
    """
    worths = worths_of([rendering(one, told(repost)) for one in candidates], kin)
    return [
        Weighed(one, rendering(one, repost.story), best + gain, plain, worths.elsewhere, other)
        for one, best, plain, other, gain in zip(
            candidates, worths.best, worths.whole, worths.by_elsewhere, _credited(repost, candidates), strict=True
        )
    ]


def _credited(repost: Article, candidates: Sequence[Aligned]) -> list[float]:
    """What the printed credit adds to the worth of each candidate.

    A credit rarely names by chance the outlet of the one article that fits, but where most candidates are
    of that outlet it says nothing.
    """
    originals = [one.original for one in candidates]
    named = [repost.credit is not None and credit_names(repost.credit, one.outlet, one.url) for one in originals]
    telling = 2 * sum(named) <= len(named)
    return [CREDIT_WORTH if telling and is_named else 0.0 for is_named in named]


@dataclass(frozen=True, slots=True)
class Worths:
    """The worth of each candidate's article: at its best, by the whole repost, by the passages `elsewhere` alone."""

    best: tuple[float, ...]
    whole: tuple[float, ...]
    elsewhere: frozenset[int]
    by_elsewhere: tuple[float, ...]


def worths_of(renderings: Sequence[Rendering], kin: Collection[int] = ()) -> Worths:
    """The worths of candidates by how they render a repost.

    Where the best candidate tells some passages best and others not, it is also weighed by those alone:
    text that an editor added does not speak against the source of the rest. Having chosen them is paid for.
    """
    worths = article_worths(renderings, kin)
    elsewhere = not_told_best(renderings, worths)
    if not elsewhere:
        return Worths(tuple(worths), tuple(worths), elsewhere, tuple(worths))
    again = article_worths([one.only(elsewhere) for one in renderings], kin)
    best, first = list(worths), max(range(len(worths)), key=worths.__getitem__)
    here = frozenset(renderings[first].passages.tolist()) - elsewhere
    if len(here) >= FEWEST_CHOSEN:
        alone = article_worths([one.only(here) for one in renderings], kin)[first]
        best[first] = max(best[first], alone - CHOICE_COST)
    return Worths(tuple(best), tuple(worths), elsewhere, tuple(again))


def not_told_best(renderings: Sequence[Rendering], worths: Sequence[float]) -> frozenset[int]:
    """The passages that another candidate tells better than the one of the greatest worth."""
    if not renderings:
        return frozenset()
    first = max(range(len(worths)), key=worths.__getitem__)
    found = set()
    for passage in set(renderings[first].passages.tolist()):
        told_by = [sum(one.of_passage(passage)) for one in renderings]
        if max(told_by) > told_by[first]:
            found.add(passage)
    return frozenset(found)


def trace(
    passage: Passage, candidates: Sequence[Weighed], *, known: bool = False, alike: Collection[str] = ()
) -> TracedPassage:
    """Where one passage came from.

    Args:
        passage: a passage of the repost.
        candidates: the articles that it may come from.
        known: whether they are its sources for certain, so that only its own likeness is in doubt.
        alike: ids of candidates that tell other passages: between them its own likeness decides.
    """
    if passage.kind not in STORY_KINDS:
        return TracedPassage(passage, "skipped", 0.0)
    worths = [math.inf if known else one.worth_for(passage.index) for one in candidates]
    top = max((worth for worth, one in zip(worths, candidates, strict=True) if one.id in alike), default=0.0)
    worths = [top if one.id in alike else worth for worth, one in zip(worths, candidates, strict=True)]
    chances = shares(passage_worths([one.rendering for one in candidates], passage.index, worths))
    found = [
        (chance, one, match)
        for chance, one in zip(chances, candidates, strict=True)
        if (match := one.match(passage.index)) is not None
    ]
    if not found:
        return TracedPassage(passage, "untraced", 0.0)
    (chance, home, match), *others = sorted(found, key=lambda one: -one[0])
    shown = tuple(_source(one, other) for _, one, other in others if other.similarity >= LEAST_SHOWN)
    if chance < weights()["thresholds"][1]:
        return TracedPassage(passage, "untraced", chance, None, (_source(home, match), *shown))
    return TracedPassage(passage, "traced", chance, _source(home, match), shown)


def trace_all(repost: Article, candidates: Sequence[Weighed]) -> tuple[TracedPassage, ...]:
    """Where every passage came from; headings only from the sources of the story."""
    told = [passage for passage in repost.passages if passage.kind != "heading"]
    body = [trace(passage, candidates) for passage in told]
    used = {one.original.id for one in body if one.original is not None}
    if len(used) > 1:
        body = [trace(passage, candidates, alike=used) for passage in told]
        used = {one.original.id for one in body if one.original is not None}
    sources = [one for one in candidates if one.id in used]
    headings = [trace(passage, sources, known=True) for passage in repost.passages if passage.kind == "heading"]
    return tuple(sorted((*body, *headings), key=lambda one: one.passage.index))


def sentence_homes(passages: Sequence[TracedPassage], sources: Sequence[Weighed]) -> dict[int, str]:
    """The source of each traced sentence, by its start in the repost: id of an original."""
    homes: dict[int, str] = {}
    by_id = {one.id: one for one in sources}
    for traced in passages:
        home = by_id.get(traced.original.id) if traced.original is not None else None
        if home is None:
            continue
        inside = [number for number, index in enumerate(home.rendering.passages) if index == traced.passage.index]
        for number, sentence in zip(inside, traced.passage.sentences, strict=True):
            best = max(sources, key=lambda one: _tells(one, number))
            better = _tells(best, number) - _tells(home, number) > LEAST_BETTER
            homes[sentence.start] = best.id if better else home.id
    return homes


def _tells(one: Weighed, sentence: int) -> float:
    return float(one.rendering.similarities[sentence] + one.rendering.coverages[sentence]) / 2


def _source(candidate: Weighed, match: Match) -> SourcePassage:
    text = candidate.aligned.original.text[match.start : match.end]
    return SourcePassage(candidate.id, match.start, match.end, text, match.similarity)
