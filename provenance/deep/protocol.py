"""What the rest of the package needs of a model that reads pairs of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from provenance.deep.folder import ModelFolder
from provenance.values import DeepKind, DeepReading


class DeepReader(Protocol):
    """A model that reads an original and its repost together."""

    @property
    def kind(self) -> DeepKind:
        """What its scores are."""

    @property
    def source(self) -> ModelFolder:
        """Where it was loaded from, with its fingerprint."""

    def read(self, pairs: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]]) -> list[DeepReading | None]:
        """Read pairs of (original, repost), with their languages (ISO 639-1).

        Returns:
            A reading for each pair, in order; None where the model does not know the languages.

        Raises:
            EmbedderError: the model failed.
        """
