"""What a check computes with, opened once and shared by every check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.align.words import WordAligner
from provenance.embed import Embedder
from provenance.errors import EmbedderError

if TYPE_CHECKING:
    from provenance.checker import Checker
    from provenance.deep import Depth


@dataclass(frozen=True, slots=True)
class Models:
    """The embedder of the search, the aligner of words, and the models that read both sentences in context.

    Every check works without the checker, with less to go by. `deep` is a model that the user named.
    """

    embedder: Embedder
    words: WordAligner
    checker: Checker | None = None
    deep: Depth | None = None


def open_models(embedder: str = "embedded", *, checker: bool = True, deep: str | None = None) -> Models:
    """Open the embedder of the search, and the word aligner and the checker, which always use the embedded model.

    Args:
        embedder: `embedded`, or the name of a sentence-transformers model.
        checker: Whether to use the checker, where there is one for the installed vectors.
        deep: A model by folder or hub id that reads along (`provenance.deep`).

    Raises:
        EmbedderError: the model cannot be loaded.
    """
    from provenance.embed import open_embedder
    from provenance.embed.static import open_embedded
    from provenance.lexicon import open_lexicon

    words = WordAligner(open_embedded(), open_lexicon())
    models = Models(open_embedder(embedder), words, _checker(words) if checker else None)
    return replace(models, deep=open_deep(deep, models)) if deep else models


def _checker(words: WordAligner) -> Checker | None:
    from provenance.checker import Checker
    from provenance.checker.storage import CHECKER_FILE
    from provenance.embed.static import open_embedded

    try:
        # Not kept for the whole process: it holds the aligner, whose memory ends with these models.
        return Checker(CHECKER_FILE, open_embedded(), words)
    except EmbedderError:
        return None


def open_deep(name: str, models: Models) -> Depth:
    """Open a model that reads along, with its calibration where it was fitted on top of these models.

    Raises:
        EmbedderError: the model cannot be loaded, or its calibration is broken.
    """
    import hashlib

    from provenance import __version__
    from provenance.deep.depth import open_depth
    from provenance.deep.open import open_reader
    from provenance.drift.calibration import DATA_FILE
    from provenance.embed.static import open_embedded
    from provenance.ingest.demo import user_data_folder

    # A row's own log-odds, which the calibration stands on, come from all of these.
    checker = models.checker.sha256 if models.checker else ""
    hashes = (__version__, open_embedded().sha256, models.words.lexicon_sha256, checker)
    base = hashlib.sha256(" ".join(hashes).encode() + DATA_FILE.read_bytes()).hexdigest()
    return open_depth(open_reader(name), base, user_data_folder() / "deep")
