"""Pairs of texts that say the same: drift without a search, one row at a time in constant memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from provenance.align.sentences import align
from provenance.align.table import SentenceTable
from provenance.align.words import WordAligner
from provenance.drift.detect import Found, calibration_of, detect, look
from provenance.drift.features import row_features
from provenance.embed import Embedder
from provenance.errors import EmptyPage, UnreadableFile
from provenance.extract import article_from_text
from provenance.language import NAMES, plain_code
from provenance.values import Alignment, Article, Drift, Link

#: Longest line of a pairs file, in bytes.
LONGEST_LINE = 1_000_000
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
    """

    row: int
    drifts: tuple[Drift, ...]
    drift_probability: float


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


def compare_rows(rows: Iterable[Row], words: WordAligner, embedder: Embedder) -> Iterator[RowResult]:
    """Compare each row.

    A row with a blank side has no findings: two blank sides agree (probability 0), one renders nothing
    of the other (probability 1).

    Raises:
        EmbedderError: the model failed.
    """
    for row in rows:
        try:
            original = _article(row, row.original, row.original_language)
            repost = _article(row, row.repost, row.repost_language)
        except EmptyPage:
            one_sided = bool(row.original.strip()) != bool(row.repost.strip())
            yield RowResult(row.number, (), float(one_sided))
            continue
        alignment = _aligned(original, repost, words, embedder)
        found = look(alignment.links)
        yield RowResult(
            row.number, detect(alignment, repost, original, found), _probability(found, alignment, original, repost)
        )


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


def _probability(found: Sequence[Found], alignment: Alignment, original: Article, repost: Article) -> float:
    read = any(link.fault is not None for link in alignment.links)
    features = row_features(alignment.links, [(one.check, one.finding) for one in found], checker=read)
    return calibration_of(alignment.links).row(features, original.language, repost.language)
