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
#: Classes that every language has; quotation marks are no class, for any word may stand in them.
STOP, FIGURE, CAPITAL, OTHER, COMMA, ASIDE = range(6)
_GENERAL = 6
#: One step of the table, in natural logarithms.
STEP = 1 / 16
#: The mark between two words that tells most, first.
_BREAKS = (
    (STOP, re.compile(r"[.!?…。！？؟।]")),
    (COMMA, re.compile(r"[,;:、，；：،؛]")),
    (ASIDE, re.compile(r"[()\[\]–—（）]|\s-\s")),
)

Grid = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Follows:
    """The classes of one language, and how much oftener than by chance one follows another (n, n)."""

    words: Mapping[str, int]
    endings: Mapping[str, int]
    grid: Grid

    def classes(self, text: str, words: Sequence[Word], start: int) -> tuple[list[int], list[int]]:
        """The classes of a text's words and of the marks between them, and how many words each has up to it."""
        found, counts, at = [STOP], [0], start
        for count, word in enumerate(words):
            mark = _mark(text[max(0, at - start) : max(0, word.start - start)], word.text)
            if mark is not None and found[-1] != mark:
                found.append(mark)
                counts.append(count)
            found.append(self._class(word.text))
            counts.append(count + 1)
            at = word.end
        return [*found, STOP], [*counts, len(words)]

    def _class(self, word: str) -> int:
        own = self.words.get(word.lower())
        if own is not None:
            return own
        if any(map(str.isdigit, word)):
            return FIGURE
        if word[0].isupper():
            return CAPITAL
        return self.endings.get(word[-2:], OTHER)


def _mark(between: str, following: str) -> int | None:
    # A full stop before a small letter or a comma belongs to an abbreviation.
    if between in {" ", ""} or (between == ". " and following[0].islower()):
        return None
    if between.startswith(".,"):
        return COMMA
    return next((mark for mark, pattern in _BREAKS if pattern.search(between)), None)


def follows(language: str) -> Follows | None:
    """The table of a language, or None where its words were not counted."""
    return _tables().get(language)


def surprises(text: str, words: Sequence[Word], start: int, language: str) -> Grid:
    """For each two neighbours how well they follow each other (log-odds against chance), shape (k,)."""
    return neighbours(text, words, start, language)[0]


def neighbours(text: str, words: Sequence[Word], start: int, language: str) -> tuple[Grid, list[int]]:
    """How well each two neighbours, words or marks, follow each other, and the number of words up to the first of them.

    The odds are logarithms, against chance, shape (k,); both are empty where the language has no table.
    """
    table = follows(language)
    if table is None or len(words) < 2:
        return np.zeros(0, np.float32), []
    classes, counts = table.classes(text, words, start)
    each = np.array(classes)
    return np.asarray(table.grid[each[:-1], each[1:]], np.float32), counts[:-1]


def count_classes(
    texts: Iterable[tuple[str, Sequence[Word]]], common: Sequence[str], endings: Sequence[str]
) -> Counter[tuple[int, int]]:
    """How often one class follows another in texts with their words."""
    table = _empty(common, endings)
    counts: Counter[tuple[int, int]] = Counter()
    for text, words in texts:
        classes, _ = table.classes(text, words, 0)
        counts.update(pairwise(classes))
    return counts


def write_follows(
    path: Path, tables: Mapping[str, tuple[Sequence[str], Sequence[str], Counter[tuple[int, int]]]]
) -> None:
    """Write the table of each language from its common words, its endings and its counts."""
    head, parts = {}, []
    for language, (common, endings, counts) in sorted(tables.items()):
        size = _GENERAL + len(common) + len(endings)
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
    words = {word: _GENERAL + i for i, word in enumerate(common)}
    tails = {ending: _GENERAL + len(common) + i for i, ending in enumerate(endings)}
    return Follows(words, tails, np.zeros((0, 0), np.float32))


@cache
def _tables() -> dict[str, Follows]:
    content = DATA_FILE.read_bytes()
    size = int.from_bytes(content[:4], "little")
    grids = zlib.decompress(content[4 + size :])
    at, tables = 0, {}
    for language, lists in json.loads(content[4 : 4 + size]).items():
        table = _empty(lists["words"], lists["endings"])
        n = _GENERAL + len(table.words) + len(table.endings)
        grid = np.frombuffer(grids, np.int8, n * n, at).reshape(n, n).astype(np.float32) * STEP
        tables[language] = Follows(table.words, table.endings, grid)
        at += n * n
    return tables
