"""Faults that leave something out."""

from __future__ import annotations

import random

from provenance.checker.features import COMMA, STOP
from provenance.training.checker.draft import Draft
from provenance.training.checker.faults.registry import (
    Surroundings,
    content_span,
    content_words,
    fault,
    names_of,
    segments,
)


@fault("word dropped", 14)
def word_dropped(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """One content word is left out."""
    content = content_words(draft, here)
    if not content or len(draft) < 4:
        return False
    at = draw.choice(content)
    draft.drop(at, at + 1)
    return True


@fault("phrase dropped", 18)
def phrase_dropped(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """Two to seven words in a row are left out."""
    span = content_span(draft, here, draw, 7)
    if span is None:
        return False
    draft.drop(*span)
    return True


@fault("clause dropped", 4)
def clause_dropped(draft: Draft, _: Surroundings, draw: random.Random) -> bool:
    """Everything between two marks, or a whole sentence of several, is left out."""
    marks = [token.mark for token in draft.tokens]
    if draw.random() < 0.4:
        marks = [mark & STOP for mark in marks]
    stretches = segments(marks)
    if len(stretches) < 2:
        return False
    begin, end = draw.choice(stretches)
    if end - begin > 0.75 * len(draft):
        return False
    draft.drop(begin, end)
    return True


@fault("end cut off", 2)
def end_cut_off(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """The text breaks off."""
    if len(draft) < 8:
        return False
    keep = draw.randint(len(draft) // 3, len(draft) - 3)
    if not any(at >= keep for at in content_words(draft, here)):
        return False
    draft.drop(keep, len(draft))
    return True


@fault("predicate lost", 6)
def predicate_lost(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A clause after a conjunction loses one to three words behind its first."""
    places = [
        at
        for at, token in enumerate(draft.tokens[:-3])
        if at and (token.word.casefold() in here.words.breaks or draft.tokens[at - 1].mark & COMMA)
    ]
    if not places:
        return False
    begin = draw.choice(places) + draw.randint(1, 2)
    end = min(begin + draw.randint(1, 3), len(draft) - 1)
    if not any(begin <= at < end for at in content_words(draft, here)):
        return False
    draft.drop(begin, end)
    return True


@fault("name dropped", 10)
def name_dropped(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A name is left out."""
    found = names_of(draft, here)
    if not found:
        return False
    draft.drop(*draw.choice(found))
    return True
