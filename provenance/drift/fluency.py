"""How well the words of a text follow each other, by the everyday words and endings of its language.

Words fall into classes: the commonest are their own, others go by their last letters. The table
(`data/fluency.bin`) holds how much oftener one class follows another than chance would have it
(pointwise mutual information, Church & Hanks 1990).
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.values import Word

DATA_FILE = Path(__file__).parent / "data" / "fluency.bin"
#: Classes that every language has.
BREAK, FIGURE, CAPITAL, OTHER = "<", "0", "A", "?"
#: One step of the table, in natural logarithms.
STEP = 1 / 16
_BREAKS = re.compile(r"[.,;:!?…()\[\]–—«»„“”\"、。，；：！？（）「」،؛؟।]")

Grid = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Follows:
    """The classes of one language, and how much oftener than by chance one follows another (n, n)."""

    words: Mapping[str, int]
    endings: Mapping[str, int]
    grid: Grid

    def classes(self, text: str, words: Sequence[Word], start: int) -> list[int]:
        """The classes of a text's words, with a break at its ends and at punctuation."""
        found, at = [0], start
        for word in words:
            if _BREAKS.search(text, max(0, at - start), max(0, word.start - start)) and found[-1]:
                found.append(0)
            found.append(self._class(word.text))
            at = word.end
        return [*found, 0] if found[-1] else found

    def _class(self, word: str) -> int:
        own = self.words.get(word.lower())
        if own is not None:
            return own
        if any(map(str.isdigit, word)):
            return 1
        if word[0].isupper():
            return 2
        return self.endings.get(word[-2:], 3)


def follows(language: str) -> Follows | None:
    """The table of a language, or None where its words were not counted."""
    return _tables().get(language)


def surprises(text: str, words: Sequence[Word], start: int, language: str) -> Grid:
    """For each two neighbours how well they follow each other (log-odds against chance), shape (k,)."""
    table = follows(language)
    if table is None or len(words) < 2:
        return np.zeros(0, np.float32)
    classes = np.array(table.classes(text, words, start))
    return np.asarray(table.grid[classes[:-1], classes[1:]], np.float32)


def count_classes(
    texts: Iterable[tuple[str, Sequence[Word]]], common: Sequence[str], endings: Sequence[str]
) -> Counter[tuple[int, int]]:
    """How often one class follows another in texts with their words."""
    table = _empty(common, endings)
    counts: Counter[tuple[int, int]] = Counter()
    for text, words in texts:
        classes = table.classes(text, words, 0)
        counts.update(pairwise(classes))
    return counts


def write_follows(
    path: Path, tables: Mapping[str, tuple[Sequence[str], Sequence[str], Counter[tuple[int, int]]]]
) -> None:
    """Write the table of each language from its common words, its endings and its counts."""
    head, parts = {}, []
    for language, (common, endings, counts) in sorted(tables.items()):
        size = 4 + len(common) + len(endings)
        grid = np.zeros((size, size))
        for (a, b), count in counts.items():
            grid[a, b] = count
        total, left, right = grid.sum(), grid.sum(axis=1, keepdims=True), grid.sum(axis=0, keepdims=True)
        chance = left * right / total
        # Cells that chance alone would leave empty say nothing.
        odds = np.log((grid + 2 * chance / (chance + 1) + 0.1) / (chance + 2 * chance / (chance + 1) + 0.1))
        head[language] = {"words": list(common), "endings": list(endings)}
        parts.append(np.clip(np.round(odds / STEP), -127, 127).astype(np.int8).tobytes())
    packed = zlib.compress(b"".join(parts), 9)
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(len(text).to_bytes(4, "little") + text + packed)


def _empty(common: Sequence[str], endings: Sequence[str]) -> Follows:
    words = {word: 4 + i for i, word in enumerate(common)}
    tails = {ending: 4 + len(common) + i for i, ending in enumerate(endings)}
    return Follows(words, tails, np.zeros((0, 0), np.float32))


@cache
def _tables() -> dict[str, Follows]:
    content = DATA_FILE.read_bytes()
    size = int.from_bytes(content[:4], "little")
    grids = zlib.decompress(content[4 + size :])
    at, tables = 0, {}
    for language, lists in json.loads(content[4 : 4 + size]).items():
        table = _empty(lists["words"], lists["endings"])
        n = 4 + len(table.words) + len(table.endings)
        grid = np.frombuffer(grids, np.int8, n * n, at).reshape(n, n).astype(np.float32) * STEP
        tables[language] = Follows(table.words, table.endings, grid)
        at += n * n
    return tables
