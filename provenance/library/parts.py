"""The live parts of an index, open for reading, and what of each still counts."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from provenance import index as backends
from provenance.errors import IndexBroken
from provenance.index import Index
from provenance.library import schema
from provenance.library.captures import COLUMNS, StoredCapture, unpack
from provenance.library.locks import hold
from provenance.library.manifest import Manifest, Part
from provenance.library.ranges import Ranges
from provenance.library.records import load_articles
from provenance.library.vectors import FOLDER, map_rows
from provenance.values import Article

ANN_FOLDER = "ann"
#: What of the parts is wanted: the tables alone, the vectors too, or everything.
Need = Literal["tables", "vectors", "search"]


class OpenPart:
    """One part: its tables, its vectors (n, d), the passages that the rows belong to (n,), and their search."""

    def __init__(self, known: Part, folder: Path, dim: int, resources: ExitStack, *, tables_only: bool) -> None:
        self.known = known
        self.folder = folder / known.generation
        resources.enter_context(hold(self.folder))
        self.rows, self.owners = map_rows(self.folder / FOLDER, 0 if tables_only else known.vectors, dim)
        self.tables: schema.Tables = resources.enter_context(
            closing(schema.open_finished(self.folder / schema.ARTICLES_FILE))
        )
        # Read at once, so that the file stays open from here on even when its name goes.
        self.several = schema.get_meta(self.tables, "several") == "yes"
        self._search: Index | None = None

    @property
    def search(self) -> Index:
        """The search over the vectors, opened when it is first needed."""
        if self._search is None:
            self._search = backends.open_index(self.known.backend, self.rows, self.folder / ANN_FOLDER)
        return self._search

    def vectors_of(self, number: int) -> list[npt.NDArray[np.float16]]:
        """The vectors of each passage of an article."""
        first, count = self.tables.execute(
            "SELECT first_passage, passages FROM articles WHERE number = ?", (number,)
        ).fetchone()
        edges = np.searchsorted(self.owners, np.arange(first, first + count + 1))
        return [self.rows[begin:end] for begin, end in pairwise(edges)]

    def passages_of(self, ids: Iterable[int]) -> list[int]:
        """Those of some passage ids that lie in this part's range."""
        return [one for one in ids if self.known.first_passage <= one < self.known.after_passage]


class OpenParts(Collection[OpenPart]):
    """All parts, oldest first. Not for several threads at once."""

    def __init__(self, folder: Path, manifest: Manifest, need: Need = "search") -> None:
        """Map and open the files that are needed; damage to the others does no harm.

        Raises:
            IndexBroken: a file is missing or has another length.
            OSError: a file cannot be opened.
            sqlite3.Error: tables cannot be read.
        """
        with ExitStack() as stack:
            for file in manifest.files:
                if is_needed(file.path, need):
                    _expect(folder, file.path, file.size)
            only = need == "tables"
            self._parts = [OpenPart(known, folder, manifest.dim, stack, tables_only=only) for known in manifest.parts]
            removed = [
                row
                for part in self._parts
                for row in part.tables.execute("SELECT article, first_passage, passages FROM removed")
            ]
            self.removed = frozenset(row[0] for row in removed)
            self.gone = Ranges((row[1], row[2]) for row in removed)
            self._resources = stack.pop_all()

    def __contains__(self, part: object) -> bool:
        return part in self._parts

    def __iter__(self) -> Iterator[OpenPart]:
        return iter(self._parts)

    def __reversed__(self) -> Iterator[OpenPart]:
        return reversed(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    @property
    def newest(self) -> OpenPart:
        """The part that went live last."""
        return self._parts[-1]

    def close(self) -> None:
        """Close all files."""
        self._resources.close()

    def find(self, id_: str) -> tuple[OpenPart, int] | None:
        """The part that holds the live article of this id, and the article's number."""
        for part in reversed(self._parts):
            row = part.tables.execute("SELECT number FROM articles WHERE id = ?", (id_,)).fetchone()
            if row and row[0] not in self.removed:
                return part, row[0]
        return None

    def part_of(self, number: int) -> OpenPart:
        """The part that an article's number belongs to."""
        place = bisect.bisect_right(self._parts, number, key=lambda part: part.known.first_article) - 1
        # Parts without articles share their first number with the next one.
        while place > 0 and number >= self._parts[place].known.after_article:
            place -= 1
        return self._parts[max(place, 0)]

    def article(self, number: int) -> Article:
        """The article of a number.

        Raises:
            KeyError: there is none.
        """
        return load_articles(self.part_of(number).tables, [number])[number]

    def captures(self, number: int) -> list[StoredCapture]:
        """The other captures of an article, oldest first."""
        found = [
            StoredCapture(*row)
            for part in self._parts
            for row in part.tables.execute(
                f"SELECT {COLUMNS} FROM captures WHERE article = ? ORDER BY id, sha256",  # noqa: S608 - a constant
                (number,),
            )
        ]
        return sorted(found, key=lambda one: (one.date, one.id))

    def packed(self, number: int, capture: StoredCapture) -> Article:
        """The whole article of a capture.

        Raises:
            KeyError: it is not there.
            ValueError: it is damaged.
        """
        for part in self._parts:
            row = part.tables.execute(
                "SELECT packed FROM captures WHERE article = ? AND id = ? AND sha256 = ?",
                (number, capture.id, capture.sha256),
            ).fetchone()
            if row:
                return unpack(row[0], self.article(number).text)
        raise KeyError(capture.id)

    def live_numbers(self) -> Iterator[int]:
        """The numbers of all live articles, in order."""
        for part in self._parts:
            for (number,) in part.tables.execute("SELECT number FROM articles ORDER BY number"):
                if number not in self.removed:
                    yield number

    def live_rows(self, part: OpenPart) -> npt.NDArray[np.bool_] | None:
        """Which rows of a part count, (n,); None where all do."""
        gone = self.gone.between(part.known.first_passage, part.known.after_passage)
        return ~gone.rows(part.owners) if len(gone) else None


def is_needed(path: str, need: Need) -> bool:
    """Whether a file of a part is needed, by its path from the index's folder."""
    kind = path.split("/")[1]
    return kind == schema.ARTICLES_FILE or (kind == FOLDER and need != "tables") or need == "search"


def _expect(folder: Path, path: str, size: int) -> None:
    file = folder / path
    if not file.is_file() or file.stat().st_size != size:
        raise IndexBroken(
            f"The index {folder.name!r} is damaged ({path} is missing or has another length); restore a backup, "
            f"or run `provenance index rebuild {folder.name}` with its sources."
        )
