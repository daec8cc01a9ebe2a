"""News-like JSON lines made of real sentences: the sides of the public parallel corpora, else the demo's originals.

    python -m tests.benchmarks.written FILE PASSAGES SEED [CORPORA]

An article has seven paragraphs of sentences of one language, of about 240 characters each, a title, an address, an
outlet and a date; every second one states its language. Sentences are used once before any is used again.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.material import originals

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
PARAGRAPHS = 7
_SHORTEST_SENTENCE = 30
#: A paragraph ends with the sentence that makes it this long; ideographs say more.
_LONG, _LONG_IDEOGRAPHS = 180, 60
_SPACELESS = frozenset({"ja", "km", "th", "zh"})
_FEWEST_SENTENCES = 200
_OUTLETS = 40


def origin(corpora: Path = CORPORA) -> str:
    """What the sentences are."""
    return "sides of the public parallel corpora" if _files(corpora) else "the demo's originals, repeated"


def records(passages: int, seed: int, corpora: Path = CORPORA) -> Iterator[dict[str, str]]:
    """Articles as records of JSON lines, together of so many passages."""
    chance = random.Random(seed)
    pools = {language: _Endless(pool, chance) for language, pool in _sentences(corpora).items()}
    languages = sorted(pools)
    weights = [pools[language].size ** 0.8 for language in languages]
    for number in range(-(-passages // PARAGRAPHS)):
        (language,) = chance.choices(languages, weights)
        pool = pools[language]
        record = {
            "id": f"{seed}-{number}",
            "url": f"https://outlet{number % _OUTLETS}.example/{seed}/{number}",
            "title": next(pool)[:120],
            "text": "\n\n".join(_paragraph(pool, language) for _ in range(min(PARAGRAPHS, passages - 7 * number))),
            "outlet": f"Outlet {number % _OUTLETS}",
            "published": f"20{20 + number % 5}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        }
        yield record | ({"language": language} if number % 2 else {})


class _Endless(Iterator[str]):
    """The sentences of a pool in any order, again and again."""

    def __init__(self, pool: list[str], chance: random.Random) -> None:
        self.size = len(pool)
        self._pool, self._chance, self._waiting = pool, chance, list[str]()

    def __next__(self) -> str:
        if not self._waiting:
            self._waiting = self._chance.sample(self._pool, self.size)
        return self._waiting.pop()


def _paragraph(pool: _Endless, language: str) -> str:
    space, long = ("", _LONG_IDEOGRAPHS) if language in _SPACELESS else (" ", _LONG)
    text = next(pool)
    while len(text) < long:
        text += space + next(pool)
    return text


def _sentences(corpora: Path) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path in _files(corpora):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                _, first, second, *texts = line.rstrip("\n").split("\t")
                for language, text in zip((first, second), texts, strict=True):
                    if len(text) >= _SHORTEST_SENTENCE:
                        found[language][text] = None
    if not found:
        for article in originals():
            for passage in article.story:
                found[article.language] |= dict.fromkeys(one.text for one in passage.sentences)
        return {language: list(pool) for language, pool in found.items()}
    return {language: list(pool) for language, pool in found.items() if len(pool) >= _FEWEST_SENTENCES}


def _files(corpora: Path) -> list[Path]:
    return sorted(corpora.glob("parallel-*.tsv.xz"))


def main(path: Path, passages: int, seed: int, corpora: Path = CORPORA) -> None:
    """Write the file."""
    with path.open("w", encoding="utf-8") as file:
        for record in records(passages, seed, corpora):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *map(Path, sys.argv[4:5]))
