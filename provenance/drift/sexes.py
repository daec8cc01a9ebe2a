"""How often a side speaks of men and of women, by pronouns, titles, kinship and marked verbs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from provenance.cues.lists import Kind, cues_of
from provenance.cues.lookup import Cue
from provenance.drift.clauses import is_content
from provenance.drift.sex_odds import SexOdds, sex_odds
from provenance.drift.sides import Side

_SURE_LINK = 0.6


@dataclass(frozen=True, slots=True)
class Sexes:
    """The words of a side that tell a man, and those that tell a woman."""

    told_men: tuple[Cue, ...] = ()
    told_women: tuple[Cue, ...] = ()

    @property
    def men(self) -> int:
        """How many words tell a man."""
        return len(self.told_men)

    @property
    def women(self) -> int:
        """How many words tell a woman."""
        return len(self.told_women)


@lru_cache(maxsize=256)
def told_sexes(side: Side) -> Sexes:
    """The words of a side that tell men and women; none where its language has no list."""
    cues = cues_of(side.language)
    if cues is None:
        return Sexes()
    surnames = [cue for cue in cues.find("surname", side.text) if _is_name(cue, side)]
    women = sorted({*cues.find("women", side.text), *surnames}, key=lambda cue: cue.start)
    # "彼女" holds "彼".
    men = [
        cue for cue in cues.find("men", side.text) if not any(w.start < cue.end and cue.start < w.end for w in women)
    ]
    return Sexes(tuple(men), tuple(women))


def _is_name(cue: Cue, side: Side) -> bool:
    """Whether a word that ends like a woman's surname is written as a name, inside a sentence."""
    before = side.text[: cue.start].rstrip()
    return cue.text[0].isupper() and before[-1:].isalpha()


def contradicted(side: Side, other: Side) -> SexOdds | None:
    """What speaks in a side's marked words against the one sex that the words of `other` tell, with odds above 0.

    None where they agree, where `other` tells both sexes or none, and where a neighbourhood tells the other one.
    """
    told = told_sexes(other)
    if bool(told.men) == bool(told.women) or all(_is_rendered(cue, other) for cue in told.told_men or told.told_women):
        return None
    marked = sex_odds(side)
    if marked is None:
        return None
    against = -marked.odds if told.women else marked.odds
    theirs: Kind = "women" if told.women else "men"
    own: Kind = "men" if told.women else "women"
    if against <= 0 or _tells(theirs, side, f"{side.text} {side.context}") or _tells(own, other, other.context):
        return None
    return SexOdds(against, marked.word)


def _is_rendered(cue: Cue, side: Side) -> bool:
    """Whether a word such as "girls" has a sure counterpart, which no list of the other side knows."""
    nouns = any(is_content(side, position) for position in side.words_in(cue.start, cue.end))
    return nouns and side.strongest(cue.start, cue.end) >= _SURE_LINK


def _tells(kind: Kind, side: Side, text: str) -> bool:
    cues = cues_of(side.language)
    return cues is not None and bool(cues.find(kind, text))
