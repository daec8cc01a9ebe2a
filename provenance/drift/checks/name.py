"""Is everyone and every country that the original names the one that the repost names?

A name counts as kept where any word of the other side or its neighbourhood may be a spelling of it, in
another case, script or transliteration. What is left on both sides is an exchange where the two stand
in the same place: beside the same given name, aligned with each other, or alone in their sentences.

Source: MQM core typology, "Accuracy / Mistranslation / Entity" (https://themqm.org).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.drift.name_doubt import Stranger, strangers
from provenance.drift.named import Name, can_judge, can_tell_people, has_name, names
from provenance.drift.ordinary import is_ordinary
from provenance.drift.pairing import aligned, distance, pair
from provenance.drift.places import UNSPACED, Place, places
from provenance.drift.sides import Side, one_sided, sides
from provenance.names.spelling import near, same_name
from provenance.values import Finding, Link

SAME_PERSON, ALIGNED, ALONE, COUNTRY, MISSING, EXTRA = 0.85, 0.75, 0.6, 0.85, 0.6, 0.6
_NEAR = 0.25
STRANGER, SEVERAL_STRANGE, DOUBTFUL = 0.8, 0.9, 0.55
_FULL_NAME = 2
#: Shorter names of countries are too much alike ("Iran", "Irak") to be told by their letters.
_LONG = 8


def find(link: Link) -> Iterator[Finding]:
    """Exchanged names and countries; full names that only one side has, countries that the repost leaves out."""
    original, repost = sides(link)
    if not original.text or not repost.text:
        return
    yield from _countries(original, repost)
    both = can_judge(original.language) and can_judge(repost.language)
    lost = [name for name in names(original, repost) if not all(name.known)] if both else []
    extra = [name for name in names(repost, original) if not all(name.known)] if both else []
    exchanged: set[Name] = set()
    for a, b in pair(lost, extra, original, repost):
        probability = _likely(a, b, original, repost, alone=_only_one(a, lost) and _only_one(b, extra))
        if probability:
            exchanged |= {a, b}
            yield _exchange(original, repost, a, b, probability)
    doubtful = _doubtful(original, repost), _doubtful(repost, original)
    for side, other, left, sure in ((original, repost, lost, doubtful[0]), (repost, original, extra, doubtful[1])):
        alone = [n for n in left if n not in exchanged and _is_left_out(n, side, other)]
        yield from (_only(side, other, n) for n in alone if not any(_meet(n, s) for s in sure))
    strange = [one for one in doubtful[1] if not any(_meet(one, name) for name in exchanged if name in extra)]
    for stranger in strange:
        yield from _stranger(original, repost, stranger, doubtful[0])
    if not strange:
        gone = [one for one in doubtful[0] if not any(_meet(one, name) for name in exchanged if name in lost)]
        yield from (_gone(original, repost, one, MISSING * one.doubt) for one in gone)


def _doubtful(side: Side, other: Side) -> list[Stranger]:
    return [one for one in strangers(side, other) if one.doubt >= DOUBTFUL]


def _meet(a: Name | Stranger, b: Name | Stranger) -> bool:
    return a.start < b.end and b.start < a.end


def _stranger(original: Side, repost: Side, stranger: Stranger, lost: Sequence[Stranger]) -> Iterator[Finding]:
    """A finding about a name that nobody in the original bears, beside the lost name that stood in its place."""
    closest = min(lost, key=lambda one: distance(one, stranger, original, repost), default=None)
    if closest is not None and near(*(_letters(one, side) for one, side in ((closest, original), (stranger, repost)))):
        return
    if closest is not None:
        yield _exchange(original, repost, closest, stranger, SAME_PERSON * max(closest.doubt, stranger.doubt))
        return
    span = repost.span(stranger.start, stranger.end)
    reason = f"{repost.subject} names “{span.quote}”, {original.label} names nobody and nothing like it."
    most = SEVERAL_STRANGE if stranger.several else STRANGER
    yield Finding("major", most * stranger.doubt, reason, repost=span, original=original.whole())


def _gone(original: Side, repost: Side, name: Stranger | Place, probability: float) -> Finding:
    span = original.span(name.start, name.end)
    reason = f"{original.subject} names “{span.quote}”, {repost.label} does not."
    return Finding("minor", probability, reason, repost=None, original=span)


def _letters(name: Stranger, side: Side) -> str:
    return side.text[name.start : name.end]


def _likely(a: Name, b: Name, original: Side, repost: Side, *, alone: bool) -> float:
    lengths = sorted((len(a.text.split()), len(b.text.split())))
    # A capitalised word before a full name may belong to it on one side only.
    alike = (lengths[0] == lengths[1] or lengths == [2, 3]) and "-" not in a.text + b.text
    if any(near(x, y) for x in a.strangers for y in b.strangers):
        return 0.0
    if "-" not in a.text + b.text and any(same_name(x, y) for _, x in a.bynames for _, y in b.bynames):
        return SAME_PERSON
    if not (a.unknown and b.unknown and alike) or (_in_words(a, original) and _in_words(b, repost)):
        return 0.0
    if aligned(a, b, original, repost):
        return ALIGNED
    sure = can_tell_people(original.language) and can_tell_people(repost.language)
    return ALONE if alone and sure and distance(a, b, original, repost) < _NEAR else 0.0


def _in_words(name: Name, side: Side) -> bool:
    """Whether a name holds an ordinary word, as those of institutions do, which are translated rather than spelled."""
    return any(is_ordinary(part, side.language) for part in name.parts)


def _only_one(name: Name, left: Sequence[Name]) -> bool:
    """Whether this is the only name that lacks a counterpart, or the only full name of several."""
    full = [each for each in left if len(each.parts) >= _FULL_NAME]
    return len(left) == 1 or full == [name]


def _is_left_out(name: Name, side: Side, other: Side) -> bool:
    """Whether a full name has no counterpart, in a sentence whose words are aligned well enough to tell."""
    people = name.whole or can_tell_people(side.language)
    if not (name.unknown and len(name.parts) >= _FULL_NAME and people):
        return False
    if all(is_ordinary(part, side.language) for part in name.parts):
        return False
    linked = sum(bool(there) for there in side.linked)
    return 2 * linked >= len(side.words) > 0 and not side.counterparts(name.start, name.end) and bool(other.words)


def _countries(original: Side, repost: Side) -> Iterator[Finding]:
    here, there = places(original.text, original.language), places(repost.text, repost.language)
    near_here, near_there = places(original.context, original.language), places(repost.context, repost.language)
    lost = _missing(here, (*there, *near_there), original, repost)
    extra = _missing(there, (*here, *near_here), repost, original)
    exchanged = [
        (a, b)
        for a, b in pair(lost, extra, original, repost)
        if aligned(a, b, original, repost) or (len({p.country for p in lost}) == 1 == len({p.country for p in extra}))
    ]
    yield from (_exchange(original, repost, a, b, COUNTRY) for a, b in exchanged)
    if original.language in UNSPACED:
        return
    for place in lost:
        # The first word of a sentence may be an adjective ("Britská BBC"), which inside would have no capital.
        inside = original.text[: place.start].rstrip()[-1:].isalnum()
        if inside and place not in [a for a, _ in exchanged] and not original.counterparts(place.start, place.end):
            yield _gone(original, repost, place, MISSING)


def _missing(mine: Sequence[Place], others: Sequence[Place], side: Side, other: Side) -> list[Place]:
    known = {place.country for place in others}
    left = [place for place in mine if place.country not in known and not place.weak]
    # People are called like countries: who is spelled on the other side too is there.
    return [p for p in left if p.end - p.start < _LONG or not has_name(side.text[p.start : p.end], other)]


def _exchange(
    original: Side, repost: Side, a: Name | Place | Stranger, b: Name | Place | Stranger, probability: float
) -> Finding:
    here, there = original.span(a.start, a.end), repost.span(b.start, b.end)
    reason = f"{original.subject} names “{here.quote}”, {repost.label} names “{there.quote}”."
    return Finding("critical", probability, reason, repost=there, original=here)


def _only(side: Side, other: Side, name: Name) -> Finding:
    span = side.span(name.start, name.end)
    reason = f"{side.subject} names “{span.quote}”, {other.label} does not name them here."
    return one_sided(side, span, reason, missing=MISSING, extra=EXTRA)
