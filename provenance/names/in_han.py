"""How sure it is that a text in Chinese or Japanese has a name that is given in Latin letters.

Of a text's many syllables some resemble any name, so that a likeness counts from where chance ends. A name
of the language itself is there letter by letter, or it is not.
"""

from __future__ import annotations

from provenance.names.by_sound import sounds_chinese
from provenance.names.japanese import read_as
from provenance.names.spelled import Spellings

#: How well any text spells a name, and how well one does that has it: by sound, and as Japanese characters are read.
_BY_SOUND = {"zh": (0.65, 0.85), "ja": (0.55, 0.8)}
_AS_READ = (0.6, 1.0)
#: What the sound of a name is worth whose letters would be there.
_OWN_NAME = 0.5


def named_in(name: str, text: str, language: str, known: Spellings) -> float:
    """How sure a text has a name in lower-case Latin letters, 0..1; `known` are the text's spellings."""
    if language == "zh" and name in known.letters:
        return 1.0
    sound = _above_chance(known.of(name), _BY_SOUND[language])
    if language == "ja":
        return max(sound, _above_chance(read_as(name, text), _AS_READ))
    return sound * (_OWN_NAME if sounds_chinese(name) else 1.0)


def _above_chance(likeness: float, span: tuple[float, float]) -> float:
    chance, sure = span
    return min(1.0, max(0.0, (likeness - chance) / (sure - chance)))
