"""The fields of an article as a record of a file states them, and the article that they make."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.ingest.published import iso_published
from provenance.ingest.record import Unreadable
from provenance.library import storable
from provenance.values import Article

#: What a record may say of an article; all but the text may be missing.
FIELDS = ("id", "url", "title", "text", "language", "outlet", "published")


def article_of_fields(record: Mapping[str, object]) -> Article:
    """The article of a record.

    Raises:
        Unreadable: it has no text, or a field of it is not text.
        ExtractionError: the text holds no article.
    """
    from provenance.extract import article_from_text

    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Unreadable('it has no "text"')
    language = _field(record, "language")
    return article_from_text(
        storable(text),
        id=_field(record, "id"),
        url=_field(record, "url"),
        title=_field(record, "title"),
        language=language,
        outlet=_field(record, "outlet"),
        published=iso_published(_field(record, "published"), language),
    )


def _field(record: Mapping[str, object], name: str) -> str | None:
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise Unreadable(f'its "{name}" is not text')
    return storable(value) if value else None
