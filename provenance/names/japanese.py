"""Whether the characters of a Japanese text can be read as a name in Latin letters.

A character has several readings, of which a name takes any, voiced or not and with long vowels or short
ones; so both are compared by syllables that leave out what spellings do not agree on. Names in katakana
are left to `provenance.names.by_sound`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files

from provenance.names.spelling import plain

#: Readings of characters (Unicode's Unihan database) and the readings that only names have.
_READINGS = ("kanji.tsv", "names.tsv")
_RUN = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u4e00-\u9fff]+")
_FIRST_HAN, _AGAIN, _SILENT = "\u4e00", "々", "っッー"
_GLIDES = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ャ": "ya", "ュ": "yu", "ョ": "yo"}
_FOLDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sh|[jz]", "s"),
        ("t?ch|ts|dz|d", "t"),
        ("g", "k"),
        ("[bpfv]", "h"),
        ("l", "r"),
        ("(?<=[stnmrkh])y(?=[aeiou])", ""),
        ("ou", "o"),
        ("h(?![aeiouy])", ""),
        ("m(?=[hm])", "n"),
        (r"([a-z])\1+", r"\1"),
    )
)
#: What a verb or an adjective ends in, which its character has not got in a name: "hiroi" is read "hiro".
_ENDINGS = ("eru", "ru", "u", "i", "tsu", "su", "ku", "mu", "meru", "geru", "keru")
_SHORTENED = re.compile("(?:tsu|chi|ku|ki)$")
_SHORTEST_STEM, _SHORTEST_ENDED = 2, 4
#: Said between two characters, but not written: "kinoshita".
_OF = "no"
#: Characters that one reading may take together, and that one name may have.
_TOGETHER, _LONGEST = 3, 8
#: What a reading of only the beginning of a name is worth, as a share of its length.
_BEGINNING = 0.9

#: For each character of a run, what it can begin: how many characters, read how.
_Steps = tuple[tuple[tuple[int, str], ...], ...]


@lru_cache(maxsize=65536)
def read_as(name: str, text: str) -> float:
    """How much of a name in lower-case Latin letters the characters of a Japanese text can be read as, 0..1."""
    wanted = _fold(name)
    if not wanted:
        return 0.0
    runs = _runs(text)
    return max((_read(wanted, steps, first) for steps in runs for first in range(len(steps))), default=0.0)


def _read(wanted: str, steps: _Steps, first: int) -> float:
    reached: dict[int, set[int]] = defaultdict(set, {first: {0}})
    furthest = 0
    for position in range(first, min(len(steps), first + _LONGEST)):
        for begun in reached[position]:
            for characters, sound in steps[position]:
                end = _heard(wanted, begun, sound)
                if end is None:
                    continue
                reached[position + characters].add(end)
                if wanted.startswith(_OF, end):
                    reached[position + characters].add(end + len(_OF))
                furthest = max(furthest, end)
        if furthest == len(wanted):
            return 1.0
    return _BEGINNING * furthest / len(wanted)


def _heard(wanted: str, begun: int, sound: str) -> int | None:
    """Where a sound ends that begins at a position of the folded name, or with the sound before."""
    if wanted.startswith(sound, begun):
        return begun + len(sound)
    if begun and wanted[begun - 1] == sound[0] and wanted.startswith(sound[1:], begun):
        return begun + len(sound) - 1
    return None


@lru_cache(maxsize=1024)
def _runs(text: str) -> tuple[_Steps, ...]:
    return tuple(tuple(_begun(run, i) for i in range(len(run))) for run in _RUN.findall(text))


def _begun(run: str, i: int) -> tuple[tuple[int, str], ...]:
    character = run[i]
    if character in _SILENT:
        return ((1, ""),)
    if character == _AGAIN:
        return _begun(run, i - 1) if run[i - 1 : i] not in {"", _AGAIN} else ()
    if character < _FIRST_HAN:
        alone = plain(character)
        glide = _GLIDES.get(run[i + 1 : i + 2])
        return ((1, _fold(alone)),) if glide is None else ((2, _fold(alone[:-1] + glide)),)
    longest = min(_TOGETHER, len(run) - i)
    return tuple((n, sound) for n in range(1, longest + 1) for sound in _sounds_of(run[i : i + n]))


@lru_cache(maxsize=65536)
def _fold(letters: str) -> str:
    for pattern, sound in _FOLDS:
        letters = pattern.sub(sound, letters)
    return letters


@lru_cache(maxsize=8192)
def _sounds_of(characters: str) -> tuple[str, ...]:
    readings = _readings().get(characters, "").split()
    return tuple(sorted({_fold(form) for one in readings for form in _forms(one)} - {""}))


@cache
def _readings() -> dict[str, str]:
    """The readings of characters with spaces between, as they are listed: a text needs few of them."""
    found: dict[str, str] = defaultdict(str)
    for name in _READINGS:
        for line in files("provenance.names").joinpath("data", name).read_text(encoding="utf-8").splitlines():
            characters, _, readings = line.partition("\t")
            found[characters] += " " + readings
    return dict(found)


def _forms(reading: str) -> set[str]:
    """A reading, also voiced, without its ending, and as before a doubled consonant ("chizuru", "hiro", "hokkaido")."""
    forms = {reading, re.sub("^tsu", "zu", re.sub("^chi", "ji", reading))}
    if len(reading) >= _SHORTEST_ENDED:
        forms.add(_SHORTENED.sub("", reading))
        for ending in _ENDINGS:
            stem = reading.removesuffix(ending)
            if stem == reading or len(stem) < _SHORTEST_STEM:
                continue
            if stem[-1] in "aeiou":
                forms.add(stem)
            elif ending == "u":
                forms.add(stem + "i")
    return forms
