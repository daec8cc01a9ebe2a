"""What an article brings when it is to be stored: which of its texts are embedded, and when it was captured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.library.records import storable_article
from provenance.library.windows import windows
from provenance.values import Article


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article and, for each of its passages in order, the texts to embed.

    Vectors may stand for texts that were embedded before, float16 (n, d).

    `captured` says when its source fetched or archived it, ISO 8601 in UTC.
    """

    article: Article
    texts: tuple[Sequence[str] | npt.NDArray[np.float16], ...]
    captured: str | None = None

    @property
    def weight(self) -> int:
        """How many texts there are to embed."""
        return sum(map(len, self.texts))


def prepare(article: Article, captured: str | None = None) -> Prepared:
    """Make an article ready to be stored."""
    clean = storable_article(article)
    return Prepared(clean, tuple(tuple(windows(passage)) for passage in clean.passages), captured)
