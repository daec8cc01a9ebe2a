"""The verdict: which originals a repost draws on, how sure that is, and whether its credit holds.

Probabilities are logistic in a few features of the alignment (Platt 1999), fitted on human and machine
translations of known originals, searched with and without their original in the index.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from provenance.outlet import same_outlet
from provenance.search import credit_names
from provenance.values import (
    STORY_KINDS,
    Alignment,
    Article,
    ArticleStatus,
    Coverage,
    CreditStatus,
    Match,
    OriginalArticle,
    Passage,
    Relation,
    SourcePassage,
    Support,
    TracedPassage,
    Verdict,
)

#: Weights of the article's probability: constant, strength, lead over the next article (at most `MOST_LEAD`).
ARTICLE_WEIGHTS = (-8.3, 15.0, 45.2)
#: A larger lead says no more: a sibling report of the same event stands close behind a true original.
MOST_LEAD = 0.08
#: Weights of a passage's probability: constant, similarity, the article's score, log of characters.
PASSAGE_WEIGHTS = (-5.3, 14.9, 10.0, -0.25)
#: Score and log of characters that a passage is judged by where the original is given: those of an ordinary
#: paragraph in an article that was well traced.
KNOWN_ARTICLE = (0.35, math.log(240))
#: How much better another article must fit a passage before the passage leaves the main original.
SWITCH_MARGIN = 0.12
#: Shares of the story (by characters) that make a verdict.
SHARE_TRACED = 0.75
#: Probabilities from which an article, and a passage, count as traced.
LEAST_ARTICLE, LEAST_PASSAGE = 0.7, 0.5
#: A candidate with this part of the best score reports the same event.
SIBLING_SHARE = 0.6
#: Two articles of one language that share this part of their sentences are one wire story.
WIRE_SHARE = 0.5

THRESHOLDS: tuple[tuple[str, float], ...] = (
    ("article", LEAST_ARTICLE),
    ("passage", LEAST_PASSAGE),
    ("traced_share", SHARE_TRACED),
    ("switch_margin", SWITCH_MARGIN),
)


@dataclass(frozen=True, slots=True)
class Aligned:
    """A candidate original and its alignment with the repost."""

    original: Article
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, the passages it rests on, and the originals that passages were traced to."""

    verdict: Verdict
    passages: tuple[TracedPassage, ...]
    sources: tuple[Aligned, ...]


def judge(repost: Article, candidates: Sequence[Aligned], searched: Coverage, support: Support) -> Judgement:
    """Weigh the aligned candidates and say where each passage came from.

    Args:
        repost: the article under check.
        candidates: the aligned articles, in any order.
        searched: what the search covered.
        support: how well the languages at hand are supported.
    """
    ranked = sorted(candidates, key=lambda candidate: -candidate.alignment.score)
    probability = article_probability(repost, ranked)
    passages, sources = _assign(repost, ranked) if probability >= LEAST_ARTICLE else ((), ())
    if not sources:
        nearest = _nearest(ranked)
        verdict = Verdict("not-in-index", probability, _credit(repost, [], searched), nearest, searched, support)
        return Judgement(verdict, tuple(_only_listed(one, nearest) for one in _untraced(repost, ranked)), ())
    originals = _originals(passages, sources, ranked)
    verdict = Verdict(
        _status(passages), probability, _credit(repost, list(originals), searched), originals, searched, support
    )
    return Judgement(verdict, tuple(_only_listed(one, originals) for one in passages), sources)


def judge_against(repost: Article, only: Aligned, support: Support) -> Judgement:
    """The judgement where the original is given: nothing was searched, so nothing is in doubt but the passages."""
    passages = tuple(_trace(passage, [only], known=True) for passage in repost.passages)
    original = _original(only, passages, "original")
    probability = article_probability(repost, [only])
    status: ArticleStatus = _status(passages) if original.share > 0 else "not-in-index"
    credit = _credit(repost, [original], Coverage())
    verdict = Verdict(status, probability, credit, (original,), Coverage(), support)
    return Judgement(verdict, passages, (only,) if original.share > 0 else ())


def article_probability(repost: Article, ranked: Sequence[Aligned]) -> float:
    """The probability that the first of `ranked` is an original of the repost."""
    if not ranked:
        return 0.0
    return logistic(ARTICLE_WEIGHTS, article_features(repost, ranked))


def article_features(repost: Article, ranked: Sequence[Aligned]) -> tuple[float, float]:
    """How well the first of `ranked` renders its better half of the repost, and its lead there.

    Half of the story (by length), because a repost may draw on several originals or add text of its
    own; the lead is over the article that renders the same half second best, at most `MOST_LEAD`.
    """
    lengths = {passage.index: len(passage.text) for passage in repost.story if passage.kind != "heading"}
    mine = _similarities(ranked[0])
    half, room = [], sum(lengths.values()) / 2
    for index in sorted(lengths, key=lambda index: -mine.get(index, 0.0)):
        if room <= 0:
            break
        half.append(index)
        room -= lengths[index]
    strength = _mean(mine, half, lengths)
    others = [_mean(_similarities(one), half, lengths) for one in ranked[1:]]
    return strength, min(MOST_LEAD, strength - max(others, default=0.0))


def _similarities(candidate: Aligned) -> dict[int, float]:
    return {match.passage: match.similarity for match in candidate.alignment.matches}


def _mean(similarities: dict[int, float], passages: Sequence[int], lengths: dict[int, int]) -> float:
    total = sum(lengths[index] for index in passages)
    return sum(similarities.get(index, 0.0) * lengths[index] for index in passages) / total if total else 0.0


def passage_features(passage: Passage, match: Match, alignment: Alignment) -> tuple[float, ...]:
    """Similarity of the match, score of its article, log of the passage's length."""
    return match.similarity, alignment.score, math.log(len(passage.text) + 1)


def logistic(weights: Sequence[float], features: Sequence[float]) -> float:
    """The logistic function of a constant and weighted features."""
    total = weights[0] + sum(w * x for w, x in zip(weights[1:], features, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _assign(repost: Article, ranked: Sequence[Aligned]) -> tuple[tuple[TracedPassage, ...], tuple[Aligned, ...]]:
    """Trace every passage, then once more with what the first pass says about the articles.

    A repost has few sources: an article that renders several passages is preferred to one that fits a
    single passage a little better, and a heading comes from where the story comes from.
    """
    bonus = {ranked[0].original.id: SWITCH_MARGIN}
    first = [_trace(passage, ranked, bonus) for passage in repost.passages]
    for one in ranked[1:]:
        if sum(traced.original is not None and traced.original.id == one.original.id for traced in first) > 1:
            bonus[one.original.id] = SWITCH_MARGIN / 2
    body = [_trace(passage, ranked, bonus) for passage in repost.passages]
    sources = _sources(body, ranked)
    final = [_trace(traced.passage, sources, bonus) if traced.passage.kind == "heading" else traced for traced in body]
    return tuple(final), sources


def _trace(
    passage: Passage,
    ranked: Sequence[Aligned],
    bonus: Mapping[str, float] = MappingProxyType({}),
    *,
    known: bool = False,
) -> TracedPassage:
    if passage.kind not in STORY_KINDS:
        return TracedPassage(passage, "skipped", 0.0)
    found = [(one, match) for one in ranked for match in one.alignment.matches if match.passage == passage.index]
    if not found:
        return TracedPassage(passage, "untraced", 0.0)
    home, match = max(found, key=lambda pair: pair[1].similarity + bonus.get(pair[0].original.id, 0.0))
    probability = logistic(PASSAGE_WEIGHTS, passage_features(passage, match, home.alignment))
    if known:
        # One given original leaves only the question whether the passage renders any of it.
        probability = max(probability, logistic(PASSAGE_WEIGHTS, (match.similarity, *KNOWN_ARTICLE)))
    beside = [_source(one, other) for one, other in found if one is not home and other.similarity >= 0.3]
    ordered = tuple(sorted(beside, key=lambda source: -source.similarity))
    if probability < LEAST_PASSAGE:
        return TracedPassage(passage, "untraced", probability, None, (_source(home, match), *ordered))
    return TracedPassage(passage, "traced", probability, _source(home, match), ordered)


def _untraced(repost: Article, ranked: Sequence[Aligned]) -> list[TracedPassage]:
    traced = []
    for passage in repost.passages:
        one = _trace(passage, ranked[:1])
        near = one.others if one.original is None else (one.original, *one.others)
        status = one.status if one.status == "skipped" else "untraced"
        traced.append(TracedPassage(passage, status, min(one.probability, LEAST_PASSAGE), None, near))
    return traced


def _only_listed(traced: TracedPassage, originals: Sequence[OriginalArticle]) -> TracedPassage:
    """The passage without candidates that the verdict does not list, whose text a reader could not see."""
    listed = {one.id for one in originals}
    return replace(traced, others=tuple(other for other in traced.others if other.id in listed))


def _source(candidate: Aligned, match: Match) -> SourcePassage:
    text = candidate.original.text[match.start : match.end]
    return SourcePassage(candidate.original.id, match.start, match.end, text, match.similarity)


def _status(passages: Sequence[TracedPassage]) -> ArticleStatus:
    body = [one for one in passages if one.passage.kind in ("body", "quote")]
    told = sum(len(one.passage.text) for one in body)
    traced = sum(len(one.passage.text) for one in body if one.status == "traced")
    if not traced:
        return "not-in-index"
    return "traced" if traced >= SHARE_TRACED * told else "partly-traced"


def _sources(passages: Sequence[TracedPassage], ranked: Sequence[Aligned]) -> tuple[Aligned, ...]:
    """The candidates that body passages were traced to, the one with most text first."""
    size = {one.original.id: 0 for one in ranked}
    for one in passages:
        if one.original is not None and one.passage.kind != "heading":
            size[one.original.id] += len(one.passage.text)
    used = [one for one in ranked if size[one.original.id]]
    return tuple(sorted(used, key=lambda one: -size[one.original.id]))


def _originals(
    passages: Sequence[TracedPassage], sources: Sequence[Aligned], ranked: Sequence[Aligned]
) -> tuple[OriginalArticle, ...]:
    siblings = [
        one for one in ranked if one not in sources and one.alignment.score >= SIBLING_SHARE * ranked[0].alignment.score
    ]
    return (
        *(_original(one, passages, "original") for one in sources),
        *(_original(one, passages, _relation(one.original, sources[0].original)) for one in siblings),
    )


def _nearest(ranked: Sequence[Aligned]) -> tuple[OriginalArticle, ...]:
    """What came nearest although it is not the source, so that a reader can look for themselves."""
    return tuple(_original(one, (), "sibling") for one in ranked[:1])


def _original(candidate: Aligned, passages: Sequence[TracedPassage], relation: Relation) -> OriginalArticle:
    article = candidate.original
    traced = [one for one in passages if one.original is not None]
    here = [one for one in traced if one.original is not None and one.original.id == article.id]
    return OriginalArticle(
        article.id, article.title, article.url, article.outlet, article.language, article.published,
        len(here) / len(traced) if traced else 0.0, article.text, relation,
    )  # fmt: skip


def _relation(article: Article, best: Article) -> Relation:
    if article.language != best.language:
        return "sibling"
    mine, theirs = (
        {sentence.text for passage in one.story for sentence in passage.sentences} for one in (article, best)
    )
    shared = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    return "wire-copy" if shared >= WIRE_SHARE else "sibling"


def _credit(repost: Article, originals: Sequence[OriginalArticle], searched: Coverage) -> CreditStatus:
    credit = repost.credit
    if credit is None:
        return "uncredited"
    sources = [one for one in originals if one.relation in ("original", "wire-copy") and (one.outlet or one.url)]
    if not sources:
        return "unverifiable"
    named = [one for one in sources if credit_names(credit, one.outlet, one.url)]
    if named:
        unnamed = [one for one in sources if one not in named and one.relation == "original"]
        return "unlisted" if unnamed else "confirmed"
    known = any(same_outlet(credit.outlet, outlet) for outlet in searched.outlets)
    return "contradicted" if known or not searched.indexes else "unverifiable"
