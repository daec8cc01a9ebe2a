"""Faults that turn a statement round, or make it surer or stronger than it was."""

from __future__ import annotations

import random

from provenance.training.checker.draft import Draft
from provenance.training.checker.faults.registry import Surroundings, fault, places_of

_CONTRACTED = {"won't": "will", "can't": "can", "cannot": "can", "shan't": "shall"}
_AUXILIARIES = frozenset(
    "is are was were has have had will would can could should must may might do does did am".split()  # noqa: SIM905
)


@fault("negation lost", 50)
def negation_lost(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """What was denied is now stated."""
    places = [at for at, token in enumerate(draft.tokens) if here.words.is_negator(token.word)]
    prefixed = [at for at, token in enumerate(draft.tokens) if here.words.without_prefix(token.word)]
    if not places and not prefixed:
        return False
    at = draw.choice(places or prefixed)
    word = draft.tokens[at].word.casefold().replace("’", "'")
    plain = _CONTRACTED.get(word) or (word[:-3] if word.endswith("n't") else here.words.without_prefix(word))
    if plain:
        draft.replace(at, at + 1, [plain])
    else:
        draft.drop(at, at + 1)
    return True


@fault("negation added", 24)
def negation_added(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """What was stated is now denied."""
    if any(here.words.is_negator(token.word) for token in draft.tokens) and draw.random() < 0.7:
        return False
    words = [token.word.casefold() for token in draft.tokens]
    if here.words.language == "en":
        places = [at for at, word in enumerate(words) if word in _AUXILIARIES]
        if not places:
            return False
        at = draw.choice(places)
        if draw.random() < 0.4 and words[at] not in {"am", "may", "might", "can", "will"}:
            draft.replace(at, at + 1, [words[at] + "n't"])
        else:
            draft.insert(at + 1, ["not"])
        return True
    prefixed = [at for at, word in enumerate(words) if here.words.with_prefix(word)]
    usual = [
        at for at, word in enumerate(words) if here.words.follows[word].total() >= 0.02 * here.words.counts[word] > 0
    ]
    if prefixed and (not usual or draw.random() < 0.6):
        at = draw.choice(prefixed)
        draft.replace(at, at + 1, [here.words.with_prefix(words[at]) or words[at]])
        return True
    if not usual:
        return False
    at = draw.choice(usual)
    cues = here.words.follows[words[at]]
    draft.insert(at + 1, draw.choices(list(cues), list(cues.values())))
    return True


@fault("scale", 9)
def scale(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A word of degree, frequency or quantity moves along its scale."""
    found = [
        (at, levels, level)
        for at, token in enumerate(draft.tokens)
        for levels in here.words.scales
        for level, words in levels.items()
        if token.word.casefold() in words
    ]
    if not found:
        return False
    at, levels, level = draw.choice(found)
    others = [word for other, words in levels.items() if abs(other - level) >= 2 for word in words]
    if not others:
        return False
    draft.replace(at, at + 1, [draw.choice(others)])
    return True


@fault("hedge", 4)
def hedge(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A word that marks something as unproven is lost, or comes in."""
    hedges = here.words.hedges
    places = places_of(draft, hedges)
    if places:
        at = draw.choice(places)
        draft.drop(at, at + 1)
        return True
    if not hedges:
        return False
    draft.insert(draw.randint(1, max(1, len(draft) - 2)), [draw.choice(hedges)])
    return True


@fault("tense", 5)
def tense(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """What happened is still to come, or the other way round."""
    places = places_of(draft, here.words.tenses)
    if not places:
        return False
    at = draw.choice(places)
    draft.replace(at, at + 1, here.words.tenses[draft.tokens[at].word.casefold()])
    return True
