"""How surely a text tells of a man or of a woman, where no pronoun says so: by marked verbs, names and endings.

Slavic past tenses, participles, titles and given names mark a sex that English must put into a pronoun. Which
words and endings do was learned from parallel text whose English side has pronouns of one sex only: a logistic
regression on each language's words and their endings. The table (`data/sexes.bin`) keeps its weights under hashes.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.drift.sides import Side

DATA_FILE = Path(__file__).parent / "data" / "sexes.bin"
#: Places that the words and endings of a language are hashed to.
PLACES = 1 << 14
#: One step of a weight, in natural logarithms.
STEP = 1 / 24
_WITH_TWO, _WITH_THREE = 4, 5

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SexOdds:
    """Log-odds of one sex against the other (`sex_odds`: of a woman), and the position of the word that says most."""

    odds: float
    word: int


def traits(word: str) -> Iterator[int]:
    """The places of a word and of its endings; a figure has none."""
    lowered = word.lower()
    if any(map(str.isdigit, lowered)):
        return
    yield _place(f"={lowered}")
    if len(lowered) >= _WITH_TWO:
        yield _place(f"2{lowered[-2:]}")
    if len(lowered) >= _WITH_THREE:
        yield _place(f"3{lowered[-3:]}")


def _place(trait: str) -> int:
    return zlib.crc32(trait.encode("utf-8", "surrogatepass")) % PLACES


@lru_cache(maxsize=256)
def sex_odds(side: Side) -> SexOdds | None:
    """What the words of a side tell together, or None where nothing was learned for its language."""
    weights = _weights(side.language)
    if weights is None or not side.words:
        return None
    each, seen = [], set[int]()
    for one in side.words:
        new = set(traits(one.text)) - seen
        each.append(float(sum(weights[place] for place in new)))
        seen |= new
    total = float(weights[PLACES]) + sum(each)
    return SexOdds(total, each.index(max(each) if total > 0 else min(each)))


def write_sexes(path: Path, learned: Mapping[str, Weights]) -> None:
    """Write the weights of each language: one for each place, and the bias."""
    parts = {
        language: zlib.compress(np.clip(np.round(weights / STEP), -127, 127).astype(np.int8).tobytes(), 9)
        for language, weights in sorted(learned.items())
    }
    head = json.dumps({language: len(part) for language, part in parts.items()}).encode()
    path.write_bytes(len(head).to_bytes(4, "little") + head + b"".join(parts.values()))


def learned_languages() -> tuple[str, ...]:
    """The languages with weights."""
    return tuple(_parts())


@cache
def _weights(language: str) -> Weights | None:
    part = _parts().get(language)
    if part is None:
        return None
    return np.frombuffer(zlib.decompress(part), np.int8).astype(np.float32) * np.float32(STEP)


@cache
def _parts() -> dict[str, bytes]:
    content = DATA_FILE.read_bytes()
    at = 4 + int.from_bytes(content[:4], "little")
    sizes: Iterable[tuple[str, int]] = json.loads(content[4:at]).items()
    parts = {}
    for language, size in sizes:
        parts[language] = content[at : at + size]
        at += size
    return parts
