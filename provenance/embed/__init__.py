"""Embedders: texts in, unit vectors out, aligned across languages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

#: The model inside the package.
DEFAULT_EMBEDDER = "embedded"
#: Beside a model's files; a folder that has one is read without sentence-transformers.
CARD_FILE = "card.json"

Vectors = npt.NDArray[np.float32]


@runtime_checkable
class Embedder(Protocol):
    """What the rest of the package needs of a model.

    `name` is what the user typed to choose it, `dim` the length of a vector, `sha256` the hash of its
    files (of its name and revision where the files are not at hand).
    """

    @property
    def name(self) -> str:
        """The name that chooses this embedder."""

    @property
    def dim(self) -> int:
        """Dimensions of a vector."""

    @property
    def sha256(self) -> str:
        """Hash of the model, so that vectors of another model are never mixed in."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts` as unit rows of shape (len(texts), dim); a text without a known piece gives zeros."""


def open_embedder(name: str = DEFAULT_EMBEDDER, *, device: str | None = None) -> Embedder:
    """Open an embedder by name: `embedded`, the folder of a model trained here, or a sentence-transformers model.

    Raises:
        EmbedderError: the model is not here and cannot be fetched, or is no embedding model.
    """
    if name == DEFAULT_EMBEDDER:
        from provenance.embed.static import open_embedded

        return open_embedded()
    if (Path(name) / CARD_FILE).is_file():
        from provenance.embed.static import StaticEmbedder

        return StaticEmbedder(Path(name))
    from provenance.embed.transformer import TransformerEmbedder

    return TransformerEmbedder(name, device=device)
