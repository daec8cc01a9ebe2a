"""Other captures of an article: its earlier texts, and the near-same text of other sites.

They are kept whole but packed against the article's own text, of which they differ by little, so that
forty copies of one wire story take hardly more room than one. They have no vectors.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any, Literal

from provenance.library.rows import credit_of, credit_row, passage_of, sentence_pairs
from provenance.values import Article

Kind = Literal["revision", "copy"]
REVISION: Kind = "revision"
COPY: Kind = "copy"
#: Earlier texts kept of one article, the first one and the latest ones.
MOST_REVISIONS = 16
_LARGEST = 64_000_000
_DICTIONARY = 32_768

#: The columns of the table that a capture is read from.
COLUMNS = "id, kind, sha256, seen, published, outlet, url, title, language"


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """One other capture of an article.

    A "revision" is an earlier text of the same id, a "copy" the near-same text under another id.
    `seen` says when it came into the index or was captured (ISO 8601, UTC), `published` what its page
    said.
    """

    id: str
    kind: Kind
    sha256: str
    seen: str
    published: str | None
    outlet: str | None
    url: str | None
    title: str | None
    language: str

    @property
    def date(self) -> str:
        """What captures are ordered by: for a copy its publication where known, else when it was seen."""
        return (self.published if self.kind == COPY else None) or self.seen


def capture_row(article: Article, kind: Kind, seen: str, base: str) -> tuple[object, ...]:
    """The values of `COLUMNS` and the packed article, for an article kept beside one whose text is `base`."""
    plain = (article.published, article.outlet, article.url, article.title, article.language)
    return article.id, kind, article.sha256, seen, *plain, pack(article, base)


def pack(article: Article, base: str) -> bytes:
    """An article as bytes that `unpack` reads with the same `base`."""
    content = {
        "id": article.id,
        "language": article.language,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "published": article.published,
        "credit": credit_row(article.credit),
        "passages": [
            [one.index, one.start, one.end, one.kind, one.language, sentence_pairs(one)] for one in article.passages
        ],
        "text": article.text,
    }
    packer = zlib.compressobj(9, zdict=_dictionary(base))
    return packer.compress(json.dumps(content, ensure_ascii=False).encode()) + packer.flush()


def unpack(packed: bytes, base: str) -> Article:
    """The article of a capture.

    Raises:
        ValueError: the bytes are damaged or belong to another base.
    """
    unpacker = zlib.decompressobj(zdict=_dictionary(base))
    try:
        content: dict[str, Any] = json.loads(unpacker.decompress(packed, _LARGEST))
        text = content["text"]
        passages = tuple(passage_of(text, tuple(row[:5]), row[5]) for row in content["passages"])
        return Article(
            content["id"],
            text,
            content["language"],
            passages,
            content["title"],
            content["url"],
            content["outlet"],
            content["published"],
            credit_of(content["credit"]),
        )
    except (zlib.error, KeyError, TypeError, IndexError, RecursionError) as error:
        raise ValueError("a capture is damaged") from error


def _dictionary(base: str) -> bytes:
    return base.encode()[-_DICTIONARY:]
