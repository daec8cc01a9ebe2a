"""Faults that put one word in the place of another."""

from __future__ import annotations

import random

from provenance.training.checker.draft import Draft
from provenance.training.checker.faults.registry import Surroundings, content_words, fault, names_of, places_of


@fault("neighbour", 6)
def neighbour(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """One or two content words give way to words used in much the same way."""
    content = content_words(draft, here)
    done = False
    for at in draw.sample(content, min(len(content), draw.choice((1, 1, 1, 2)))):
        others = here.words.neighbours(draft.tokens[at].word)
        if others:
            draft.replace(at, at + 1, [draw.choice(others)])
            done = True
    return done


@fault("random word", 3, repost_only=True)
def random_word(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A content word gives way to any other."""
    content = content_words(draft, here)
    word = here.words.any_word(draw)
    if not content or word is None:
        return False
    at = draw.choice(content)
    draft.replace(at, at + 1, [word])
    return True


@fault("antonym", 26)
def antonym(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A word gives way to its opposite."""
    places = places_of(draft, here.words.opposites)
    if not places:
        return False
    at = draw.choice(places)
    draft.replace(at, at + 1, [draw.choice(here.words.opposites[draft.tokens[at].word.casefold()])])
    return True


@fault("name replaced", 34)
def name_replaced(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A name gives way to another, whole or in part."""
    found = names_of(draft, here)
    if not found or not here.words.names:
        return False
    begin, end = draw.choice(found)
    if end - begin > 1 and draw.random() < 0.4:
        begin = draw.randrange(begin, end)
        end = begin + 1
    same_length = [
        one for one in draw.sample(here.words.names, min(8, len(here.words.names))) if len(one) == end - begin
    ]
    other = draw.choice(same_length or [draw.choice(here.words.names)])
    if other == tuple(token.word for token in draft.tokens[begin:end]):
        return False
    draft.replace(begin, end, other)
    return True


@fault("names exchanged", 2)
def names_exchanged(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """Two names of the text trade places."""
    found = names_of(draft, here)
    if len(found) < 2:
        return False
    (a, b), (c, d) = sorted(draw.sample(found, 2))
    one, other = ([token.word for token in draft.tokens[x:y]] for x, y in ((a, b), (c, d)))
    if one == other:
        return False
    draft.replace(c, d, one)
    draft.replace(a, b, other)
    return True


@fault("number", 40)
def number(draft: Draft, _: Surroundings, draw: random.Random) -> bool:
    """A number changes a digit, its size, or altogether."""
    places = [at for at, token in enumerate(draft.tokens) if any(c.isascii() and c.isdigit() for c in token.word)]
    if not places:
        return False
    at = draw.choice(places)
    old = draft.tokens[at].word
    digits = [n for n, c in enumerate(old) if c.isascii() and c.isdigit()]
    new = list(old)
    if draw.random() < 0.5:
        n = draw.choice(digits)
        new[n] = draw.choice([c for c in "123456789" if c != old[n]])
    else:
        for n in digits:
            new[n] = draw.choice("0123456789" if n != digits[0] else "123456789")
    changed = "".join(new)
    if draw.random() < 0.15 and old.isdigit():
        changed = old + "0" if draw.random() < 0.5 or len(old) < 2 else old[:-1]
    if changed == old:
        return False
    draft.replace(at, at + 1, [changed])
    return True


@fault("pronoun", 6)
def pronoun(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A person changes gender."""
    places = places_of(draft, here.words.pronouns)
    if not places:
        return False
    at = draw.choice(places)
    draft.replace(at, at + 1, [here.words.pronouns[draft.tokens[at].word.casefold()]])
    return True
