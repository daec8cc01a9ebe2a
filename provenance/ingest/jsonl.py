"""JSON lines, one article a line: `{"id"?, "url"?, "title"?, "text", "language"?, "outlet"?, "published"?}`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from provenance.ingest.fields import article_of_fields
from provenance.ingest.lines import LONGEST_LINE, Line, read_lines
from provenance.ingest.record import Record, SourceFile, Unreadable, refused
from provenance.values import Article


def read_json_lines(file: SourceFile) -> Iterator[Record]:
    """One record a line that is not blank, and one for what is wrong with the file itself."""
    source = str(file.path)
    try:
        for line in read_lines(file.path):
            weight = len(line.content or b"")
            yield Record(source, f"line {line.number}", line.size, partial(_article, line), weight)
    except (Unreadable, OSError) as error:
        yield refused(source, "file", error)


def _article(line: Line) -> Article:
    return article_of_fields(_object(line))


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
