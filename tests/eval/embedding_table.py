"""The README's table of embedders: sentence and paragraph retrieval beside a hashed bag of words.

    python -m tests.eval.embedding_table [--slices FILE.tsv] [--languages] [EMBEDDER ...]

Embedders are named as everywhere: `embedded`, the folder of a model, or a hub id such as
`sentence-transformers/LaBSE` or `intfloat/multilingual-e5-base`, which needs a network once. The
development sets are looked for beside the checkout. `--slices` is the `kept-back.tsv` that
`provenance model train` leaves in its folder: one row in sixty, which no part of the model was trained
on. Each model is searched as the product searches it. `--languages` prints every language.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from provenance.embed import Embedder, open_embedder
from provenance.training.corpus import Pair, read_pairs
from provenance.training.evaluate import measure_retrieval
from provenance.training.publish import Slice, slices
from tests.eval.conftest import EVAL, open_set
from tests.eval.hashed_words import HashedWords

#: The languages with most training text.
BEST_COVERED = set("de ru es zh fr cs ja it tr uk pt nl hu fi pl he sv da ro el no bg is sr hi".split())  # noqa: SIM905
JOINED = 3
FEWEST_JOINED = 30

Sets = Mapping[str, Slice]


def joined(kept: Sequence[Pair]) -> list[Pair]:
    """Three unseen sentences of one corpus and pair of languages as one text, on both sides."""
    by_kind: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in kept:
        by_kind.setdefault((pair.corpus, pair.language_a, pair.language_b), []).append(pair)
    texts = []
    for (corpus, a, b), rows in sorted(by_kind.items()):
        for start in range(0, len(rows) - JOINED + 1, JOINED):
            some = rows[start : start + JOINED]
            sides = (" ".join(one.text_a for one in some), " ".join(one.text_b for one in some))
            texts.append(Pair(corpus, a, b, *sides))
    return texts


def news() -> Sets:
    """The first thousand sentences of each direction of newstest2020 into English that was trained on."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for line in open_set("newstest2020.tsv.xz"):
        direction, _, text, english = line.rstrip("\n").split("\t")[:4]
        if direction.endswith("-en") and direction[:2] not in {"iu", "km", "ps"}:
            rows.setdefault(direction[:2], []).append((text, english))
    return {code: _slice("newstest2020", found[:1000]) for code, found in rows.items()}


def paragraphs() -> Sets:
    """The Wikipedia paragraphs of eleven languages."""
    rows = [json.loads(line) for line in open_set("parallel-paragraphs.jsonl.xz")]
    return {
        code: _slice("XQuAD", [(row[code], row["en"]) for row in rows])
        for code in rows[0]
        if code != "en" and len(code) == 2
    }


def _slice(kind: str, rows: Sequence[tuple[str, str]]) -> Slice:
    texts, english = zip(*rows, strict=True)
    return Slice(kind, texts, english)


def figures(embedder: Embedder, sets: Sets) -> dict[str, float]:
    """P@1 into English by language."""
    return {code: measure_retrieval(embedder, one.texts, one.pool).p_at_1 for code, one in sorted(sets.items())}


def row(name: str, found: Mapping[str, float], every: bool) -> None:
    """Print the mean of one embedder on one set, and the worst languages or all."""
    shown = sorted(found.items(), key=lambda one: one[1])
    shown = shown if every else shown[:6]
    print(
        f"  {np.mean(list(found.values())):.3f}  {name:<28} {' '.join(f'{code} {value:.2f}' for code, value in shown)}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("embedders", nargs="*", default=["embedded"])
    parser.add_argument("--slices", type=Path)
    parser.add_argument("--languages", action="store_true")
    options = parser.parse_args()
    tables: dict[str, Sets] = {}
    if options.slices:
        kept = list(read_pairs([options.slices]))
        sentences = slices(kept)
        tables[f"sentences kept back, {len(sentences)} languages"] = sentences
        best = {code: one for code, one in sentences.items() if code in BEST_COVERED}
        tables[f"sentences kept back, the {len(best)} best covered"] = best
        longer = {code: one for code, one in slices(joined(kept)).items() if len(one.texts) >= FEWEST_JOINED}
        tables[f"three sentences joined, {len(longer)} languages"] = longer
    if EVAL.is_dir():
        tables["newstest2020 sentences"] = news()
        tables["Wikipedia paragraphs"] = paragraphs()
    embedders = [HashedWords(), *map(open_embedder, options.embedders)]
    for title, sets in tables.items():
        print(f"{title}: P@1 into English, the weakest languages beside")
        for embedder in embedders:
            row(embedder.name, figures(embedder, sets), options.languages)


if __name__ == "__main__":
    main()
