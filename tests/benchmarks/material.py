"""What the benchmarks measure on: the demo's own articles, repeated and shuffled to the size asked for."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from provenance.ingest import read_sources
from provenance.ingest.demo import demo_folder, open_demo
from provenance.models import open_models
from provenance.pipeline import check
from provenance.reading import read_input
from provenance.values import Article

SEED = 7
T = TypeVar("T")


def reposts() -> list[Path]:
    """The demo's reposts, web pages and texts."""
    return sorted(path for path in (demo_folder() / "reposts").iterdir() if path.suffix in {".txt", ".html"})


def originals() -> list[Article]:
    """The demo's originals in their twelve languages."""
    return list(read_sources([str(demo_folder() / "originals")], on_reject=lambda _: None))


def short_paragraphs(count: int, longest: int = 250) -> list[str]:
    """Paragraphs of at most `longest` characters."""
    known = [passage.text for article in originals() for passage in article.story if len(passage.text) <= longest]
    return _repeated(known, count)


def pairs(count: int) -> list[tuple[str, str]]:
    """An original paragraph and the repost paragraph that a check traces to it."""
    models = open_models("embedded")
    known = []
    with TemporaryDirectory() as folder, open_demo(Path(folder), models.embedder) as index:
        for path in reposts():
            report = check(read_input(str(path)), index, models)
            known += [(one.original.text, one.passage.text) for one in report.passages if one.original]
    return _repeated(known, count)


def _repeated(known: list[T], count: int) -> list[T]:
    draw = random.Random(SEED)
    many: list[T] = []
    while len(many) < count:
        many += draw.sample(known, len(known))
    return many[:count]
