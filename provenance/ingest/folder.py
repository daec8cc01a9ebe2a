"""The files of a source: a file alone, or a folder with all that is below it in the order of its names."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from provenance.ingest.kinds import reader_of
from provenance.ingest.record import SourceFile


def files_of(path: Path) -> Iterator[SourceFile]:
    """The files that can be read; hidden ones are left out.

    The id for an article in a folder is the file's path below it without the ending; two files that
    differ in their endings only keep them, or one would replace the other.
    """
    if not path.is_dir():
        yield SourceFile(path, path.stem)
        return
    for below, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found = [Path(below, name) for name in sorted(names) if not name.startswith(".")]
        # A pipe or a device could block the run or never end.
        found = [one for one in found if reader_of(one) and one.is_file()]
        shared = Counter(one.stem for one in found)
        for one in found:
            name = one if shared[one.stem] > 1 else one.with_suffix("")
            yield SourceFile(one, name.relative_to(path).as_posix())
