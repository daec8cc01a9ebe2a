"""How common a written word is in a language, counted from parallel text.

The table (`data/vocabulary.bin`) keeps a hash of each word beside its frequency, so that no text can be
read back from it; one unknown word in fifty thousand is taken for a known one.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

DATA_FILE = Path(__file__).parent / "data" / "vocabulary.bin"
#: Steps of a level: each is a quarter of a halving of the frequency.
STEPS_PER_HALVING = 4
#: Level of a word that is not in the table: rarer than any that is.
UNKNOWN = 0
#: The level of a word that makes up all of a text.
HIGHEST = 110
#: Bit of an entry that says that the word is usually written with a capital.
_CAPITAL = 0x80

#: Sorted hashes, and the entry of each.
Table = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]


def level(word: str, language: str) -> int:
    """How common a word is: `HIGHEST` less four for each halving of its frequency, or `UNKNOWN`."""
    return _entry(word, language) & ~_CAPITAL


def levels(word: str, languages: Sequence[str]) -> dict[str, int]:
    """The levels of a word in languages whose words were counted, as `level` tells them one by one."""
    key, tables = _key(word), _tables()
    return {language: _look_up(key, *tables[language]) & ~_CAPITAL for language in languages}


def usually_capital(word: str, language: str) -> bool:
    """Whether a word is written with a capital wherever it stands: a name, or any noun in German."""
    return bool(_entry(word, language) & _CAPITAL)


def surprise(word: str, language: str) -> float:
    """How much a word tells, 0 for the commonest to 1 for one that is not in the table."""
    if not knows(language):
        return min(1.0, 0.1 * len(word))
    return 1 - max(0, level(word, language) - 30) / (HIGHEST - 30)


def knows(language: str) -> bool:
    """Whether the words of a language were counted."""
    return language in _tables()


def counted_words(language: str) -> int:
    """How many words of a language are in the table."""
    return len(_tables()[language][0]) if knows(language) else 0


def counted_languages() -> tuple[str, ...]:
    """The languages whose words were counted."""
    return tuple(_tables())


def write_vocabulary(
    path: Path,
    counts: Mapping[str, Mapping[str, int]],
    capitals: Mapping[str, frozenset[str]],
    most: int,
    fewest: int,
) -> None:
    """Write the table from word counts by language; at most `most` words, each counted `fewest` times.

    `capitals` are the words that are usually written with a capital.
    """
    parts, sizes = [], {}
    for language, words in sorted(counts.items()):
        total = sum(words.values())
        kept = sorted((item for item in words.items() if item[1] >= fewest), key=lambda item: (-item[1], item[0]))
        names = capitals.get(language, frozenset())
        levels = {
            _key(word): max(1, round(HIGHEST + STEPS_PER_HALVING * float(np.log2(count / total))))
            | (_CAPITAL if word in names else 0)
            for word, count in reversed(kept[:most])
        }
        keys = np.array(sorted(levels), "<u4")
        sizes[language] = len(keys)
        parts += [keys.tobytes(), bytes(levels[key] for key in keys.tolist())]
    head = json.dumps(sizes).encode()
    path.write_bytes(len(head).to_bytes(4, "little") + head + b"".join(parts))


@lru_cache(maxsize=65536)
def _entry(word: str, language: str) -> int:
    return _look_up(_key(word), *_tables()[language]) if knows(language) else UNKNOWN


def _look_up(key: np.uint32, keys: npt.NDArray[np.uint32], entries: npt.NDArray[np.uint8]) -> int:
    # The method of the array: the function of the same name takes several times as long for one number.
    at = keys.searchsorted(key)
    return int(entries[at]) if at < len(keys) and keys[at] == key else UNKNOWN


@cache
def _tables() -> dict[str, Table]:
    content = DATA_FILE.read_bytes()
    head = int.from_bytes(content[:4], "little")
    at, tables = 4 + head, {}
    for language, size in json.loads(content[4 : 4 + head]).items():
        entries = np.frombuffer(content, np.uint8, size, at + 4 * size)
        tables[language] = np.frombuffer(content, "<u4", size, at), entries
        at += 5 * size
    return tables


@lru_cache(maxsize=65536)
def _key(word: str) -> np.uint32:
    return np.uint32(zlib.crc32(word.lower().encode("utf-8", "surrogatepass")))
