"""What a check computes with, opened once and shared by every check."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.align.words import WordAligner
from provenance.embed import Embedder


@dataclass(frozen=True, slots=True)
class Models:
    """The embedder of the search, and the aligner of words."""

    embedder: Embedder
    words: WordAligner


def open_models(embedder: str = "embedded") -> Models:
    """Open the embedder of the search and the word aligner, which always uses the embedded model.

    Raises:
        EmbedderError: the model cannot be loaded.
    """
    from provenance.embed import open_embedder
    from provenance.embed.static import open_embedded
    from provenance.lexicon import open_lexicon

    return Models(open_embedder(embedder), WordAligner(open_embedded(), open_lexicon()))
