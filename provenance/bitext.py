"""Pairs of texts that say the same: drift without a search, one row at a time in constant memory."""

from __future__ import annotations

import codecs
import gc
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

from provenance.align.sentences import align
from provenance.align.table import SentenceTable
from provenance.align.words import WordAligner
from provenance.deep import Depth
from provenance.drift.deepening import read_deeply, row_chance, row_reading
from provenance.drift.detect import Found, calibration_of, detect, look
from provenance.drift.features import row_features
from provenance.drift.reading import read_links
from provenance.embed import Embedder
from provenance.errors import EmptyPage, UnreadableFile, WorkerLost
from provenance.extract import article_from_text
from provenance.language import NAMES, plain_code
from provenance.models import Models, open_models
from provenance.values import Alignment, Article, DeepReading, Drift, Link

#: Longest line of a pairs file, in bytes.
LONGEST_LINE = 1_000_000
#: Rows that are worked on together, and blocks of them that may wait for each process.
ROWS_AT_ONCE, BLOCKS_AHEAD = 128, 3
#: Smaller files, in bytes, are done before further processes would have started.
SMALLEST_SHARED = 300_000
#: A row leaves thousands of objects behind and no cycles: after how many of each generation these are looked for.
_COLLECTED = (50_000, 20, 100)
#: What the number of threads of NumPy's products is read from when a process starts.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a pairs file; a language is None where the file does not state it."""

    number: int
    original: str
    repost: str
    original_language: str | None
    repost_language: str | None


@dataclass(frozen=True, slots=True)
class RowResult:
    """What was found in one row.

    `drift_probability` is calibrated (`provenance.drift.calibration`) and grades rows without a finding too.
    `deep` is what a named model says of the row, if one read it.
    """

    row: int
    drifts: tuple[Drift, ...]
    drift_probability: float
    deep: DeepReading | None = None


def read_rows(path: Path) -> Iterator[Row]:
    """Read `original<TAB>repost[<TAB>original_lang<TAB>repost_lang]`, without header and quoting.

    An empty line is a row with two blank sides, so that rows and lines stay in step.

    Raises:
        UnreadableFile: the file cannot be read, is no UTF-8 at all, or has a line with one column or with more
            than `LONGEST_LINE` bytes.
    """
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b"")):
                yield _row(number, raw, path.name)
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}; check its name.") from error
    except OSError as error:
        raise UnreadableFile(f"The file {path} cannot be read: {error.strerror or error}.") from error


def _row(number: int, raw: bytes, name: str) -> Row:
    if number == 0 and raw.startswith(_UTF16_MARKS):
        raise UnreadableFile(f"{name} is written in UTF-16; save it as UTF-8.")
    if len(raw) > LONGEST_LINE:
        raise UnreadableFile(f"Row {number} of {name} has more than {LONGEST_LINE:,} bytes; give shorter texts.")
    line = raw.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
    fields = line.split("\t") if line else ["", ""]
    if len(fields) < 2:
        raise UnreadableFile(f"Row {number} of {name} has one column; put a tab between the original and the repost.")
    languages = [field.strip().lower() or None for field in (*fields[2:4], "", "")]
    return Row(number, fields[0], fields[1], languages[0], languages[1])


def compare_file(path: Path, *, checker: bool = True, workers: int | None = None) -> Iterator[RowResult]:
    """Compare each row of a pairs file, in order, as it comes: what waits for its turn is a few blocks of rows.

    Args:
        path: the file (`read_rows`).
        checker: whether the checker reads the rows, where there is one.
        workers: processes to use; where not given, this one for a short file, else one for each processor.

    Raises:
        UnreadableFile: the file cannot be read (see `read_rows`).
        EmbedderError: a model cannot be loaded or failed.
        WorkerLost: a process was killed.
    """
    processes = workers or (_processors() if _size(path) >= SMALLEST_SHARED else 1)
    if processes == 1:
        models = open_models(checker=checker)
        with _seldom_collected():
            yield from compare_rows(read_rows(path), models)
        return
    try:
        yield from _shared(path, processes, checker=checker)
    except BrokenProcessPool as error:
        raise WorkerLost(
            "A process that compared rows was killed, perhaps for its memory; use fewer of them (--workers 1)."
        ) from error


def _shared(path: Path, processes: int, *, checker: bool) -> Iterator[RowResult]:
    # Forking would copy locks that the tokenizer's threads hold.
    context = get_context("spawn")
    # The processes end when the writing end closes: by us, or with us.
    alive, held = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(alive,))
    waiting: deque[Future[list[RowResult]]] = deque()
    try:
        for block in _blocks(read_rows(path)):
            with _one_thread_each():
                waiting.append(pool.submit(_compare_block, block, checker))
            if len(waiting) > BLOCKS_AHEAD * processes:
                yield from waiting.popleft().result()
    except UnreadableFile:
        # What was compared before the bad row is not lost.
        yield from _results(waiting)
        raise
    else:
        yield from _results(waiting)
        pool.shutdown()
    finally:
        held.close()
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that start meanwhile compute on one thread: as many processes as processors are enough."""
    kept = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _results(waiting: Iterable[Future[list[RowResult]]]) -> Iterator[RowResult]:
    for one in waiting:
        yield from one.result()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        # Reading it will say what is wrong.
        return 0


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    try:
        for row in rows:
            block.append(row)
            if len(block) == ROWS_AT_ONCE:
                yield block
                block = []
    except UnreadableFile:
        if block:
            yield block
        raise
    if block:
        yield block


def _begin(alive: Connection) -> None:
    """Make a process ready that compares for another one, and ends when that one lets go of `alive`."""
    # Ctrl-C goes to every process of a terminal; the one that was asked says what is to be said.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_COLLECTED)
    Thread(target=_end_with, args=(alive,), daemon=True).start()


def _end_with(alive: Connection) -> None:
    with suppress(EOFError, OSError):
        alive.recv_bytes()
    os._exit(1)


def _compare_block(block: list[Row], checker: bool) -> list[RowResult]:  # noqa: FBT001
    return list(compare_rows(block, _worker_models(checker)))


@cache
def _worker_models(checker: bool) -> Models:  # noqa: FBT001
    models = open_models(checker=checker)
    gc.freeze()
    return models


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Meanwhile cycles of objects are seldom looked for, and never among what is loaded already."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def compare_rows(rows: Iterable[Row], models: Models) -> Iterator[RowResult]:
    """Compare each row, `ROWS_AT_ONCE` at a time.

    A row with a blank side has no findings: two blank sides agree (probability 0), one renders nothing
    of the other (probability 1).

    Raises:
        EmbedderError: the model failed.
    """
    for one in examine_rows(rows, models):
        drifts = detect(one.alignment, one.repost, one.original, one.found) if one.repost and one.original else ()
        yield RowResult(one.row.number, drifts, one.probability, row_reading(one.alignment.links))


@dataclass(frozen=True, slots=True)
class Examined:
    """A row, its articles (None where a side is blank), their alignment, and everything that speaks for drift.

    `depth` is the named model that read along, if any.
    """

    row: Row
    original: Article | None
    repost: Article | None
    alignment: Alignment
    found: tuple[Found, ...]
    features: Mapping[str, float]
    depth: Depth | None = None

    @property
    def probability(self) -> float:
        """The calibrated probability that the row drifted."""
        if self.original is None or self.repost is None:
            return float(bool(self.row.original.strip()) != bool(self.row.repost.strip()))
        calibration = calibration_of(self.alignment.links)
        own = calibration.row(self.features, self.original.language, self.repost.language)
        return row_chance(own, self.alignment.links, self.depth)


def examine_rows(rows: Iterable[Row], models: Models) -> Iterator[Examined]:
    """Align each row, have the checker read it, and run every check, `ROWS_AT_ONCE` rows at a time.

    Raises:
        EmbedderError: the model failed.
    """
    for block in _blocks(rows):
        blank = Alignment("", (), (), 0.0)
        pairs = [_articles(row) for row in block]
        aligned = [_aligned(*pair, models.words, models.embedder) if pair else blank for pair in pairs]
        checked = read_links([link for one in aligned for link in one.links], models.checker)
        read = iter(read_deeply(checked, models.deep))
        for row, pair, alignment in zip(block, pairs, aligned, strict=True):
            links = tuple(islice(read, len(alignment.links)))
            found = look(links)
            seen = any(link.fault is not None for link in links)
            features = row_features(links, [(one.check, one.finding, one.opinion) for one in found], checker=seen)
            original, repost = pair or (None, None)
            yield Examined(row, original, repost, replace(alignment, links=links), found, features, models.deep)


def _articles(row: Row) -> tuple[Article, Article] | None:
    """The original and the repost of a row, or None where a side is blank."""
    try:
        return _article(row, row.original, row.original_language), _article(row, row.repost, row.repost_language)
    except EmptyPage:
        return None


def _article(row: Row, text: str, language: str | None) -> Article:
    article = article_from_text(text, language=language, id=f"row-{row.number}")
    stated = plain_code(language)
    # A stated language holds even where half of the text was left untranslated.
    return replace(article, language=stated) if stated in NAMES else article


def _aligned(original: Article, repost: Article, words: WordAligner, embedder: Embedder) -> Alignment:
    ours = tuple(sentence for passage in repost.story for sentence in passage.sentences)
    theirs = tuple(sentence for passage in original.story for sentence in passage.sentences)
    links: tuple[Link, ...] = ()
    if max(len(ours), len(theirs)) > 1:
        links = align(
            SentenceTable(repost, repost.story, embedder),
            SentenceTable(original, original.story, embedder),
            known=True,
        ).links
    if not any(link.original and link.repost for link in links):
        # The file says that the two belong together, whatever the vectors say.
        links = (Link(theirs, ours, 1.0, original.language, repost.language),)
    return Alignment(original.id, tuple(words.link_words(link) for link in links), (), 1.0)
