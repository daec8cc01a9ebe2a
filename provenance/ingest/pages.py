"""Text, Markdown and HTML files, each one an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from provenance.ingest.published import iso_published
from provenance.ingest.record import Record, SourceFile, Unreadable
from provenance.values import Article

TEXT_ENDINGS = frozenset({".txt", ".text", ".md", ".markdown"})
PAGE_ENDINGS = TEXT_ENDINGS | {".html", ".htm", ".xhtml"}
LARGEST_PAGE = 32 * 2**20

_FIELDS = frozenset({"title", "outlet", "language", "published", "url"})
_HEADER_LINE = re.compile(r"(\w[\w -]{0,30}?)[ \t]*:[ \t]*(.*)")
_MOST_HEADER_LINES = 12


def page_records(file: SourceFile) -> Iterator[Record]:
    """The one record of a file."""
    yield Record(str(file.path), "file", _size(file.path), partial(read_page, file.path, file.id))


def read_page(path: Path, id_: str) -> Article:
    """The article in a file; a text file may begin with a block of `Title: …` lines and a blank line.

    Raises:
        Unreadable: the file is too large.
        OSError: it cannot be opened.
        ExtractionError: it holds no article.
    """
    from provenance.extract import article_from_text, read_article

    with path.open("rb") as file:
        content = file.read(LARGEST_PAGE + 1)
    if len(content) > LARGEST_PAGE:
        raise Unreadable(f"it has more than {LARGEST_PAGE // 2**20} MiB")
    if path.suffix.lower() in TEXT_ENDINGS and (split := _split_header(content)):
        header, text = split
        title = header.get("title")
        return article_from_text(
            # The headline is part of what the outlet published: a repost's headline is compared with it.
            f"{title}\n\n{text}" if title else text,
            id=id_,
            url=header.get("url"),
            title=title,
            language=header.get("language"),
            outlet=header.get("outlet"),
            published=iso_published(header.get("published"), header.get("language")),
        )
    return read_article(content, name=path.name, id=id_)


def _split_header(content: bytes) -> tuple[dict[str, str | None], str] | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    lines = text.splitlines(keepends=True)
    header: dict[str, str | None] = {}
    for number, line in enumerate(lines[:_MOST_HEADER_LINES]):
        if not line.strip():
            return (header, "".join(lines[number + 1 :])) if header else None
        found = _HEADER_LINE.fullmatch(line.strip())
        # A block begins with a field that is known; others may follow it and are notes.
        if not found or (number == 0 and found[1].lower() not in _FIELDS):
            return None
        header[found[1].lower()] = found[2].strip() or None
    return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
