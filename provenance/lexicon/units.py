"""Words of a text, and the units under which the lexicon keeps them.

Scripts with spaces give whole words without punctuation; Chinese, Japanese, Thai, Khmer, Lao and
Burmese give pieces of the model's vocabulary. A unit is a word with its ending cut off, because an
inflected language would otherwise spread one meaning over a dozen rare forms.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Protocol

from provenance.values import Word

#: Scripts written without spaces between words.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_DIGITS_TOGETHER = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d\u0e00-\uffff])(?:[.,٫]\d+)?|\d+(?:[.,:/'’٫٬]\d+)*)"
#: "24. února", "3. Mai": a full stop after one or two digits inside a sentence belongs to the ordinal.
_ORDINAL_STOP = r"(?:(?<![\d.,:/]\d\d)(?<![.,:/]\d)\.(?=\s+[^\W\d_]))?"
#: Forms that French, Italian and Catalan join to the next word by an apostrophe.
_ELIDED = "l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quelqu|all|dall|dell|nell|sull|un|quest|quell|coll"


class Tokens(Protocol):
    """What is needed of one encoded text."""

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """Start and end of each piece in the text."""


class PieceTokenizer(Protocol):
    """What is needed of the model's tokenizer."""

    def encode(self, sequence: str, *, add_special_tokens: bool) -> Tokens:
        """Cut a text into pieces."""


@cache
def _pattern() -> re.Pattern[str]:
    stop = _no_letters() + "\U00010000-\U0001ffff"
    letter = f"[^{stop}\\d{UNSPACED}]"
    return re.compile(
        f"(?P<number>{_DIGITS_TOGETHER}{_ORDINAL_STOP})"
        f"|(?P<unspaced>[{UNSPACED}]+)"
        f"|(?P<elided>(?i:{_ELIDED})['’](?={letter}))"
        f"|(?P<initials>(?:[^\\W\\d_]\\.){{2,}})"
        f"|(?P<word>{letter}(?:[^{stop}{UNSPACED}]|['’ʼ\u00ad\u200c\u200d](?={letter}))*)"
        "|(?P<sign>[%‰€$£¥₽₴₹₺₩₪°§])"
    )


def _no_letters() -> str:
    """Ranges of all characters that no word holds, for a character class.

    Python's `\\w` leaves out the vowel signs of Indic scripts, so a word is what is neither space nor
    punctuation, sign or control character.
    """
    ranges: list[list[int]] = []
    for code in range(0x10000):
        if unicodedata.category(chr(code))[0] in "PSZC":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)


def split_words(text: str, tokenizer: PieceTokenizer, start: int = 0) -> tuple[Word, ...]:
    """The words of `text` in order, without punctuation; their offsets begin at `start`.

    A number stays whole with its separators ("1,000.5", "10:30"), a number inside a sentence with the
    full stop of an ordinal ("24. února"); percent and currency signs are words of their own.
    """
    words: list[Word] = []
    for found in _pattern().finditer(text):
        if found.lastgroup != "unspaced":
            words.append(Word(found.group(), start + found.start()))
            continue
        run = found.group()
        words += [
            Word(run[a:b], start + found.start() + a)
            for a, b in _disjoint(tokenizer.encode(run, add_special_tokens=False).offsets)
        ]
    return tuple(words)


def _disjoint(offsets: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Leave out empty pieces and those that share a character with the piece before."""
    last = 0
    for a, b in offsets:
        if a >= last and b > a:
            yield a, b
            last = b


#: Letters of a word that its unit keeps, where the language differs from the rest.
_KEPT = {"ko": 2, "zh": 12, "ja": 12, "th": 12, "km": 12, "lo": 12, "my": 12}
_KEPT_ELSEWHERE = 5
_ARABIC_PREFIX = re.compile(r"^(?:و?(?:ال|بال|لل|كال|فال)|و(?=\w{3}))(?=\w{2})")
_HEBREW_PREFIX = re.compile(r"^ו?ה?(?=\w{3})")


@lru_cache(maxsize=65536)
def word_unit(word: str, language: str) -> str:
    """The unit of a word: its first letters in lower case (a whole piece in Chinese, Japanese, Thai …).

    Arabic words lose the article and joined conjunctions first (as in the light stemming of Larkey,
    Ballesteros & Connell 2002), Hebrew words likewise. A number has no unit.
    """
    plain = (
        unicodedata.normalize("NFKC", word).casefold().replace("’", "'").replace("\u00ad", "").strip("\u200c\u200d'ʼ")
    )
    if any(map(str.isdigit, plain)):
        return ""
    if language in {"ar", "fa", "ur", "ug", "ps"}:
        plain = "".join(c for c in plain if not unicodedata.combining(c) and c != "\u0640")
        plain = plain.translate({0x623: 0x627, 0x625: 0x627, 0x622: 0x627, 0x649: 0x64A, 0x643: 0x6A9, 0x64A: 0x6CC})
        if language == "ar":
            plain = _ARABIC_PREFIX.sub("", plain)
    elif language == "ro":
        # Much Romanian is printed without its marks, or with cedillas in place of commas.
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    elif language == "he":
        plain = _HEBREW_PREFIX.sub("", plain)
    return sys.intern(plain[: _KEPT.get(language, _KEPT_ELSEWHERE)])
