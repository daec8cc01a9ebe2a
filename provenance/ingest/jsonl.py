"""JSON lines, one article a line: `{"id"?, "url"?, "title"?, "text", "language"?, "outlet"?, "published"?}`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from provenance.ingest.lines import LONGEST_LINE, Line, read_lines
from provenance.ingest.published import iso_published
from provenance.ingest.record import Record, Unreadable
from provenance.library import storable
from provenance.values import Article

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.xz", ".ndjson", ".ndjson.gz", ".ndjson.xz")


def is_json_lines(path: Path) -> bool:
    """Whether a file is of a kind that is read here, by its name."""
    return path.name.lower().endswith(ENDINGS)


class JsonLinesReader:
    """One file of JSON lines, plain or packed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def files(self) -> Iterator[Path]:
        """The file."""
        yield self._path

    def records(self) -> Iterator[Record]:
        """One record a line that is not blank, and one for what is wrong with the file itself."""
        try:
            for line in read_lines(self._path):
                yield Record(self._path, f"line {line.number}", line.size, partial(_article, line))
        except (Unreadable, OSError) as error:
            yield Record(self._path, "file", 0, partial(_refuse, error))


def _refuse(error: Exception) -> NoReturn:
    raise error


def _article(line: Line) -> Article:
    from provenance.extract import article_from_text

    record = _object(line)
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


def _object(line: Line) -> dict[str, Any]:
    if line.content is None:
        raise Unreadable(f"it is longer than {LONGEST_LINE // 2**20} MiB")
    try:
        record = json.loads(line.content.decode("utf-8-sig" if line.number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable("it is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("it is not JSON") from error
    if not isinstance(record, dict):
        raise Unreadable("it is not a JSON object")
    return record


def _field(record: dict[str, Any], name: str) -> str | None:
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise Unreadable(f'its "{name}" is not text')
    return storable(value) if value else None
