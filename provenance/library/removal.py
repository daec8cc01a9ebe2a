"""Taking articles out of an index, by what a newsroom knows of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from provenance.embed import Embedder
from provenance.errors import ConfigurationError, IndexProblem
from provenance.library.build import Build
from provenance.library.captures import COPY, StoredCapture
from provenance.library.finishing import Summary
from provenance.library.merging import merge_small
from provenance.library.parts import OpenParts
from provenance.library.placing import Placing
from provenance.library.prepare import prepare
from provenance.library.writing import changing

_REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles: those that agree with every field that is set.

    `ids`, `urls` and `outlets` agree with any of their values. `since` and `until` are ISO 8601 dates of
    publication, both included, as far as they are written ("2024-05" is all of May); an article without a
    date agrees with neither.
    """

    ids: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        if not (self.ids or self.urls or self.outlets or self.since or self.until):
            raise ConfigurationError("Say which articles to remove: by --id, --url, --outlet, --since or --until.")

    def condition(self) -> tuple[str, list[str]]:
        """The same as a condition on a table of articles or captures, and its values."""
        parts, values = [], []
        for column, wanted in (("id", self.ids), ("url", self.urls), ("outlet", self.outlets)):
            if wanted:
                parts.append(f"{column} IN (SELECT value FROM json_each(?))")  # noqa: S608
                values.append(json.dumps(sorted(wanted)))
        for date, sign in ((self.since, ">="), (self.until, "<=")):
            if date:
                parts.append(f"substr(published, 1, {len(date)}) {sign} ?")
                values.append(date)
        return " AND ".join(parts), values


def remove(name: str, selection: Selection, *, home: Path, embedder: Embedder, dry: bool = False) -> Summary:
    """Take articles out of an index. The copies of other sites stay: the first one takes the article's place.

    Args:
        name: the index.
        selection: which articles, and which copies of others.
        home: the folder of indexes.
        embedder: the one that made the index.
        dry: only count.

    Raises:
        ConfigurationError: the name cannot be used, or the folder cannot be written to.
        IndexMissing: there is no index of that name.
        IndexBroken: its files do not agree with its manifest.
        IndexIncompatible: it was made by another embedder or format version.
        IndexBusy: another process is writing to the index.
        StorageFull: the disk is full; the index is as it was before.
    """
    with changing(name, home, embedder) as (writer, live, base):
        first = (live.parts[-1].after_article, live.parts[-1].after_passage)
        with writer.part(_REMOVE, "", embedder, base=base, first=first) as build:
            for number, whole, copies in _selected(base, selection):
                build.state.removed += whole + len(copies)
                if not dry:
                    _take_out(build, number, copies, whole=whole)
            if dry or not build.state.removed:
                counted = build.state.removed
                kept = writer.keep_as_it_is(build)
                return Summary(kept.name, kept.generation, kept.articles, kept.passages, kept.vectors, removed=counted)
            build.commit(0)
            summary = writer.go_live(build, live, live.sources)
    with suppress(IndexProblem):
        merge_small(name, home=home)
    return summary


def _selected(base: OpenParts, selection: Selection) -> Iterator[tuple[int, bool, list[StoredCapture]]]:
    """The numbers of the articles concerned, whether they go themselves, and which of their copies go."""
    condition, values = selection.condition()
    copies: dict[int, list[StoredCapture]] = {}
    for part in base:
        for number, *facts in part.tables.execute(
            "SELECT article, id, kind, sha256, seen, published, outlet, url, title, language FROM captures "  # noqa: S608
            f"WHERE kind = ? AND {condition}",
            (COPY, *values),
        ):
            if number not in base.removed:
                copies.setdefault(number, []).append(StoredCapture(*facts))
    for part in base:
        whole = {row[0] for row in part.tables.execute(f"SELECT number FROM articles WHERE {condition}", values)}  # noqa: S608
        inside = {number for number in copies if part.known.first_article <= number < part.known.after_article}
        for number in sorted((whole | inside) - base.removed):
            yield number, number in whole, copies.get(number, [])


def _take_out(build: Build, number: int, copies: list[StoredCapture], *, whole: bool) -> None:
    """Take out an article or some of its copies; what stays is stored again."""
    leaving = set(copies)
    article, known = build.article(number), build.find(build.article(number).id)
    staying = [(one, text) for one, text in build.captures(number) if one not in leaving]
    build.remove(number)
    placing = Placing(build)
    if not whole and known is not None:
        placing.put_back(prepare(article), known, staying)
        return
    for capture, text in staying:
        if capture.kind == COPY:
            placing.place(prepare(text, capture.seen))
