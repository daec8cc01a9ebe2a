"""Translations whose errors people marked: what of them trains the checker, and what is left to measure on.

MQM (Freitag et al. 2021) gives spans by several raters, the critical-error sets of WMT21 (Specia et al.
2021) a judgement per sentence. Both are split by text: a document or source trains, calibrates or
measures, never two of them.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from provenance.align.words import WordAligner
from provenance.checker.features import Side, pair_input
from provenance.errors import TrainingError
from provenance.training.checker.examples import JUDGED, UNASKED, Example
from provenance.training.checker.material import cut
from provenance.training.corpus import fingerprint, open_text

#: Remainders of a text's fingerprint that belong to training; the others calibrate or measure.
MQM_PARTS, MQM_TRAINS = 8, frozenset({0, 2, 4})
CRITICAL_PARTS, CRITICAL_TRAINS = 4, frozenset({0, 1, 2})
MOST_WORDS = 120
_OPEN, _CLOSE = "<v>", "</v>"
#: Severities that count as an error, and categories that are no place in the repost.
_MAJOR = frozenset({"major", "critical"})
_NO_ERROR = "no-error"
#: What an annotator of critical errors wrote for one; other numbers than 0 say that the pair could not be judged.
_ERROR = 1
_ELSEWHERE = "omi"


@dataclass(frozen=True, slots=True)
class Judged:
    """A translation that people judged.

    `faulty` is the share of them that found a serious error; `spans` are (start, end, share, major) in
    the translation, or None where nobody marked any; `omitted` says that something may have been found
    left out; `by_rater` holds the characters that each of the raters marked. `text` names the document or
    source that decides to which part the translation belongs.
    """

    original: str
    repost: str
    languages: tuple[str, str]
    faulty: float
    text: str
    spans: tuple[tuple[int, int, float, bool], ...] | None = None
    omitted: bool = True
    by_rater: tuple[frozenset[int], ...] = ()


def read_mqm(path: Path, languages: tuple[str, str]) -> list[Judged]:
    """The translations of an MQM file, each once, with what all its raters marked.

    Raises:
        TrainingError: the file cannot be read or lacks a column.
    """
    segments: defaultdict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    try:
        with open_text(path) as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                segments[row["system"], row["doc"], row["doc_id"] + row["seg_id"] + row["source"]].append(row)
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise TrainingError(f"{path.name} is no table of MQM ratings: {error}.") from error
    return [_judged(rows, languages, doc) for (_, doc, _), rows in segments.items()]


def _judged(rows: Sequence[dict[str, str]], languages: tuple[str, str], doc: str) -> Judged:
    # Some rows carry the text a second time.
    plain, _ = min(Counter(_plain(row["target"]) for row in rows).items(), key=lambda one: (-one[1], len(one[0])))
    marked: dict[str, set[int]] = {row["rater"]: set() for row in rows}
    majors = {row["rater"] for row in rows if row["severity"].lower() in _MAJOR}
    spans = []
    for row in rows:
        start = row["target"].find(_OPEN)
        end = row["target"].find(_CLOSE) - len(_OPEN)
        if row["severity"].lower() == _NO_ERROR or not 0 <= start < end:
            continue
        # A span that is not where it claims to be is left out.
        if plain[start:end] == row["target"][start + len(_OPEN) : end + len(_OPEN)]:
            spans.append((start, end, 1 / len(marked), row["severity"].lower() in _MAJOR and not _omits(row)))
            marked[row["rater"]].update(range(start, end))
    omitted = any(_omits(row) for row in rows)
    return Judged(
        rows[0]["source"], plain, languages, len(majors) / len(marked), doc, tuple(spans), omitted,
        tuple(map(frozenset, marked.values())),
    )  # fmt: skip


def _omits(row: dict[str, str]) -> bool:
    return _ELSEWHERE in row["category"].lower()


def _plain(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def read_critical(path: Path, split: str) -> list[Judged]:
    """The critical-error translations of a split; those of `train` whose source is in `dev` are left out.

    Raises:
        TrainingError: the file cannot be read or lacks a field.
    """
    found: dict[str, list[Judged]] = {"train": [], "dev": []}
    try:
        with open_text(path) as lines:
            for one in map(json.loads, lines):
                marks = json.loads(one["annotations"])
                a, b = one["pair"].split("-")
                found[one["split"]].append(
                    Judged(one["source"], one["translation"], (a, b), marks.count(_ERROR) / len(marks), one["source"])
                )
    except (OSError, KeyError, ValueError, TypeError, UnicodeDecodeError) as error:
        raise TrainingError(f"{path.name} is no set of critical errors: {error}.") from error
    dev = {fingerprint(one.original) for one in found["dev"]}
    found["train"] = [one for one in found["train"] if fingerprint(one.original) not in dev]
    return found[split]


def part(judged: Judged, parts: int) -> int:
    """The part to which a judged translation belongs, by its document or source."""
    return fingerprint(judged.text) % parts


def training_part(mqm: Iterable[tuple[Path, tuple[str, str]]], critical: Iterable[Path]) -> list[Judged]:
    """All judged translations that may train the checker."""
    marked = [one for path, languages in mqm for one in read_mqm(path, languages) if part(one, MQM_PARTS) in MQM_TRAINS]
    errors = [
        one for path in critical for one in read_critical(path, "train") if part(one, CRITICAL_PARTS) in CRITICAL_TRAINS
    ]
    return marked + errors


def judged_sides(judged: Judged) -> tuple[Side, Side]:
    """Both texts as the checker reads them."""
    return cut(judged.original, judged.languages[0])[0], cut(judged.repost, judged.languages[1])[0]


def judged_example(judged: Judged, aligner: WordAligner) -> Example | None:
    """The example that a judged translation makes, or None where a side is empty or very long."""
    original = cut(judged.original, judged.languages[0])[0]
    repost, words = cut(judged.repost, judged.languages[1])
    if not all(0 < len(side.words) <= MOST_WORDS for side in (original, repost)):
        return None
    n, m = len(original.words), len(repost.words)
    wrong = np.full(m, UNASKED, np.int8)
    if judged.spans is not None:
        wrong[:] = 0
        for at, word in enumerate(words):
            touching = [(share, major) for a, b, share, major in judged.spans if a < word.end and word.start < b]
            if touching:
                agreed = sum(share for share, major in touching if major) >= 0.5
                wrong[at] = 1 if agreed else UNASKED
    quiet = UNASKED if judged.omitted else 0
    return Example(
        pair_input(aligner, original, repost), wrong, np.full(m + 1, quiet, np.int8), np.full(n, quiet, np.int8),
        judged.faulty, 1.0, JUDGED,
    )  # fmt: skip


def judged_stream(all_judged: Sequence[Judged], aligner: WordAligner, seed: int) -> Iterator[Example]:
    """Examples of judged translations without end, each language pair as often, faulty ones as often as others."""
    draw = np.random.default_rng(seed)
    groups: defaultdict[tuple[tuple[str, str], bool, bool], list[Judged]] = defaultdict(list)
    for one in all_judged:
        groups[one.languages, one.spans is None, one.faulty >= 0.5].append(one)
    kinds = [groups[key] for key in sorted(groups)]
    while kinds:
        chosen = kinds[int(draw.integers(len(kinds)))]
        example = judged_example(chosen[int(draw.integers(len(chosen)))], aligner)
        if example is not None:
            yield example
