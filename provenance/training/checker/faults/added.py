"""Faults that bring something in that the text did not say, or say it twice."""

from __future__ import annotations

import random

from provenance.checker.features import COMMA
from provenance.training.checker.draft import Draft
from provenance.training.checker.faults.registry import Surroundings, content_span, content_words, fault, segments


@fault("phrase added", 16)
def phrase_added(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """One to eight words of another text come in, preferably as a unit between marks or at a conjunction."""
    words = here.stranger.words
    length = min(draw.randint(1, 8), len(words))
    stretches = segments(here.stranger.marks)
    if stretches and draw.random() < 0.5:
        begin, end = draw.choice(stretches)
        end = min(end, begin + 10)
    else:
        begin = draw.randint(0, len(words) - length)
        end = begin + length
    taken = list(words[begin:end])
    if not any(map(here.words.is_content, taken)):
        return False
    taken[0] = _lowered(taken[0], here)
    at = draw.choice([*_boundaries(draft, here), draw.randint(1, len(draft))])
    draft.insert(at, taken, COMMA if draw.random() < 0.3 else 0)
    return True


def _boundaries(draft: Draft, here: Surroundings) -> list[int]:
    tokens = draft.tokens
    found = [
        at for at in range(1, len(tokens)) if tokens[at - 1].mark or tokens[at].word.casefold() in here.words.breaks
    ]
    return [*found, len(tokens)]


def _lowered(word: str, here: Surroundings) -> str:
    small = word[0].lower() + word[1:]
    return word if here.words.is_content(word) else small


@fault("word added", 4)
def word_added(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """One content word comes in, near in use to a word of the text or any other."""
    content = content_words(draft, here)
    near = here.words.neighbours(draft.tokens[draw.choice(content)].word) if content and draw.random() < 0.6 else ()
    word = draw.choice(near) if near else here.words.any_word(draw)
    if word is None:
        return False
    draft.insert(draw.randint(1, len(draft)), [word])
    return True


@fault("repeated", 3, repost_only=True)
def repeated(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A stretch is said twice."""
    span = content_span(draft, here, draw, 6)
    if span is None:
        return False
    at = span[1] if draw.random() < 0.7 else draw.randint(span[1], len(draft))
    draft.insert(at, [token.word for token in draft.tokens[slice(*span)]])
    return True


@fault("half a neighbour", 2)
def half_a_neighbour(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """The second half is that of another text."""
    if len(draft) < 8 or len(here.stranger.words) < 8:
        return False
    at = draw.randint(len(draft) // 3, len(draft) - 3)
    rest = len(here.stranger.words) // 2
    draft.replace(at, len(draft), here.stranger.words[rest : rest + 2 * (len(draft) - at)])
    for token in draft.tokens[at:]:
        token.origin = -1
    return True


@fault("code-mixed", 6, repost_only=True)
def code_mixed(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """Words of the original stand in the repost."""
    other = here.counterpart.words
    count = min(draw.randint(1, 5), len(other), len(draft) // 2)
    if not count:
        return False
    at, begin = draw.randint(0, len(draft) - count), draw.randint(0, len(other) - count)
    taken = [word for word in other[begin : begin + count] if not word.isdigit()]
    known = {token.word.casefold() for token in draft.tokens}
    if not taken or any(word.casefold() in known for word in taken) or len("".join(taken)) < 3:
        return False
    draft.replace(at, at + count, taken)
    return True
