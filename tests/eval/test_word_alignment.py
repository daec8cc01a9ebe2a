"""Quality floors of the word alignment on gold alignments, which it was not trained on."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.align.words import WordAligner
from provenance.embed.static import open_embedded
from provenance.lexicon import open_lexicon
from provenance.values import Word

GOLD = Path(__file__).parents[3] / "shared" / "eval" / "word-alignments.tsv.xz"
#: Sentence pairs measured of each pair of languages.
MEASURED = 200
Links = set[tuple[int, int]]

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason=f"the gold word alignments are not at {GOLD}")


def gold(pair: str) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...], Links, Links]]:
    """Words of both sides, sure links, and all links, of every second sentence pair."""
    first = 0 if pair == "en-fa" else 1
    count = 0
    with lzma.open(GOLD, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            name, left, right, alignment = line.rstrip("\n").split("\t")
            if name != pair:
                continue
            count += 1
            if count % 2 == 0 or count > 2 * MEASURED:
                continue
            # In en-cs an empty token is counted as a position, in the other pairs runs of spaces are one.
            sides = [side.split(" ") if pair == "en-cs" else re.split(" +", side.strip(" ")) for side in (left, right)]
            found = re.findall(r"(\d+)([-p])(\d+)", alignment)
            links = [(int(i) - first, kind, int(j) - first) for i, kind, j in found]
            links = [(i, kind, j) for i, kind, j in links if i < len(sides[0]) and j < len(sides[1])]
            sure = {(i, j) for i, kind, j in links if kind == "-"}
            yield words(sides[0]), words(sides[1]), sure, {(i, j) for i, _, j in links}


def words(tokens: list[str]) -> tuple[Word, ...]:
    starts = [sum(len(token) + 1 for token in tokens[:number]) for number in range(len(tokens))]
    return tuple(Word(token, start) for token, start in zip(tokens, starts, strict=True))


def f_score(aligner: WordAligner, pair: str) -> float:
    """F1 of precision against sure and possible links and recall of sure links (Och & Ney 2003)."""
    proposed = right = found = wanted = 0
    languages = pair.split("-")
    for left, right_words, sure, possible in gold(pair):
        links = {(link.original, link.repost) for link in aligner.align(left, right_words, *languages)}
        proposed += len(links)
        right += len(links & possible)
        found += len(links & sure)
        wanted += len(sure)
    precision, recall = right / proposed, found / wanted
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize(
    ("pair", "floor"),
    [("en-cs", 0.84), ("de-en", 0.74), ("en-fr", 0.91), ("ro-en", 0.66), ("en-hi", 0.48), ("en-fa", 0.54)],
)
def test_with_the_lexicon(pair: str, floor: float) -> None:
    assert f_score(WordAligner(open_embedded(), open_lexicon()), pair) >= floor


@pytest.mark.parametrize(("pair", "floor"), [("en-cs", 0.81), ("de-en", 0.71), ("en-fr", 0.90)])
def test_without_the_lexicon(pair: str, floor: float) -> None:
    assert f_score(WordAligner(open_embedded(), None), pair) >= floor
