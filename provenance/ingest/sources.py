"""All sources of a run as one stream of articles that an interrupted run can go on with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, MutableMapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Self

from provenance.errors import ConfigurationError
from provenance.ingest.folder import files_of
from provenance.ingest.kinds import reader_of, spelled_kinds
from provenance.ingest.naming import is_web_source, named_source
from provenance.ingest.record import Item, Note, Record, SourceFile, outcome
from provenance.ingest.workers import Outcome, Workers
from provenance.library import Reject
from provenance.values import Article

if TYPE_CHECKING:
    from provenance.fetch.crawler import CrawlRules

_FILE_KEY = "file:"


def read_sources(
    sources: Sequence[str],
    *,
    on_reject: Callable[[Reject], None],
    workers: int = 0,
    memory: MutableMapping[str, str] | None = None,
    only_new: bool = False,
    allow_private: Collection[str] = (),
    rules: CrawlRules | None = None,
) -> Sources:
    """The articles of files, folders, feeds, sitemaps, pages and outlets, as a stream.

    Args:
        sources: as the user named them.
        on_reject: called for every record that could not be read.
        workers: how many processes read the records; with 0 this one does.
        memory: what was seen of the sources, by short keys. A page of the web that it knows unchanged is
            not read again. It is written to as articles are returned, never ahead of them.
        only_new: whether files that it knows unchanged are passed over too.
        allow_private: hosts that may have private addresses, for sources of the web.
        rules: how sites are treated.

    Raises:
        ConfigurationError: a source is not there or of no known kind.
    """
    named = [named_source(source) for source in sources]
    web = tuple(source for source in named if is_web_source(source))
    paths = [_checked(source) for source in named if not is_web_source(source)]
    if memory is None:
        memory = {}
    crawled: Iterator[Item] = iter(())
    if web:
        from provenance.ingest.crawl import crawl

        crawled = crawl(web, memory, rules=rules, allow_private=allow_private)
    files = _Files(paths, memory if only_new else {})
    return Sources(files, web, crawled, memory, on_reject, Workers(workers) if workers else None)


class Sources(Iterator[Article]):
    """Articles one after the other, those of files first.

    `position` counts the records of files passed, rejected ones included; `fingerprint` changes with the
    names, lengths and times of the files and with the sources of the web. `captured` is when the article
    that was returned last was taken from its site (ISO 8601), where that is known.
    """

    def __init__(
        self,
        files: _Files,
        web: Sequence[str],
        crawled: Iterator[Item],
        memory: MutableMapping[str, str],
        on_reject: Callable[[Reject], None],
        workers: Workers | None,
    ) -> None:
        self.position = 0
        self.captured: str | None = None
        self.fingerprint = hashlib.sha256(json.dumps([files.fingerprint, *web]).encode()).hexdigest()
        self._total = 0 if web else files.size
        self._read = 0
        self._items = chain(files.items(), crawled)
        self._crawled = crawled
        self._memory = memory
        self._on_reject = on_reject
        self._workers = workers
        self._outcomes: Iterator[tuple[Item, Outcome]] | None = None

    @property
    def fraction(self) -> float | None:
        """How much of the sources was read, 0..1, where that can be told."""
        return min(1.0, self._read / self._total) if self._total else None

    def skip(self, records: int) -> None:
        """Pass over records of files without reading them, before the first article is taken."""
        while self.position < records:
            item = next(self._items, None)
            if item is None:
                return
            self._passed(item)

    def __next__(self) -> Article:
        """The next article that can be read."""
        if self._outcomes is None:
            inside = ((item, outcome(item) if isinstance(item, Record) else "") for item in self._items)
            self._outcomes = self._workers.outcomes(self._items) if self._workers else inside
        for item, found in self._outcomes:
            self._passed(item)
            if isinstance(found, Article):
                self.captured = item.captured if isinstance(item, Record) else None
                return found
            if isinstance(item, Record):
                self._on_reject(Reject(item.source, item.place, found))
        raise StopIteration

    def close(self) -> None:
        """End the processes that read and the requests that are under way."""
        if self._workers:
            self._workers.close()
        if isinstance(self._crawled, Generator):
            self._crawled.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _passed(self, item: Item) -> None:
        if isinstance(item, Note):
            self._memory[item.key] = item.value
            return
        self.position += item.counted
        self._read += item.size


class _Files:
    """The files of all sources but those that `known` names unchanged, with what they are as a fingerprint."""

    def __init__(self, paths: Sequence[Path], known: Mapping[str, str]) -> None:
        self._paths = paths
        self._known = known
        digest = hashlib.sha256()
        self.size = 0
        for _, key, state in self._files():
            digest.update(json.dumps([key, state]).encode())
            self.size += int(state.split()[0])
        self.fingerprint = digest.hexdigest()

    def items(self) -> Iterator[Item]:
        """Their records, and after those of each file a note of what it is."""
        for file, key, state in self._files():
            reader = reader_of(file.path)
            if reader is not None:
                yield from reader(file)
                yield Note(key, state)

    def _files(self) -> Iterator[tuple[SourceFile, str, str]]:
        for file in chain.from_iterable(map(files_of, self._paths)):
            key = f"{_FILE_KEY}{file.path.absolute()}"
            try:
                state = file.path.stat()
            except OSError:
                known = "0"
            else:
                known = f"{state.st_size} {state.st_mtime_ns}"
            if self._known.get(key) != known:
                yield file, key, known


def _checked(source: str) -> Path:
    path = Path(source)
    if not (path.is_dir() or path.is_file()):
        raise ConfigurationError(f"There is no file or folder {source}; check the name of the source.")
    if path.is_file() and reader_of(path) is None:
        raise ConfigurationError(
            f"{source} is of no kind that an index is made from; give an address, a folder, "
            f"or a file that ends in {spelled_kinds()}."
        )
    return path
