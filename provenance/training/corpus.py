"""Parallel text for training: reading it, keeping some of it back, and leaving out what is measured."""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from provenance.errors import TrainingError

#: One row in this many of a news corpus is kept back for development.
HELD_BACK_ONE_IN = 50
#: Corpora of news sentences; one row in `HELD_BACK_ONE_IN` of them never reaches training.
HELD_BACK_CORPORA = frozenset({"newstest"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that say the same thing, each with its ISO 639-1 language."""

    corpus: str
    language_a: str
    language_b: str
    text_a: str
    text_b: str


def open_text(path: Path) -> IO[str]:
    """Open a plain or xz-compressed UTF-8 text file for reading."""
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8", newline="\n")
    return path.open(encoding="utf-8", newline="\n")


def read_pairs(paths: Iterable[Path]) -> Iterator[Pair]:
    """Read tab-separated rows `corpus, language_a, language_b, text_a, text_b`.

    Raises:
        TrainingError: a file cannot be read or a row has another number of columns.
    """
    yield from _read(paths, with_corpus=True)


def read_dictionary(paths: Iterable[Path]) -> Iterator[Pair]:
    """Read tab-separated rows `language_a, language_b, word_a, word_b`.

    Raises:
        TrainingError: a file cannot be read or a row has another number of columns.
    """
    yield from _read(paths, with_corpus=False)


def _read(paths: Iterable[Path], *, with_corpus: bool) -> Iterator[Pair]:
    wanted = 5 if with_corpus else 4
    for path in paths:
        try:
            with open_text(path) as lines:
                for number, line in enumerate(lines, 1):
                    fields = line.rstrip("\n").split("\t")
                    if len(fields) != wanted:
                        raise TrainingError(
                            f"Line {number} of {path.name} has {len(fields)} columns instead of {wanted}; "
                            "separate the columns with single tabs."
                        )
                    yield Pair(*fields) if with_corpus else Pair("dictionary", *fields)
        except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
            raise TrainingError(f"{path} cannot be read as UTF-8 text: {error}.") from error


def fingerprint(text: str) -> int:
    """A 64-bit hash of the text without its spacing and case, equal on every machine."""
    folded = "".join(text.casefold().split())
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little")


def held_back(pair: Pair) -> bool:
    """Whether the pair belongs to the development slice instead of training."""
    return pair.corpus in HELD_BACK_CORPORA and fingerprint(pair.text_a) % HELD_BACK_ONE_IN == 0
