"""A folder with all that is below it, in the order of its names; hidden files are left out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from provenance.ingest.jsonl import JsonLinesReader, is_json_lines
from provenance.ingest.pages import is_page, page_record
from provenance.ingest.record import Record


class FolderReader:
    """Articles whose ids are their paths below the folder, without the ending; JSON lines keep their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> Iterator[Path]:
        """The files that are read, folder by folder."""
        for paths in self._folders():
            yield from paths

    def records(self) -> Iterator[Record]:
        """Their records, in the same order."""
        for paths in self._folders():
            shared = Counter(path.stem for path in paths)
            for path in paths:
                if is_json_lines(path):
                    yield from JsonLinesReader(path).records()
                    continue
                # Two files that differ in their endings only keep them, or one would replace the other.
                name = path if shared[path.stem] > 1 else path.with_suffix("")
                yield page_record(path, name.relative_to(self._folder).as_posix())

    def _folders(self) -> Iterator[list[Path]]:
        for below, folders, names in os.walk(self._folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            paths = (Path(below, name) for name in sorted(names) if not name.startswith("."))
            # A pipe or a device could block the run or never end.
            yield [path for path in paths if (is_page(path) or is_json_lines(path)) and path.is_file()]
