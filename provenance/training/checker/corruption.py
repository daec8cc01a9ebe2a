"""The kinds of fault that are put into a text, each a function that changes a draft or says that it cannot.

They are made to look like what happens to news on its way: things left out, added, exchanged, turned
into their opposite, mixed up. The same kinds serve both sides of a pair; a fault in the original makes
the repost wrong where it is right, so that no reader of one side alone can win.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from provenance.checker.features import COMMA, STOP, Side
from provenance.training.checker.draft import Draft
from provenance.training.checker.words import Words

_TRIES = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a fault may draw from: the language's words, another text of it, and the pair's other side."""

    words: Words
    stranger: Side
    counterpart: Side


Fault = Callable[[Draft, Surroundings, random.Random], bool]
FAULTS: dict[str, Fault] = {}
#: How often each kind is drawn.
SHARES: dict[str, float] = {}
#: Kinds that make no sense in an original.
REPOST_ONLY = frozenset({"scrambled", "shifted", "repeated", "code-mixed", "random word"})


def fault(name: str, share: float) -> Callable[[Fault], Fault]:
    """Register a kind of fault."""

    def keep(function: Fault) -> Fault:
        FAULTS[name] = function
        SHARES[name] = share
        return function

    return keep


def _content(draft: Draft, here: Surroundings) -> list[int]:
    return [at for at, token in enumerate(draft.tokens) if here.words.is_content(token.word)]


def _span(draft: Draft, here: Surroundings, draw: random.Random, longest: int) -> tuple[int, int] | None:
    """A run of words with at least one content word, at most 60 % of the text."""
    content = _content(draft, here)
    longest = min(longest, int(0.6 * len(draft)))
    if not content or longest < 2:
        return None
    for _ in range(_TRIES):
        length = draw.randint(2, longest)
        anchor = draw.choice(content)
        begin = max(0, min(anchor - draw.randrange(length), len(draft) - length))
        if sum(begin <= at < begin + length for at in content) * 3 >= length:
            return begin, begin + length
    return None


@fault("word dropped", 9)
def word_dropped(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """One content word is left out."""
    content = _content(draft, here)
    if not content or len(draft) < 4:
        return False
    at = draw.choice(content)
    draft.drop(at, at + 1)
    return True


@fault("phrase dropped", 11)
def phrase_dropped(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """Two to seven words in a row are left out."""
    span = _span(draft, here, draw, 7)
    if span is None:
        return False
    draft.drop(*span)
    return True


def _segments(tokens: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches between marks, of at least three words."""
    cuts = [0, *(at + 1 for at, mark in enumerate(tokens) if mark & (COMMA | STOP)), len(tokens)]
    return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b - a >= 3]


@fault("clause dropped", 6)
def clause_dropped(draft: Draft, _: Surroundings, draw: random.Random) -> bool:
    """Everything between two marks, or a whole sentence of several, is left out."""
    marks = [token.mark for token in draft.tokens]
    if draw.random() < 0.4:
        marks = [mark & STOP for mark in marks]
    segments = _segments(marks)
    if len(segments) < 2:
        return False
    begin, end = draw.choice(segments)
    if end - begin > 0.75 * len(draft):
        return False
    draft.drop(begin, end)
    return True


@fault("end cut off", 3)
def end_cut_off(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """The text breaks off."""
    if len(draft) < 8:
        return False
    keep = draw.randint(len(draft) // 3, len(draft) - 3)
    if not any(at >= keep for at in _content(draft, here)):
        return False
    draft.drop(keep, len(draft))
    return True


@fault("predicate lost", 5)
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
    if not any(begin <= at < end for at in _content(draft, here)):
        return False
    draft.drop(begin, end)
    return True


@fault("phrase added", 11)
def phrase_added(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """One to eight words of another text come in, preferably as a unit between marks or at a conjunction."""
    words = here.stranger.words
    length = min(draw.randint(1, 8), len(words))
    segments = _segments(here.stranger.marks)
    if segments and draw.random() < 0.5:
        begin, end = draw.choice(segments)
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


@fault("word added", 6)
def word_added(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """One content word comes in, near in use to a word of the text or any other."""
    content = _content(draft, here)
    near = here.words.neighbours(draft.tokens[draw.choice(content)].word) if content and draw.random() < 0.6 else ()
    word = draw.choice(near) if near else here.words.any_word(draw)
    if word is None:
        return False
    draft.insert(draw.randint(1, len(draft)), [word])
    return True


@fault("neighbour", 10)
def neighbour(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """One or two content words give way to words used in much the same way."""
    content = _content(draft, here)
    done = False
    for at in draw.sample(content, min(len(content), draw.choice((1, 1, 1, 2)))):
        others = here.words.neighbours(draft.tokens[at].word)
        if others:
            draft.replace(at, at + 1, [draw.choice(others)])
            done = True
    return done


@fault("random word", 3)
def random_word(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A content word gives way to any other."""
    content = _content(draft, here)
    word = here.words.any_word(draw)
    if not content or word is None:
        return False
    at = draw.choice(content)
    draft.replace(at, at + 1, [word])
    return True


@fault("antonym", 14)
def antonym(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A word gives way to its opposite."""
    places = [at for at, token in enumerate(draft.tokens) if token.word.casefold() in here.words.opposites]
    if not places:
        return False
    at = draw.choice(places)
    draft.replace(at, at + 1, [draw.choice(here.words.opposites[draft.tokens[at].word.casefold()])])
    return True


def _names(draft: Draft, here: Surroundings) -> list[tuple[int, int]]:
    """Runs of words written as names inside a sentence."""
    found: list[tuple[int, int]] = []
    for at, token in enumerate(draft.tokens):
        first = not at or draft.tokens[at - 1].mark & STOP
        if first or not here.words.is_name(token.word) or not here.words.is_content(token.word):
            continue
        if found and found[-1][1] == at and not draft.tokens[at - 1].mark:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return [(a, b) for a, b in found if b - a > 1 or here.words.language != "de"]


@fault("name replaced", 12)
def name_replaced(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A name gives way to another, whole or in part."""
    found = _names(draft, here)
    if not found or not here.words.names:
        return False
    begin, end = draw.choice(found)
    if end - begin > 1 and draw.random() < 0.4:
        begin = draw.randrange(begin, end)
        end = begin + 1
    same_length = [one for one in draw.sample(here.words.names, min(8, len(here.words.names))) if len(one) == end - begin]
    other = draw.choice(same_length or [draw.choice(here.words.names)])
    if other == tuple(token.word for token in draft.tokens[begin:end]):
        return False
    draft.replace(begin, end, other)
    return True


@fault("names exchanged", 2)
def names_exchanged(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """Two names of the text trade places."""
    found = _names(draft, here)
    if len(found) < 2:
        return False
    (a, b), (c, d) = sorted(draw.sample(found, 2))
    one, other = ([token.word for token in draft.tokens[x:y]] for x, y in ((a, b), (c, d)))
    if one == other:
        return False
    draft.replace(c, d, one)
    draft.replace(a, b, other)
    return True


@fault("name dropped", 3)
def name_dropped(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A name is left out."""
    found = _names(draft, here)
    if not found:
        return False
    draft.drop(*draw.choice(found))
    return True


@fault("number", 9)
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


_CONTRACTED = {"won't": "will", "can't": "can", "cannot": "can", "shan't": "shall"}
_AUXILIARIES = frozenset(
    "is are was were has have had will would can could should must may might do does did am".split()  # noqa: SIM905
)


@fault("negation lost", 9)
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


@fault("negation added", 9)
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
    usual = [at for at, word in enumerate(words) if here.words.follows[word].total() >= 0.02 * here.words.counts[word] > 0]
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


@fault("scale", 6)
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
    places = [at for at, token in enumerate(draft.tokens) if token.word.casefold() in hedges]
    if places:
        at = draw.choice(places)
        draft.drop(at, at + 1)
        return True
    if not hedges:
        return False
    draft.insert(draw.randint(1, max(1, len(draft) - 2)), [draw.choice(hedges)])
    return True


@fault("pronoun", 2)
def pronoun(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A person changes gender."""
    places = [at for at, token in enumerate(draft.tokens) if token.word.casefold() in here.words.pronouns]
    if not places:
        return False
    at = draw.choice(places)
    draft.replace(at, at + 1, [here.words.pronouns[draft.tokens[at].word.casefold()]])
    return True


@fault("scrambled", 6)
def scrambled(draft: Draft, _: Surroundings, draw: random.Random) -> bool:
    """The words of a stretch, or of the whole, come in disorder."""
    length = len(draft) if draw.random() < 0.4 else draw.randint(5, 12)
    if length > len(draft) or length < 5:
        return False
    begin = draw.randint(0, len(draft) - length)
    part = draft.tokens[begin : begin + length]
    marks = [token.mark for token in part]
    order = draw.sample(range(length), length)
    for to, at in enumerate(order):
        part[at].bad = abs(to - at) > 1
    shuffled = [part[at] for at in order]
    for token, mark in zip(shuffled, marks, strict=True):
        token.mark = mark
    draft.tokens[begin : begin + length] = shuffled
    return any(token.bad for token in shuffled)


@fault("shifted", 4)
def shifted(draft: Draft, _: Surroundings, draw: random.Random) -> bool:
    """Two content stretches of one to three words trade places."""
    if len(draft) < 9:
        return False
    first, second = draw.randint(1, 3), draw.randint(1, 3)
    a = draw.randint(0, len(draft) - first - second - 3)
    b = draw.randint(a + first + 2, len(draft) - second)
    tokens = draft.tokens
    one, middle, other = tokens[a : a + first], tokens[a + first : b], tokens[b : b + second]
    for token in (*one, *other):
        token.bad = True
    tokens[a : b + second] = [*other, *middle, *one]
    return True


@fault("repeated", 3)
def repeated(draft: Draft, here: Surroundings, draw: random.Random) -> bool:
    """A stretch is said twice."""
    span = _span(draft, here, draw, 6)
    if span is None:
        return False
    at = span[1] if draw.random() < 0.7 else draw.randint(span[1], len(draft))
    draft.insert(at, [token.word for token in draft.tokens[slice(*span)]])
    return True


@fault("half a neighbour", 4)
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


@fault("code-mixed", 4)
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
