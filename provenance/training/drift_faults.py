"""Faults put into either side of faithful pairs, in any language, to teach what drift looks like.

A fault on the original's side teaches the mirror image: a word that the original lost was added by the
repost. Each fault is made from the pair itself and from other texts of the same language.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from provenance.cues.lists import cues_of
from provenance.drift.calendar_words import calendar_words, month_names
from provenance.drift.quotations import quotations
from provenance.segment import sentences

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_FIGURE = re.compile(r"(?<![\d.,:/])\d{1,4}(?![\d]|[.,:/]\d)")
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁĽĻŃŇŅŐŘŚŠŞŤŪŮŰŹŻŽА-ЯЁІЇЄΑ-Ω]"
_NAME = re.compile(rf"(?<=[^\W\d_] ){_CAPITAL}[^\W\d_]{{2,}}(?: {_CAPITAL}[^\W\d_]{{2,}})*")
#: Languages without spaces, where a fault takes characters instead of words.
UNSPACED = frozenset({"zh", "ja", "th", "km"})
_DENIED = {
    "en": (r"\b(is|are|was|were|will|would|has|have|had|can|could|should|must|does|did)\b(?! not)", r"\1 not"),
    "de": (r"\b(ist|sind|war|waren|wird|werden|hat|haben|hatte|kann|können|soll)\b(?! nicht)", r"\1 nicht"),
    "ru": (r"\b([а-яё]{3,}(?:ет|ит|ют|ал|ил|ала|или|али))\b", r"не \1"),
    "uk": (r"\b([а-яіїє]{3,}(?:є|ить|ють|ав|ив|ала|или|али))\b", r"не \1"),
    "pl": (r"\b(jest|są|był|była|było|będzie|ma|mają|może|mogą)\b", r"nie \1"),
    "cs": (r"\b(je|jsou|byl|byla|bylo|bude|má|mají|může|mohou)\b", r"ne\1"),
    "fr": (r"\b(est|sont|était|a|ont|avait|sera|peut|doit)\b", r"n'\1 pas"),
    "es": (r"\b(es|son|era|fue|está|ha|han|había|será|puede)\b", r"no \1"),
    "it": (r"\b(è|sono|era|ha|hanno|aveva|sarà|può)\b", r"non \1"),
    "hi": (r"\b(है|हैं|था|थी|थे)\b", r"नहीं \1"),
    "zh": (r"(是|会|能|有)", r"不\1"),
    "ja": (r"(した|ます)(?=。)", r"しなかった"),
}
_SWAPPED = {
    "en": (
        "more less", "high low", "higher lower", "large small", "first last", "good bad", "new old", "long short",
        "increased decreased", "rose fell", "before after", "won lost", "strong weak", "open closed", "early late",
        "rich poor", "buy sell", "win lose", "accept reject", "support oppose", "north south", "east west",
        "majority minority", "victory defeat", "war peace", "right wrong", "safe dangerous", "above below",
    ),
}  # fmt: skip

#: Words for one sex and the other; a text has all of them changed.
_SEXES = {
    "en": "he she,him her,his her,himself herself,man woman,men women,father mother,brother sister,son daughter",
    "de": "er sie,ihm ihr,sein ihr,seine ihre,Mann Frau,Vater Mutter,Bruder Schwester,Sohn Tochter",
    "fr": "il elle,homme femme,père mère,frère sœur,fils fille",
    "es": "él ella,hombre mujer,padre madre,hermano hermana,hijo hija",
    "ru": "он она,его её,ему ей,сказал сказала,заявил заявила,мужчина женщина,отец мать,брат сестра",
    "cs": "on ona,jeho její,řekl řekla,uvedl uvedla,muž žena,otec matka,bratr sestra",
}


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts of one language to take strange words, names and phrases from."""

    texts: tuple[str, ...]

    def text(self, draw: random.Random) -> str:
        """Any text."""
        return draw.choice(self.texts)


#: Text, the other side's text, its language, other texts, the draw → the faulty text, or None where it does not fit.
Fault = Callable[[str, str, str, Pool, random.Random], str | None]


def figure_changed(text: str, _: str, __: str, ___: Pool, draw: random.Random) -> str | None:
    """Another figure."""
    found = list(_FIGURE.finditer(text))
    if not found:
        return None
    match = draw.choice(found)
    old = int(match.group())
    new = draw.choice([old + draw.randint(1, 60), old * 10, max(1, old // 2), abs(old - draw.randint(1, 9))])
    return None if new == old else text[: match.start()] + str(new) + text[match.end() :]


def name_replaced(text: str, _: str, __: str, pool: Pool, draw: random.Random) -> str | None:
    """A name out of another text."""
    mine, theirs = list(_NAME.finditer(text)), [m.group() for _ in range(8) for m in _NAME.finditer(pool.text(draw))]
    theirs = [name for name in theirs if name not in text]
    if not mine or not theirs:
        return None
    match = draw.choice(mine)
    return text[: match.start()] + draw.choice(theirs) + text[match.end() :]


def name_removed(text: str, _: str, __: str, ___: Pool, draw: random.Random) -> str | None:
    """A name is gone."""
    found = list(_NAME.finditer(text))
    return _cut(text, *draw.choice(found).span()) if found else None


def denial_made(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A statement becomes a denial."""
    cues = cues_of(language)
    if language not in _DENIED or cues is None or cues.find("negation", text):
        return None
    pattern, put = _DENIED[language]
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + match.expand(put) + text[match.end() :]


def denial_lost(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A negator is gone."""
    cues = cues_of(language)
    found = [cue for cue in cues.find("negation", text) if len(cue.text) < 8] if cues else []
    if not found:
        return None
    cue = draw.choice(found)
    prefixed = {"cs": "ne", "sk": "ne"}.get(language)
    if prefixed and cue.text.lower().startswith(prefixed) and len(cue.text) > 3:
        return text[: cue.start] + cue.text[2:] + text[cue.end :]
    if cue.text.lower().endswith(("n't", "n’t")):
        return text[: cue.start] + cue.text[:-3] + text[cue.end :]
    return _cut(text, cue.start, cue.end)


def words_lost(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """One to five words in a row are gone."""
    span = _stretch(text, language, draw)
    return _cut(text, *span) if span else None


def words_added(text: str, _: str, language: str, pool: Pool, draw: random.Random) -> str | None:
    """One to five words of another text are put in."""
    other = pool.text(draw)
    span, places = _stretch(other, language, draw), list(_WORD.finditer(text))
    if not span or len(places) < 5:
        return None
    at = draw.choice(places[1:]).start()
    gap = "" if language in UNSPACED else " "
    return text[:at] + other[span[0] : span[1]] + gap + text[at:]


def sentence_lost(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """One sentence of several is gone."""
    each = sentences(text, language)
    if len(each) < 2:
        return None
    gone = draw.choice(each)
    return _cut(text, gone.start, gone.start + len(gone.text))


def sentence_added(text: str, _: str, language: str, pool: Pool, draw: random.Random) -> str | None:
    """A sentence of another text stands behind one of several."""
    each = sentences(text, language)
    if len(each) < 2:
        return None
    at, other = draw.choice(each), draw.choice(sentences(pool.text(draw), language))
    end, gap = at.start + len(at.text), "" if language in UNSPACED else " "
    return text[:end] + gap + other.text + text[end:]


def word_exchanged(text: str, _: str, language: str, pool: Pool, draw: random.Random) -> str | None:
    """A long word gives way to a word of another text that ends alike."""
    mine = [m for m in _WORD.finditer(text) if len(m.group()) > 4 and m.group().islower()]
    theirs = [m.group() for _ in range(6) for m in _WORD.finditer(pool.text(draw))]
    pairs = [
        (m, word)
        for m in mine
        for word in theirs
        if word != m.group() and word.islower() and word[-2:] == m.group()[-2:]
    ]
    if not pairs or language in UNSPACED:
        return None
    match, word = draw.choice(pairs)
    return text[: match.start()] + word + text[match.end() :]


def word_opposed(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A word gives way to its opposite, or to the other sex."""
    pairs = [pair.split() for pair in _SWAPPED.get(language, ())]
    swaps = {a: b for pair in pairs for a, b in (pair, pair[::-1])}
    found = [match for match in _WORD.finditer(text) if match.group() in swaps]
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + swaps[match.group()] + text[match.end() :]


def sex_changed(text: str, _: str, language: str, __: Pool, ___: random.Random) -> str | None:
    """Men are women, or women men."""
    pairs = [pair.split() for pair in _SEXES.get(language, "").split(",") if pair]
    swaps = {a: b for man, woman in pairs for a, b in ((man, woman), (woman, man))}
    changed = _WORD.sub(lambda match: swaps.get(match.group(), match.group()), text)
    return None if changed == text else changed


def word_left(text: str, other: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """One to four words stay as the other side has them."""
    mine = [m for m in _WORD.finditer(text) if len(m.group()) > 3]
    size = draw.choice((1, 1, 2, 4))
    theirs = [m.group() for m in _WORD.finditer(other) if len(m.group()) > 3 and m.group().islower()]
    if len(mine) < size + 3 or len(theirs) < size or language in UNSPACED:
        return None
    first, start = draw.randrange(1, len(mine) - size), draw.randrange(len(theirs) - size + 1)
    words = " ".join(theirs[start : start + size])
    return text[: mine[first].start()] + words + text[mine[first + size - 1].end() :]


def scrambled(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """The words in any order."""
    words = list(text) if language in UNSPACED else text.split()
    if len(words) < 7:
        return None
    draw.shuffle(words)
    return ("" if language in UNSPACED else " ").join(words)


def repeated(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A word, or two, is said twice."""
    span = _stretch(text, language, draw, longest=2)
    if not span:
        return None
    gap = "" if language in UNSPACED else " "
    return text[: span[1]] + gap + text[span[0] : span[1]] + text[span[1] :]


def half_exchanged(text: str, _: str, language: str, pool: Pool, draw: random.Random) -> str | None:
    """The second half belongs to another text."""
    other = pool.text(draw)
    if min(len(text), len(other)) < 40:
        return None
    gap = "" if language in UNSPACED else " "
    cut, begin = len(text) // 2, len(other) // 2
    if not gap:
        return text[:cut] + other[begin:]
    return text[: text.rfind(" ", 0, cut)] + gap + other[other.find(" ", begin) + 1 :]


def other_text(text: str, _: str, __: str, pool: Pool, draw: random.Random) -> str | None:
    """Another text altogether."""
    other = pool.text(draw)
    return None if other == text else other


def degree_turned(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A word of degree gives way to one from the other end of its scale."""
    cues = cues_of(language)
    found = [cue for cue in cues.on_scale("degree", text) if cue.level != 3] if cues else []
    if cues is None or not found:
        return None
    cue = draw.choice(found)
    others = cues.plain_words("degree", "5" if cue.level < 3 else "1")
    return text[: cue.start] + draw.choice(others) + text[cue.end :] if others else None


def hedge_lost(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """What was alleged is asserted."""
    cues = cues_of(language)
    found = cues.find("status", text) + cues.find("possibility", text) if cues else ()
    if not found:
        return None
    cue = draw.choice(found)
    return _cut(text, cue.start, cue.end)


def month_changed(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """Another month."""
    found = [word for word in calendar_words(text, language) if word.kind == "month" and not word.short]
    names = month_names(language)
    if not found or len(names) < 12:
        return None
    word = draw.choice(found)
    other = draw.choice([name for number, name in enumerate(names, 1) if number != word.number])
    capital = text[word.start].isupper()
    return text[: word.start] + (other.capitalize() if capital else other) + text[word.end :]


def quotation_opened(text: str, _: str, __: str, ___: Pool, ____: random.Random) -> str | None:
    """A quotation loses its marks."""
    found = [one for one in quotations(text) if one.end - one.start > 30]
    if not found:
        return None
    one = found[0]
    return text[: one.start] + text[one.start + 1 : one.end - 1] + text[one.end :]


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        figure_changed, name_replaced, name_removed, denial_made, denial_lost, words_lost, words_added,
        sentence_lost, sentence_added, word_exchanged, word_opposed, word_left, scrambled, repeated, half_exchanged,
        other_text, degree_turned, hedge_lost, month_changed, quotation_opened, sex_changed,
    )
}  # fmt: skip


def _stretch(text: str, language: str, draw: random.Random, longest: int = 5) -> tuple[int, int] | None:
    if language in UNSPACED:
        size = draw.randint(2, 3 * longest)
        if len(text) < size + 6:
            return None
        start = draw.randrange(len(text) - size)
        return start, start + size
    words = list(_WORD.finditer(text))
    size = draw.randint(1, longest)
    if len(words) < size + 4:
        return None
    first = draw.randrange(1, len(words) - size + 1)
    return words[first].start(), words[first + size - 1].end()


def _cut(text: str, start: int, end: int) -> str:
    return re.sub(r" (?=[ ,.;:!?]|$)", "", text[:start] + text[end:]).strip()


def faulty(
    text: str, other: str, language: str, pool: Pool, draw: random.Random, kinds: Sequence[str] = tuple(FAULTS)
) -> tuple[str, str] | None:
    """One fault of a random kind that fits: its name and the faulty text."""
    for kind in draw.sample(list(kinds), len(kinds)):
        changed = FAULTS[kind](text, other, language, pool, draw)
        if changed is not None and changed != text and changed.strip():
            return kind, changed
    return None
