"""The model of an index, and what embedding it all again would take."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from provenance.embed import Embedder

_SAMPLE = 256


def its_embedder(name: str, home: Path) -> Embedder:
    """Open the model that made an index."""
    from provenance.embed import open_embedder
    from provenance.library import read_coverage

    return open_embedder(read_coverage(name, home)[0].embedder)


def say_how_long(name: str, home: Path, model: Embedder) -> None:
    """Before an index is made by another model than before: what embedding it all again will take."""
    from provenance.errors import IndexProblem
    from provenance.library import read_coverage

    try:
        manifest, _ = read_coverage(name, home)
    except IndexProblem:
        return
    if manifest.embedder_sha256 != model.sha256:
        typer.echo(how_long(name, home, model, manifest.vectors), err=True)


def how_long(name: str, home: Path, model: Embedder, vectors: int) -> str:
    """A sentence that says what embedding an index with a model will take, from a sample of its passages."""
    from provenance.library import sample_texts

    texts = sample_texts(name, home, _SAMPLE)
    start = time.perf_counter()
    model.encode(texts)
    minutes = (time.perf_counter() - start) / max(1, len(texts)) * vectors / 60
    span = f"{minutes / 60:,.1f} hours" if minutes > 90 else f"{max(1, round(minutes)):,} min"
    return f"Another model than before: embedding {vectors:,} paragraphs with {model.name!r} takes about {span}."
