"""What a check computes with, opened once and shared by every check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.align.words import WordAligner
from provenance.embed import Embedder
from provenance.errors import EmbedderError

if TYPE_CHECKING:
    from provenance.checker import Checker


@dataclass(frozen=True, slots=True)
class Models:
    """The embedder of the search, the aligner of words, and the model that reads both sentences in context.

    Every check works without the last, with less to go by.
    """

    embedder: Embedder
    words: WordAligner
    checker: Checker | None = None


def open_models(embedder: str = "embedded", *, checker: bool = True) -> Models:
    """Open the embedder of the search, and the word aligner and the checker, which always use the embedded model.

    Args:
        embedder: `embedded`, or the name of a sentence-transformers model.
        checker: Whether to use the checker, where there is one for the installed vectors.

    Raises:
        EmbedderError: the model cannot be loaded.
    """
    from provenance.embed import open_embedder
    from provenance.embed.static import open_embedded
    from provenance.lexicon import open_lexicon

    words = WordAligner(open_embedded(), open_lexicon())
    return Models(open_embedder(embedder), words, _checker(words) if checker else None)


def _checker(words: WordAligner) -> Checker | None:
    from provenance.checker import Checker
    from provenance.checker.storage import CHECKER_FILE
    from provenance.embed.static import open_embedded

    try:
        # Not kept for the whole process: it holds the aligner, whose memory ends with these models.
        return Checker(CHECKER_FILE, open_embedded(), words)
    except EmbedderError:
        return None
