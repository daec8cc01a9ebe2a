"""From weighed candidates to the verdict, its passages and what it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from provenance.publication import is_after, is_before
from provenance.values import (
    Article,
    ArticleStatus,
    Coverage,
    OriginalArticle,
    Relation,
    Support,
    TracedPassage,
    Verdict,
)
from provenance.verdict.calibration import shares, weights
from provenance.verdict.credits import credit_status
from provenance.verdict.evidence import Aligned
from provenance.verdict.kinship import Kinship, first_of
from provenance.verdict.passages import Weighed, sentence_homes, trace, trace_all, weigh

#: Share of the story (by characters) that must be traced for a verdict of "traced".
SHARE_TRACED = 0.75
#: A candidate with this part of the best score reports the same event.
SIBLING_SHARE = 0.6
#: Relatives whose worths (log-odds) differ by less are not told apart by their content.
LEAST_DECIDED = 1.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, the passages it rests on, and the originals that passages were traced to.

    `homes` is the original of each traced sentence by its start in the repost; `notes` are sentences
    for the reader that no other field says.
    """

    verdict: Verdict
    passages: tuple[TracedPassage, ...]
    sources: tuple[Aligned, ...]
    homes: dict[int, str]
    notes: tuple[str, ...] = ()


def thresholds() -> tuple[tuple[str, float], ...]:
    """What a verdict turns on, for a report's signature."""
    article, passage = weights()["thresholds"]
    return ("article", article), ("passage", passage), ("traced_share", SHARE_TRACED)


def judge(
    repost: Article, candidates: Sequence[Aligned], searched: Coverage, support: Support, kinship: Kinship
) -> Judgement:
    """Weigh the aligned candidates and say where each passage came from.

    Args:
        repost: the article under check.
        candidates: the aligned articles, in any order.
        searched: what the search covered.
        support: how well the languages at hand are supported.
        kinship: compares the candidates with each other.
    """
    ranked = sorted(weigh(repost, candidates, _one_text(candidates, kinship)), key=lambda one: -one.worth)
    chances = dict(zip([one.id for one in ranked], shares([one.worth for one in ranked]), strict=True))
    if sum(chances.values()) >= weights()["thresholds"][0]:
        ranked = _in_order(repost, ranked, kinship)
        passages = trace_all(repost, _without_doubles(ranked, kinship))
        sources = _sources(passages, ranked)
        if sources:
            return _traced(repost, passages, sources, _Field(ranked, chances, searched, support, kinship))
    nearest = tuple(_original(one.aligned.original, (), "sibling", chances[one.id]) for one in ranked[:1])
    probability = max(chances.values(), default=0.0)
    credit = credit_status(repost, (), searched)
    verdict = Verdict("not-in-index", probability, credit, nearest, searched, support)
    return Judgement(verdict, tuple(_only_listed(one, nearest) for one in _untraced(repost, ranked)), (), {})


@dataclass(frozen=True, slots=True)
class _Field:
    """The candidates in order with their probabilities, and what is said beside the verdict."""

    ranked: Sequence[Weighed]
    chances: dict[str, float]
    searched: Coverage
    support: Support
    kinship: Kinship


def _traced(
    repost: Article, passages: tuple[TracedPassage, ...], sources: tuple[Weighed, ...], field: _Field
) -> Judgement:
    originals = _originals(passages, sources, field)
    credit = credit_status(repost, originals, field.searched)
    verdict = Verdict(_status(passages), originals[0].probability, credit, originals, field.searched, field.support)
    return Judgement(
        verdict,
        tuple(_only_listed(one, originals) for one in passages),
        tuple(one.aligned for one in sources),
        sentence_homes(passages, sources),
        _notes(repost, originals),
    )


def judge_against(repost: Article, only: Aligned, support: Support) -> Judgement:
    """The judgement where the original is given: nothing was searched, so nothing is in doubt but the passages."""
    (weighed,) = weigh(repost, [only])
    passages = tuple(trace(passage, [weighed], known=True) for passage in repost.passages)
    original = _original(only.original, passages, "original", shares([weighed.worth])[0])
    found = original.share > 0
    status: ArticleStatus = _status(passages) if found else "not-in-index"
    credit = credit_status(repost, (replace(original, share=1.0),), Coverage())
    verdict = Verdict(status, original.probability, credit, (original,), Coverage(), support)
    homes = sentence_homes(passages, [weighed])
    return Judgement(verdict, passages, (only,) if found else (), homes, _notes(repost, (original,)))


def _one_text(candidates: Sequence[Aligned], kinship: Kinship) -> frozenset[int]:
    """The places of the best-aligned candidate and its copies and translations, if there are any."""
    if not candidates:
        return frozenset()
    best = max(candidates, key=lambda one: one.alignment.score)
    kin = {place for place, one in enumerate(candidates) if one is best or _are_kin(kinship, best, one)}
    return frozenset(kin) if len(kin) > 1 else frozenset()


def _in_order(repost: Article, ranked: list[Weighed], kinship: Kinship) -> list[Weighed]:
    """The candidates with the likeliest source before its relatives that fit no worse than it does."""
    close = [one for one in ranked[1:] if ranked[0].worth - one.worth < LEAST_DECIDED]
    relatives = [ranked[0], *(one for one in close if _are_kin(kinship, ranked[0].aligned, one.aligned))]
    first = first_of([one.aligned.original for one in relatives], repost)
    return sorted(ranked, key=lambda one: one.id != first.id)


def _without_doubles(ranked: Sequence[Weighed], kinship: Kinship) -> list[Weighed]:
    """The candidates that passages may come from: of copies and translations of the first only itself."""
    first = ranked[0]
    return [one for one in ranked if one is first or not _are_kin(kinship, first.aligned, one.aligned)]


def _are_kin(kinship: Kinship, first: Aligned, one: Aligned) -> bool:
    # What fits the repost badly is no copy of what fits it well: most pairs need no comparison.
    near = one.alignment.score >= SIBLING_SHARE * first.alignment.score
    return near and kinship.are_kin(first.original, one.original)


def _sources(passages: Sequence[TracedPassage], ranked: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """The candidates that body passages were traced to, the one with most text first."""
    size = {one.id: 0 for one in ranked}
    for one in passages:
        if one.original is not None and one.passage.kind != "heading":
            size[one.original.id] += len(one.passage.text)
    return tuple(sorted((one for one in ranked if size[one.id]), key=lambda one: -size[one.id]))


def _originals(
    passages: Sequence[TracedPassage], sources: Sequence[Weighed], field: _Field
) -> tuple[OriginalArticle, ...]:
    """The sources, then what stands beside them: copies, relays, siblings.

    A text that stands in the index several times shares its probability among its copies and
    translations; the source is given all of it.
    """
    first, kinship = sources[0], field.kinship
    near = [
        one
        for one in field.ranked
        if one not in sources and one.aligned.alignment.score >= SIBLING_SHARE * first.aligned.alignment.score
    ]
    kin = [one for one in near if kinship.are_kin(first.aligned.original, one.aligned.original)]
    chance = min(1.0, sum(field.chances[one.id] for one in (first, *kin)))
    found = [_original(first.aligned.original, passages, "original", chance)]
    found += [_original(one.aligned.original, passages, "original", field.chances[one.id]) for one in sources[1:]]
    for one in near:
        relation, renders = _relation(one.aligned.original, first.aligned.original, kinship)
        listed = _original(one.aligned.original, passages, relation, field.chances[one.id])
        found.append(replace(listed, renders=renders))
        if relation == "original":
            found[0] = replace(found[0], relation="relay", renders=one.id)
    return tuple(found)


def _relation(article: Article, first: Article, kinship: Kinship) -> tuple[Relation, str | None]:
    """How a listed article stands to the first source, and which of the two it copies or translates."""
    if kinship.is_copy(article, first):
        return "wire-copy", first.id
    if not kinship.is_translation(article, first):
        return "sibling", None
    if is_before(article.published, first.published):
        return "original", None
    return ("relay", first.id) if is_before(first.published, article.published) else ("sibling", None)


def _notes(repost: Article, originals: Sequence[OriginalArticle]) -> tuple[str, ...]:
    late = [one for one in originals if one.share > 0 and is_after(one.published, repost.published)]
    chain = next((one for one in originals if one.relation == "relay"), None)
    notes = [
        f"“{one.title or one.id}” is dated {one.published}, after the repost ({repost.published}): one of the dates is "
        "wrong, or the text went the other way."
        for one in late
    ]
    if chain is not None:
        source = next(one for one in originals if one.id == chain.renders)
        last = "" if repost.language == chain.language else f" → {repost.language}"
        way = "came" if chain is originals[0] else "may have come"
        notes.append(f"The text {way} by way of another translation: {source.language} → {chain.language}{last}.")
    return tuple(notes)


def _untraced(repost: Article, ranked: Sequence[Weighed]) -> list[TracedPassage]:
    least = weights()["thresholds"][1]
    traced = []
    for passage in repost.passages:
        one = trace(passage, ranked[:1])
        near = one.others if one.original is None else (one.original, *one.others)
        status = one.status if one.status == "skipped" else "untraced"
        traced.append(TracedPassage(passage, status, min(one.probability, least), None, near))
    return traced


def _only_listed(traced: TracedPassage, originals: Sequence[OriginalArticle]) -> TracedPassage:
    """The passage without candidates that the verdict does not list, whose text a reader could not see."""
    listed = {one.id for one in originals}
    return replace(traced, others=tuple(other for other in traced.others if other.id in listed))


def _status(passages: Sequence[TracedPassage]) -> ArticleStatus:
    body = [one for one in passages if one.passage.kind in ("body", "quote")]
    told = sum(len(one.passage.text) for one in body)
    traced = sum(len(one.passage.text) for one in body if one.status == "traced")
    if not traced:
        return "not-in-index"
    return "traced" if traced >= SHARE_TRACED * told else "partly-traced"


def _original(
    article: Article, passages: Sequence[TracedPassage], relation: Relation, probability: float
) -> OriginalArticle:
    traced = [one for one in passages if one.original is not None]
    here = [one for one in traced if one.original is not None and one.original.id == article.id]
    return OriginalArticle(
        article.id, article.title, article.url, article.outlet, article.language, article.published,
        len(here) / len(traced) if traced else 0.0, article.text, relation, math.floor(probability * 1e6) / 1e6,
    )  # fmt: skip
