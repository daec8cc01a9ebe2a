"""Measuring an embedder: how often the translation of a text is its nearest neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from provenance.embed import Embedder
from provenance.errors import TrainingError
from provenance.likeness import likeness_of
from provenance.training.corpus import open_text

_ROWS_AT_ONCE = 1024


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Retrieval figures over `n` rows, each 0..1."""

    n: int
    p_at_1: float
    p_at_5: float
    mean_reciprocal_rank: float


def read_columns(path: Path) -> tuple[list[str], list[str]]:
    """Read a headerless, unquoted TSV of a text and its translation; further columns are ignored.

    Raises:
        TrainingError: the file cannot be read or a row has only one column.
    """
    left: list[str] = []
    right: list[str] = []
    try:
        with open_text(path) as lines:
            for number, line in enumerate(lines):
                fields = line.rstrip("\n").split("\t")
                if len(fields) < 2:
                    raise TrainingError(
                        f"Row {number} of {path.name} has one column; put a tab between text and translation."
                    )
                left.append(fields[0])
                right.append(fields[1])
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"{path} cannot be read as UTF-8 text: {error}.") from error
    if not left:
        raise TrainingError(f"{path.name} is empty; give it one row for each text and its translation.")
    return left, right


def measure_retrieval(embedder: Embedder, queries: Sequence[str], pool: Sequence[str]) -> Retrieval:
    """For each query, rank the whole pool; row i of the pool is the answer to query i.

    The pool is ranked as `search` and `lookup` rank what they find: by cosine, and its head again by
    `likeness`. A pool text that equals the answer to the letter counts as the answer. Ties count against
    the model.
    """
    asked, answers = embedder.encode(queries), embedder.encode(pool)
    number = {text: position for position, text in enumerate(dict.fromkeys(pool))}
    same = np.array([number[text] for text in pool])
    likeness = likeness_of(embedder)
    tables = likeness.pieces(pool) if likeness else []
    ranks = np.empty(len(queries), np.int64)
    for start in range(0, len(queries), _ROWS_AT_ONCE):
        scores = asked[start : start + _ROWS_AT_ONCE] @ answers.T
        rows = np.arange(start, start + len(scores))
        if likeness:
            for line, table in enumerate(likeness.pieces(queries[start : start + len(scores)])):
                scores[line] = likeness.ranked(table, scores[line], tables.__getitem__)
        right = np.array([scores[line, same == same[row]].max() for line, row in enumerate(rows)])[:, None]
        better = (scores >= right) & (same[None, :] != same[rows][:, None])
        ranks[rows] = better.sum(axis=1)
    return Retrieval(
        n=len(queries),
        p_at_1=float((ranks < 1).mean()),
        p_at_5=float((ranks < 5).mean()),
        mean_reciprocal_rank=float((1 / (1 + ranks)).mean()),
    )
