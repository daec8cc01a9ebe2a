"""Names and numbers of a text in Latin letters: the signal that finds a paragraph by its one rare name.

Embeddings blur rare names; this keeps them. In scripts with capitals a name is a word that begins
with one; other scripts do not mark names, so every word counts there, and in Chinese and Japanese
every character.
"""

from __future__ import annotations

import re

from anyascii import anyascii

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W{_IDEOGRAPHS}]"
_WORD = re.compile(
    rf"\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\w)|[{_IDEOGRAPHS}]"
    rf"|{_LETTER}+(?:[.,\u00a0\u202f](?=\d)\d+)*(?:[’'ʼ-]{_LETTER}+)*"
)
_IDEOGRAPH = re.compile(rf"[{_IDEOGRAPHS}]")
#: What stands before the first word of a sentence; "" at the beginning of the text.
_BEFORE_A_SENTENCE = ("", ".", "!", "?", ":", "…", "“", "„", "«", '"')
#: Terms that one text asks for.
_MOST_ASKED = 12
_PLAIN = re.compile(r"[^a-z0-9]+")
#: From this length on, a name is looked up without its last letters, where inflections sit.
_STEM_FROM = 6
_ENDING = 2
_SHORTEST = 2
_LONGEST = 40


def names_and_numbers(text: str) -> list[str]:
    """The names and numbers of a text, romanised, in lower case, in order, repeats included.

    Digits lose their grouping and decimal marks ("1 250,5" and "1,250.5" both give "12505"), so that
    each language's way of writing a number gives the same term.
    """
    words = (word for word in _WORD.findall(text) if not word[0].islower())
    return [term for word in words if len(term := romanise(word)) >= _SHORTEST or term.isdigit()]


def telling_terms(text: str) -> list[str]:
    """The names and numbers of a text to ask an index for, as indexed, the most telling first.

    Numbers come first, then long words; a word that any sentence begins with says less, and a single
    ideograph nothing.
    """
    says: dict[str, int] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].islower() or _IDEOGRAPH.match(word):
            continue
        for term in names_and_numbers(word):
            at_start = word[0].isupper() and text[: match.start()].rstrip()[-1:] in _BEFORE_A_SENTENCE
            value = 100 + len(term) if term.isdigit() else len(term) - (8 if at_start else 0)
            says[term] = max(value, says.get(term, value))
    return sorted(says, key=lambda term: -says[term])[:_MOST_ASKED]


def romanise(word: str) -> str:
    """A word in lower-case Latin letters and digits, marks and accents dropped."""
    plain = (word if word.isascii() else anyascii(word)).lower()
    return (plain if plain.isalnum() and plain.isascii() else _PLAIN.sub("", plain))[:_LONGEST]


def full_text_query(terms: list[str]) -> str:
    """An FTS5 query for any of `terms` (as written in a text, or romanised); "" where nothing is left."""
    wanted = dict.fromkeys(romanise(term) for term in terms)
    parts = []
    for term in wanted:
        if len(term) >= _STEM_FROM and not any(map(str.isdigit, term)):
            parts.append(f'"{term[:-_ENDING]}"*')
        elif term:
            parts.append(f'"{term}"')
    return " OR ".join(parts)
