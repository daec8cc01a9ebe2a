"""Faults that leave something out."""

from __future__ import annotations

import random

from provenance.cues.lists import cues_of
from provenance.drift.hedging import is_name
from provenance.drift.quotations import quotations
from provenance.segment import sentences
from provenance.training.drift_faults.registry import NAME, WORD, Pool, cut, stretch

#: Letters of a word that is missed, and how many such words a text has at least.
_SHORTEST, _FEWEST = 4, 3
#: English verbs that cannot be left out without another.
_OPEN_VERBS = frozenset({"may", "might", "could"})


def name_removed(text: str, _: str, __: str, ___: Pool, draw: random.Random) -> str | None:
    """A name is gone."""
    found = list(NAME.finditer(text))
    return cut(text, *draw.choice(found).span()) if found else None


def words_lost(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """One to five words in a row are gone."""
    span = stretch(text, language, draw)
    return cut(text, *span) if span else None


def word_lost(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """One word that carries content is gone; of scripts without spaces, which show no words, nothing is."""
    cues = cues_of(language)
    if cues is None or cues.spaceless:
        return None
    found = [one for one in WORD.finditer(text) if one[0].islower() and not cues.is_function_word(one[0])]
    found = [one for one in found if len(one[0]) >= _SHORTEST]
    return cut(text, *draw.choice(found).span()) if len(found) >= _FEWEST else None


def sentence_lost(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """One sentence of several is gone."""
    each = sentences(text, language)
    if len(each) < 2:
        return None
    gone = draw.choice(each)
    return cut(text, gone.start, gone.start + len(gone.text))


def hedge_lost(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """What was alleged is asserted."""
    cues = cues_of(language)
    found = cues.find("status", text) + cues.find("possibility", text) if cues else ()
    found = tuple(cue for cue in found if not is_name(text, cue))
    if not found:
        return None
    cue = draw.choice(found)
    if cue.text in _OPEN_VERBS:
        return text[: cue.start] + "will" + text[cue.end :]
    return cut(text, cue.start, cue.end)


def quotation_opened(text: str, _: str, __: str, ___: Pool, ____: random.Random) -> str | None:
    """A quotation loses its marks."""
    found = [one for one in quotations(text) if one.end - one.start > 30]
    if not found:
        return None
    one = found[0]
    return text[: one.start] + text[one.start + 1 : one.end - 1] + text[one.end :]
