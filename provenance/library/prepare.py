"""What an article brings when it is to be stored: its rows, which of its texts are embedded, when it was captured."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from provenance.duplicates import signature
from provenance.library.records import storable_article
from provenance.library.rows import Rows, rows_of
from provenance.library.windows import windows
from provenance.values import Article

#: Texts of a passage to embed, or vectors that it has already, float16 (n, d).
Texts = Sequence[str] | npt.NDArray[np.float16]


class Prepared:
    """An article and, for each of its passages in order, the texts to embed or vectors that stand for them.

    `given` is the article, or its rows where another process made them; the one is made of the other when it is
    needed, and only then. `captured` says when its source fetched or archived it, ISO 8601 in UTC.
    """

    def __init__(self, given: Article | Rows, texts: Sequence[Texts], captured: str | None = None) -> None:
        self.given, self.texts, self.captured = given, texts, captured

    @cached_property
    def article(self) -> Article:
        """The article.

        Raises:
            ValueError: the rows do not fit each other.
        """
        return self.given.article if isinstance(self.given, Rows) else self.given

    @cached_property
    def rows(self) -> Rows:
        """The article as the tables keep it."""
        return self.given if isinstance(self.given, Rows) else rows_of(self.given, self.bands)

    @cached_property
    def bands(self) -> tuple[int, ...]:
        """The signature of its text."""
        return self.given.bands if isinstance(self.given, Rows) else signature(self.given.text)

    @property
    def weight(self) -> int:
        """How many texts there are to embed."""
        return sum(map(len, self.texts))


def prepare(article: Article, captured: str | None = None) -> Prepared:
    """Make an article ready to be stored."""
    clean = storable_article(article)
    return Prepared(clean, tuple(tuple(windows(passage)) for passage in clean.passages), captured)
