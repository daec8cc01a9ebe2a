"""Detecting drift: every check over every link, each fault told once, most serious first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from provenance.drift.calibration import RULES, WITH_CHECKER, Calibration, open_calibration
from provenance.drift.deepening import finding_chance, supported
from provenance.drift.features import company
from provenance.drift.opinion import opinion
from provenance.drift.registry import checks
from provenance.values import Alignment, Article, Drift, Finding, Link, Severity, Span

#: The limits that decide what is reported, by name, as a report's signature states them.
SHIPPED_THRESHOLDS: tuple[tuple[str, float], ...] = (("drift", 0.67), ("serious drift", 0.82), ("critical drift", 0.9))
LEAST_PROBABILITY, LEAST_SERIOUS, LEAST_CRITICAL = dict(SHIPPED_THRESHOLDS).values()

#: Severities that change the story.
SERIOUS: frozenset[str] = frozenset({"critical", "major"})
_RANK: dict[Severity, int] = {"critical": 0, "major": 1, "minor": 2}
#: Checks that report a whole stretch: what is missing or extra inside it is part of the same fault.
_STRETCHES = frozenset({"omission", "addition", "condensing", "garble", "untranslated"})
#: Nothing is certain, whoever agrees.
_SUREST = 0.99
#: Two spans that differ more in length than this are about different things.
_LARGEST_RATIO = 3.0


@dataclass(frozen=True, slots=True)
class Found:
    """What one check found in one link: the probability that it put down, and the checker's opinion, if any."""

    link: Link
    check: str
    finding: Finding
    opinion: float | None


def look(links: Iterable[Link]) -> tuple[Found, ...]:
    """Everything that the checks find in links, sure or not."""
    return tuple(
        Found(link, check.id, finding, opinion(check.id, finding, link))
        for link in links
        for check in checks()
        for finding in check.find(link)
    )


def calibration_of(links: Iterable[Link]) -> Calibration:
    """The calibration for links of which the checker has read any, or for those that it has not."""
    return open_calibration(WITH_CHECKER if any(link.fault is not None for link in links) else RULES)


def chance_of(one: Found, around: Sequence[float]) -> float:
    """The calibrated probability of a finding, by the checks and the checker alone; `around` is its `company`.

    Raises:
        EmbedderError: the calibration is missing or broken.
    """
    # A finding of which the checker can say nothing lacks its opinion through no fault of its own.
    calibration = open_calibration(RULES if one.opinion is None else WITH_CHECKER)
    return calibration.finding(
        one.check,
        one.finding.probability,
        serious=one.finding.severity in SERIOUS,
        opinion=one.opinion or 0.0,
        company=around,
    )


def detect(
    alignment: Alignment, repost: Article, original: Article, found: Sequence[Found] | None = None
) -> tuple[Drift, ...]:
    """Every drift between a repost and one original.

    Args:
        alignment: The links between the two articles.
        repost: The article under check.
        original: The article that `alignment.original_id` names.
        found: What `look` found in the links, where that is known already.

    Returns:
        The drifts by severity, then falling probability, then position. Every span's quote is the
        text of its article at its offsets; a finding that points outside its article is not given.

    Raises:
        EmbedderError: the calibration is missing or broken.
    """
    everything = look(alignment.links) if found is None else found
    drifts: list[Drift] = []
    for link in alignment.links:
        own = [one for one in everything if one.link is link]
        drifts += [supported(one, link) for one in _once(_drifts(link, own, alignment, repost, original))]
    return tuple(sorted(set(drifts), key=_order))


def _drifts(
    link: Link,
    found: Iterable[Found],
    alignment: Alignment,
    repost: Article,
    original: Article,
) -> Iterator[Drift]:
    passage, around = _passage(link, alignment, repost), company(link)
    for one in found:
        probability = finding_chance(chance_of(one, around), link)
        if probability < LEAST_PROBABILITY:
            continue
        placed = _placed(one.finding, repost, original)
        if placed is None:
            continue
        at = passage if placed.repost is None else _passage_at(placed.repost.start, repost)
        yield Drift(
            check=one.check,
            severity=_allowed(placed.severity, probability),
            probability=probability,
            reason=placed.reason,
            passage=at,
            repost=placed.repost,
            original=placed.original,
            original_id=alignment.original_id,
        )


def _allowed(severity: Severity, probability: float) -> Severity:
    """The severity as far as a probability bears it: nobody is accused of turning a story on less."""
    most: Severity = "minor" if probability < LEAST_SERIOUS else "major" if probability < LEAST_CRITICAL else "critical"
    return max(severity, most, key=_RANK.__getitem__)


def _placed(finding: Finding, repost: Article, original: Article) -> Finding | None:
    """The finding with its quotes read from the articles, or None where its offsets are outside."""
    spans: list[Span | None] = []
    for span, article in ((finding.repost, repost), (finding.original, original)):
        if span is None:
            spans.append(None)
        elif 0 <= span.start < span.end <= len(article.text):
            quote = article.text[span.start : span.end]
            # A span over two sentences holds the article's own white space, which a link does not know.
            if quote.split() != span.quote.split():
                return None
            spans.append(Span(span.start, span.end, quote))
        else:
            return None
    if spans == [None, None]:
        return None
    return replace(finding, repost=spans[0], original=spans[1])


def _passage(link: Link, alignment: Alignment, repost: Article) -> int:
    """The passage of the link's repost side; for an omission the nearest one before the gap."""
    if link.repost:
        return _passage_at(link.repost[0].start, repost)
    at = link.original[0].start if link.original else 0
    both = [other for other in alignment.links if other.original and other.repost]
    before = [other for other in both if other.original[0].start <= at]
    if before:
        nearest = max(before, key=lambda other: other.original[-1].end)
        return _passage_at(nearest.repost[-1].start, repost)
    if both:
        nearest = min(both, key=lambda other: other.original[0].start)
        return _passage_at(nearest.repost[0].start, repost)
    story = repost.story
    return story[0].index if story else 0


def _passage_at(offset: int, article: Article) -> int:
    before = [passage.index for passage in article.passages if passage.start <= offset]
    return before[-1] if before else 0


def _once(drifts: Iterable[Drift]) -> list[Drift]:
    """One drift per fault of a link: a stretch speaks for what it holds, else the strongest stays.

    What another check says of the same fault makes it surer, and stands beside it.
    """
    kept: list[Drift] = []
    for drift in sorted(drifts, key=lambda d: (d.check not in _STRETCHES, *_order(d))):
        place = next((i for i, other in enumerate(kept) if _same_fault(drift, other)), None)
        if place is None:
            kept.append(drift)
        elif drift.check != kept[place].check:
            both = 1 - (1 - kept[place].probability) * (1 - drift.probability)
            said = tuple(dict.fromkeys((*kept[place].also, drift.reason)))
            kept[place] = replace(kept[place], probability=min(_SUREST, both), also=said)
    return kept


def _same_fault(drift: Drift, other: Drift) -> bool:
    pairs = [(drift.repost, other.repost), (drift.original, other.original)]
    shared = [(a, b) for a, b in pairs if a is not None and b is not None]
    if not shared or not all(a.start < b.end and b.start < a.end for a, b in shared):
        return False
    if other.check in _STRETCHES:
        # The kept one is the stretch; a fault with a counterpart on the other side is its own.
        one_sided = (drift.repost is None) == (other.repost is None) or drift.check == other.check
        return one_sided and all(b.start <= a.start and a.end <= b.end for a, b in shared)
    return all(_length(a) <= _LARGEST_RATIO * _length(b) <= _LARGEST_RATIO**2 * _length(a) for a, b in shared)


def _length(span: Span) -> int:
    return span.end - span.start


def _order(drift: Drift) -> tuple[int, float, int, int, str, str]:
    repost = drift.repost.start if drift.repost else -1
    original = drift.original.start if drift.original else -1
    return _RANK[drift.severity], -drift.probability, max(repost, original), original, drift.check, drift.reason
