"""Whether a figure counts people who were killed or hurt."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from provenance.cues.lists import cues_of
from provenance.drift.sides import Side

#: How far from its figure a toll's word may stand, in words and in characters of scripts without spaces.
_WORDS, _CHARACTERS = 5, 14


def is_toll(side: Side, start: int, end: int) -> bool:
    """Whether a word for the killed or hurt stands beside the figure `text[start:end]` of a side."""
    pattern = _pattern(side.language)
    if pattern is None:
        return False
    cues = cues_of(side.language)
    if cues is not None and cues.spaceless:
        return pattern.search(side.text, max(0, start - _CHARACTERS), end + _CHARACTERS) is not None
    places = side.words_in(start, end)
    if not places:
        return False
    near = side.words[max(0, places[0] - _WORDS) : places[-1] + _WORDS + 1]
    return any(pattern.fullmatch(word.text.lower()) for word in near)


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    forms = _words().get(language, "").split()
    return re.compile("|".join(re.escape(form).replace(r"\*", r"\w*") for form in forms)) if forms else None


@cache
def _words() -> dict[str, str]:
    text = files("provenance.drift").joinpath("data/casualties.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))
