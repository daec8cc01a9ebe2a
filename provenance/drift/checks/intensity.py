"""Does the repost say it more strongly or more weakly than the original?

Words of degree, frequency and quantity have a level on an ordinal scale (slightly 1, fairly 2, plain 3,
very 4, highly 5); the word that answers one must stand within a level of it. Source: degree modifiers
after Quirk et al. (1985), chapter 8, and Paradis (1997); the MQM error type mistranslation.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.cues.lists import SCALES
from provenance.drift.degrees import Degree, answers, degrees, is_denied, unanswered_extremes
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link, Span

#: Levels that a faithful translation may lie apart.
FARTHEST = 1


def find(link: Link) -> Iterator[Finding]:
    """Words of degree whose counterpart stands two or more levels away, or that have none at all."""
    original, repost = sides(link)
    for scale in SCALES:
        for degree in degrees(original, scale):
            there = answers(degree, original, repost, scale)
            if not there or is_denied(original, degree) or any(is_denied(repost, other) for other in there):
                continue
            nearest = min(there, key=lambda other: abs(other.cue.level - degree.cue.level))
            distance = abs(nearest.cue.level - degree.cue.level)
            if distance > FARTHEST:
                yield _differing(degree, nearest, distance, (original, repost))
    for degree, answer in unanswered_extremes(original, repost):
        yield Finding(
            severity="minor",
            probability=0.5,
            reason=f"{original.subject} says “{degree.cue.text}”; {repost.label} leaves the degree out.",
            repost=_word(repost, answer),
            original=original.span(degree.cue.start, degree.end),
        )
    for degree, answer in unanswered_extremes(repost, original):
        yield Finding(
            severity="minor",
            probability=0.5,
            reason=f"{repost.subject} says “{degree.cue.text}”; {original.label} has no such degree.",
            repost=repost.span(degree.cue.start, degree.end),
            original=_word(original, answer),
        )


def _differing(degree: Degree, nearest: Degree, distance: int, both: tuple[Side, Side]) -> Finding:
    original, repost = both
    stronger = "stronger" if nearest.cue.level > degree.cue.level else "weaker"
    return Finding(
        severity="major",
        probability=min(0.9, 0.5 + 0.1 * distance),
        reason=f"“{nearest.cue.text}” in {repost.label} is {stronger} than “{degree.cue.text}” in {original.label}.",
        repost=repost.span(nearest.cue.start, nearest.end),
        original=original.span(degree.cue.start, degree.end),
    )


def _word(side: Side, position: int) -> Span:
    word = side.words[position]
    return side.span(word.start - side.start, word.end - side.start)
