"""Does a man stay a man, and a woman a woman?

Pronouns, titles, kinship and marked verbs tell the sex of people; a repost that tells the other one, where
nothing in the original or its neighbourhood does, changed it. Where one side has no such word, its endings and
names speak (`provenance.drift.sex_odds`). Languages that do not mark it say nothing.

Source: MQM core typology, "Accuracy / Mistranslation"; gender errors as in WinoMT (Stanovsky et al. 2019).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from provenance.cues.lists import cues_of
from provenance.cues.lookup import Cue
from provenance.drift.sexes import contradicted, told_sexes
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link

RENDERED, LINKED, TOLD, HINTED, MARKED = 0.95, 0.8, 0.7, 0.55, 0.8
#: Links from this strength on are no guesses: the word renders the other, whoever else is told of.
_SURE_LINK = 0.6
#: Log-odds from which marked words are believed.
_LEAST_ODDS = 1.5


def find(link: Link) -> Iterator[Finding]:
    """People of another sex than in the original."""
    original, repost = sides(link)
    yield from list(_by_links(original, repost)) or list(_by_words(original, repost)) or _by_marks(original, repost)


def _by_links(original: Side, repost: Side) -> Iterator[Finding]:
    """Words for one sex that render words for the other."""
    here, there = told_sexes(original), told_sexes(repost)
    for mine, theirs in ((here.told_men, there.told_women), (here.told_women, there.told_men)):
        for a in mine:
            rendered = {
                j
                for i in original.words_in(a.start, a.end)
                for j, strength in zip(original.linked[i], original.strengths[i], strict=True)
                if strength >= _SURE_LINK
            }
            for b in theirs:
                if rendered & set(repost.words_in(b.start, b.end)):
                    yield _differing(a, b, original, repost, RENDERED, men=mine is here.told_men)


def _by_words(original: Side, repost: Side) -> Iterator[Finding]:
    here, there = told_sexes(original), told_sexes(repost)
    for mine, others, theirs in (
        (here.told_men, here.told_women, there.told_women),
        (here.told_women, here.told_men, there.told_men),
    ):
        kind = "men" if mine is here.told_men else "women"
        if not mine or not theirs or others or _told(kind, repost):
            continue
        if _told("women" if kind == "men" else "men", original, near=True):
            continue
        a, b = _closest(mine, theirs, original, repost)
        linked = bool(set(original.counterparts(a.start, a.end)) & set(repost.words_in(b.start, b.end)))
        probability = LINKED if linked else TOLD if len(mine) > 1 or len(theirs) > 1 else HINTED
        yield _differing(a, b, original, repost, probability, men=kind == "men")


def _differing(a: Cue, b: Cue, original: Side, repost: Side, probability: float, *, men: bool) -> Finding:
    sex = ("masculine", "feminine") if men else ("feminine", "masculine")
    return Finding(
        severity="major",
        probability=probability,
        reason=f"{original.subject} has the {sex[0]} “{a.text}”, {repost.label} the {sex[1]} “{b.text}”.",
        repost=repost.span(b.start, b.end),
        original=original.span(a.start, a.end),
    )


def _by_marks(original: Side, repost: Side) -> Iterator[Finding]:
    for side, other in ((original, repost), (repost, original)):
        marked = contradicted(side, other)
        if marked is None or marked.odds < _LEAST_ODDS:
            continue
        word, told = side.words[marked.word], told_sexes(other)
        cue = (told.told_men or told.told_women)[0]
        sex = ("masculine", "feminine") if told.women else ("feminine", "masculine")
        spans = side.span(word.start - side.start, word.end - side.start), other.span(cue.start, cue.end)
        here, there = spans if side is original else spans[::-1]
        yield Finding(
            severity="major",
            probability=MARKED / (1 + math.exp(_LEAST_ODDS - marked.odds)),
            reason=f"{side.subject} tells of a {sex[0]} person (“{word.text}”), {other.label} has the "
            f"{sex[1]} “{cue.text}”.",
            repost=there,
            original=here,
        )
        return


def _told(kind: str, side: Side, *, near: bool = False) -> bool:
    cues = cues_of(side.language)
    text = side.context if near else f"{side.text} {side.context}"
    return cues is not None and bool(cues.find("men" if kind == "men" else "women", text))


def _closest(mine: tuple[Cue, ...], theirs: tuple[Cue, ...], original: Side, repost: Side) -> tuple[Cue, Cue]:
    for a in mine:
        for b in theirs:
            if set(original.counterparts(a.start, a.end)) & set(repost.words_in(b.start, b.end)):
                return a, b
    return mine[0], theirs[0]
