"""Parallel text for training: reading it, keeping some of it back, and leaving out what is measured."""

from __future__ import annotations

import hashlib
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from provenance.errors import TrainingError

#: One English sentence in this many is kept back for development, in whatever language its pair is.
HELD_BACK_ONE_IN = 60
#: A language with fewer rows than this keeps one in `HELD_BACK_OF_FEW` back, so that it can be measured at all.
FEW_ROWS, HELD_BACK_OF_FEW = 3_000, 20
PIVOT = "en"
#: What the corpus of everyday sentences and the word pairs are called; all other text is like news.
SENTENCES, DICTIONARY = "tatoeba", "dictionary"


@dataclass(frozen=True, slots=True)
class Files:
    """What a run reads: parallel text, word pairs, texts to leave out, and parallel text to measure on."""

    pairs: tuple[Path, ...]
    dictionary: tuple[Path, ...] = ()
    leave_out: tuple[Path, ...] = ()
    measure: tuple[Path, ...] = ()


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
                    yield Pair(*fields) if with_corpus else Pair(DICTIONARY, *fields)
        except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
            raise TrainingError(f"{path} cannot be read as UTF-8 text: {error}.") from error


def fingerprint(text: str) -> int:
    """A 64-bit hash of the text without its spacing and case, equal on every machine."""
    folded = "".join(text.casefold().split())
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little")


def held_back(pair: Pair, few: frozenset[str]) -> bool:
    """Whether the pair belongs to the development slice instead of training.

    The English side decides, so that a sentence that is kept back in one language is so in all.

    Args:
        pair: two texts.
        few: the languages with fewer than `FEW_ROWS` rows.
    """
    if (pair.language_a == PIVOT) == (pair.language_b == PIVOT):
        return False
    english = pair.text_a if pair.language_a == PIVOT else pair.text_b
    one_in = HELD_BACK_OF_FEW if {pair.language_a, pair.language_b} & few else HELD_BACK_ONE_IN
    return fingerprint(english) % one_in == 0


def read_split(files: Files) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """The pairs to train on, those of the development slice, and those only to measure on.

    Raises:
        TrainingError: a file cannot be read, or there is nothing to train on.
    """
    unseen = list(read_pairs(files.measure))
    leave_out = {fingerprint(text) for text in read_texts(files.leave_out)}
    leave_out.update(fingerprint(text) for pair in unseen for text in (pair.text_a, pair.text_b))
    train, kept = choose_pairs(list(read_pairs(files.pairs)), frozenset(leave_out))
    if not train:
        raise TrainingError("There is no pair of texts to train on; name files with rows of parallel text.")
    return train, kept, unseen


def choose_pairs(pairs: Sequence[Pair], leave_out: frozenset[int]) -> tuple[list[Pair], list[Pair]]:
    """Split pairs into those to train on and the development slice.

    Args:
        pairs: parallel text.
        leave_out: fingerprints of texts that must not be trained on (test material).
    """
    rows = Counter(code for pair in pairs for code in (pair.language_a, pair.language_b))
    few = frozenset(code for code, count in rows.items() if count < FEW_ROWS)
    train: list[Pair] = []
    kept: list[Pair] = []
    for pair in pairs:
        if fingerprint(pair.text_a) not in leave_out and fingerprint(pair.text_b) not in leave_out:
            (kept if held_back(pair, few) else train).append(pair)
    return train, kept


def choose_dictionary(rows: Iterable[Pair], cap: int, seed: int) -> list[Pair]:
    """At most `cap` rows of each language pair, chosen by a fixed draw."""
    by_pair: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for row in rows:
        by_pair[row.language_a, row.language_b].append(row)
    draw = np.random.default_rng(seed)
    chosen: list[Pair] = []
    for key in sorted(by_pair):
        here = by_pair[key]
        order = draw.permutation(len(here))[: cap if PIVOT in key else cap // 8]
        chosen += [here[number] for number in order]
    return chosen


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """The lines of text files, plain or xz-compressed.

    Raises:
        TrainingError: a file cannot be read.
    """
    for path in paths:
        try:
            with open_text(path) as lines:
                yield from (line.rstrip("\n") for line in lines)
        except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
            raise TrainingError(f"{path} cannot be read as UTF-8 text: {error}.") from error


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write rows that `read_pairs` reads."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for pair in pairs:
            file.write("\t".join((pair.corpus, pair.language_a, pair.language_b, pair.text_a, pair.text_b)) + "\n")
