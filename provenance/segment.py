"""Sentences with their offsets.

Boundaries come from sentencex, the Wikimedia Foundation's rule-based splitter, which knows the
abbreviations of many languages. On top of it, breaks that news text is known to suffer from are taken back: inside
dates and ordinals ("24. února", "3. Zug"), after titles and initials, and before a closing quotation
mark, which stays with the sentence it closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.language import UNKNOWN_LANGUAGE
from provenance.values import Sentence

_FALLBACK_LANGUAGE = "en"
#: How far the rules look back and ahead of a break, in characters.
_CONTEXT = 400
_CLOSERS = "\"'”’»›)]}」』）】》〉〞"
_EITHER_WAY = "“‘„«‹"
#: Quotation marks at the head of a piece that close the sentence before: nothing opens on a space.
_CLOSING_HEAD = re.compile(rf"\s*[{re.escape(_CLOSERS + _EITHER_WAY)}]+(?=[\s,;–—-]|$)")
_INITIAL = re.compile(r"(?:^|[\s(„“«\"'.-])(?!I\.)[^\W\d_a-zа-яё]\.$")
_ORDINAL = re.compile(r"(?:^|[\s(])(?:\d{1,2}|[IVX]{2,5})\.$")
_LAST_WORD = re.compile(r"([^\W\d_]+)\.$")
#: Characters at the end of a piece that these three look at: more than any abbreviation has.
_LAST_CHARACTERS = 40
_WRAPPING = re.compile(r"[^\S ]")

#: Titles that stand before a name in many languages, never at the end of a sentence.
_TITLES = frozenset(["dr", "prof", "gen", "mgr", "ing", "mudr", "judr", "phdr", "rndr", "msgr", "mons", "mjr"])
#: The same by language; words that are also ordinary ones stay out ("им", "sig", "st" in their own languages).
_TITLES_OF = {
    "cs": "bc doc gen plk pplk kpt npor por rtm sv ul nám tř",
    "da": "hr fru frk adm",
    "de": "hr hrn fr st dipl mag",
    "el": "κ κα δρ",
    "en": "mr mrs ms messrs adm capt cdr cmdr col cpl gov hon insp jr lt maj rep rev sen sgt sr st supt ul",
    "es": "sr sra srta dra dña uds exmo",
    "fr": "mm mme mlle me st ste",
    "hr": "g gđa sv mr",
    "hu": "özv ifj id",
    "it": "sigg dott avv onn",
    "nl": "dhr mw mevr mr drs ir",
    "no": "hr fru",
    "pl": "ks św płk ppłk kpt kpr abp bp inż mec red ul al",
    "pt": "sr sra dra exmo exma ilmo",
    "ro": "dl dna sf",
    "ru": "проф акад ген ул просп полк подполк св",
    "sk": "bc doc plk pplk kpt npor por sv ul nám",
    "sl": "g ga sv",
    "sr": "проф ген св ул",
    "tr": "doç av yrd alb org",
    "uk": "проф акад ген ім вул просп полк св",
}
_NUMBER_WORDS = frozenset(
    ["no", "nr", "nos", "núm", "č", "čís", "art", "str", "p", "pp", "fig", "abb", "godz", "poz", "ст", "п", "стр"]
)
#: "2018 r." may end a sentence, but not before another figure.
_YEAR = re.compile(r"\d{4}\s(?:r|р|г)\.$")
#: "Named after", which is also an ordinary word, before an initial: "им. М. Горького".
_NAMED_AFTER, _INITIAL_AHEAD = frozenset(["im", "им", "ім"]), re.compile(r"[^\W\d_]\.")
#: Languages that write ordinals with a full stop and also start common nouns with a capital letter.
_CAPITAL_NOUNS = frozenset(["de", "lb"])
_ORDINAL_STOPS = _CAPITAL_NOUNS | frozenset(
    ["bs", "cs", "da", "et", "fi", "hr", "hu", "is", "lv", "no", "pl", "sk", "sl", "sr", "tr"]
)


def sentences(text: str, language: str, start: int = 0) -> tuple[Sentence, ...]:
    """The sentences of a passage, in order and without the white space around them.

    Args:
        text: The passage.
        language: ISO 639-1 code; an unknown one is read by English rules.
        start: Offset of the passage in its article; added to every sentence's offset.

    Returns:
        Sentences that together hold every character of `text` but the white space between them.
    """
    # Line breaks inside a passage are wrapping, not sentence ends; the length stays the same.
    flat = _WRAPPING.sub(" ", text)
    found: list[Sentence] = []
    for begin, end in _merged(flat, list(_pieces(flat, language)), language):
        piece = text[begin:end].lstrip()
        if piece:
            found.append(Sentence(piece.rstrip(), start + end - len(piece)))
    return tuple(found)


def _pieces(flat: str, language: str) -> Iterator[tuple[int, int]]:
    from sentencex import segment

    code = _FALLBACK_LANGUAGE if language == UNKNOWN_LANGUAGE else language
    position = 0
    for piece in segment(code, flat):
        if not flat.startswith(piece, position):
            break
        yield position, position + len(piece)
        position += len(piece)
    if position < len(flat):
        yield position, len(flat)


def _merged(flat: str, pieces: list[tuple[int, int]], language: str) -> Iterator[tuple[int, int]]:
    begin, end = 0, 0
    for piece_begin, piece_end in pieces:
        head = _CLOSING_HEAD.match(flat, piece_begin, piece_end) if end else None
        next_begin = piece_begin
        if head and _closes(_before(flat, begin, end), head.group().strip()):
            next_begin = end = head.end()
        after = flat[next_begin : min(piece_end, next_begin + _CONTEXT)].strip()
        if begin < end and not _wrong_break(_before(flat, begin, end), after, language):
            yield begin, end
            begin = next_begin
        end = piece_end
    if begin < end:
        yield begin, end


def _before(flat: str, begin: int, end: int) -> str:
    return flat[max(begin, end - _CONTEXT) : end].rstrip()


def _closes(before: str, marks: str) -> bool:
    straight = marks[0] in "\"'"
    return not straight or before.count(marks[0]) % 2 == 1


def _wrong_break(before: str, after: str, language: str) -> bool:
    if not before or not after or _goes_on(before[-1], after):
        return True
    if before[-1] != ".":
        return False
    before = before[-_LAST_CHARACTERS:]
    if language in _ORDINAL_STOPS and _ORDINAL.search(before):
        return language in _CAPITAL_NOUNS or after[0].isdigit()
    return (after[0].isupper() and bool(_INITIAL.search(before))) or _shortened(before, after, language)


def _goes_on(last: str, after: str) -> bool:
    first = (after.lstrip("-–— \u00a0") or after)[0]
    # Georgian letters count as lower case in Unicode although its sentences start with them.
    lower = first.islower() and not "\u10d0" <= first <= "\u10ff"
    # In Japanese, what follows a closed quotation with と still belongs to its speaker.
    return lower or first in ",;" or (last in "」』" and first in "とっ")


def _shortened(before: str, after: str, language: str) -> bool:
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    shortened = word.group(1).lower()
    if after[0].isdigit():
        return shortened in _NUMBER_WORDS or bool(_YEAR.search(before))
    if shortened in _NAMED_AFTER and _INITIAL_AHEAD.match(after):
        return True
    return after[0].isupper() and (shortened in _TITLES or shortened in _TITLES_OF.get(language, "").split())
