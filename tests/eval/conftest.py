"""Quality floors are measured on development sets that do not ship; each says when it was not measured."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

EVAL = Path(__file__).parents[3] / "shared" / "eval"


def open_set(name: str) -> Iterator[str]:
    """The lines of a development set, or a skipped test that says so."""
    path = EVAL / name
    if not path.is_file():
        pytest.skip(f"quality floor not measured: {name} does not lie beside the checkout")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from lines


@pytest.fixture(scope="session")
def news() -> dict[str, list[tuple[str, str]]]:
    """Faithful human news translations: pairs of a text and its English, by language and direction."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for line in open_set("newstest2020.tsv.xz"):
        direction, _, text, english = line.rstrip("\n").split("\t")[:4]
        pairs.setdefault(direction, []).append((text, english))
    return pairs


@pytest.fixture(scope="session")
def paragraphs() -> list[dict[str, str]]:
    """Wikipedia paragraphs, each in twelve languages."""
    return [json.loads(line) for line in open_set("parallel-paragraphs.jsonl.xz")]


@pytest.fixture(scope="session")
def translated() -> list[dict[str, Any]]:
    """Documents with a human translation and machine translations."""
    return [json.loads(line) for line in open_set("translated-articles.jsonl.xz")]
