"""The figures of `provenance model evaluate --drift`, from a folder of public development sets."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from provenance.errors import TrainingError
from provenance.models import Models
from provenance.training.checker.authentic import (
    CRITICAL_PARTS,
    CRITICAL_TRAINS,
    MQM_PARTS,
    Judged,
    part,
    read_critical,
    read_mqm,
)
from provenance.training.corpus import fingerprint, open_text
from provenance.training.drift_evaluation import (
    FaultFigures,
    Texts,
    area,
    controls,
    correlation,
    found_characters,
    measure_faithful,
    measure_faults,
    probabilities,
    shuffled,
    span_agreement,
)
from provenance.training.readers_beside import readers_beside

NEWS, ARTICLES, CRITICAL = "newstest2020.tsv.xz", "translated-articles.jsonl.xz", "critical-errors.jsonl.xz"
MQM = {
    "mqm-newstest2020-zh-en.tsv.xz": ("zh", "en"),
    "mqm-newstest2020-en-de.tsv.xz": ("en", "de"),
    "mqm-newstest2021-en-ru.tsv.xz": ("en", "ru"),
}
DIRECTIONS = ("de-en", "ja-en", "pl-en", "ru-en", "zh-en", "en-de", "en-ja", "en-pl", "en-ru", "en-zh")
#: The half of a news set that sets points, and the half that is measured.
SETS_POINTS, MEASURED = 0, 1
#: So many times as many rows set the points as are measured of a kind: three in a hundred of them are few.
_SETTING = 5
#: Shares of rows below the points that are tried.
_POINTS = np.linspace(0.3, 0.98, 35)
_SHORTEST, _LONGEST = 40, 400
Say = Callable[[str], None]


def evaluate_drift(folder: Path, models: Models, *, each: int, say: Say) -> None:
    """Print what drift finds on the development sets that lie in `folder`; an absent set is named and passed over.

    Args:
        folder: holds the files `NEWS`, `ARTICLES`, `CRITICAL` and `MQM`.
        models: what to compare with.
        each: rows of each direction, kind of fault and set of judgements.
        say: told each line.

    Raises:
        TrainingError: a set cannot be read, or none is there.
    """
    if not any((folder / name).is_file() for name in (NEWS, ARTICLES, CRITICAL, *MQM)):
        raise TrainingError(f"{folder} holds none of {NEWS}, {ARTICLES}, {CRITICAL} and the MQM files.")
    known = _faithful(folder, models, each, say)
    if known is not None and (folder / ARTICLES).is_file():
        _faults(_machine(folder / ARTICLES), *known, models, each, say)
    if (folder / CRITICAL).is_file():
        _critical(folder / CRITICAL, models, each, say)
    for name, languages in MQM.items():
        if (folder / name).is_file():
            _mqm(read_mqm(folder / name, languages), models, each, say)


def _faults(rows: list[Texts], faithful: list[Texts], scores: np.ndarray, models: Models, each: int, say: Say) -> None:
    readers = readers_beside(faithful, models)
    beside = {name: (reader, reader(faithful)) for name, reader in readers.items()}
    heads = "  ".join(f"{name:>16}" for name in beside)
    say(f"fault                n   found at 3 / 10 %   {heads}   area   shuffled  target only  length")
    kinds: list[FaultFigures] = []
    for one in measure_faults(rows, models, scores, each, beside):
        kinds.append(one)
        others = "  ".join(f"{found[0]:>9.2f} / {found[1]:.2f}" for found in one.beside.values())
        say(
            f"{one.kind:<18} {one.n:>4}   {one.found[0]:.2f} / {one.found[1]:.2f}         {others}   {one.area:.2f}   "
            f"{one.shuffled:.2f}      {one.target_only:.2f}         {one.length:.2f}"
        )
    say("by the original's language: rows, found at 3 / 10 %, with a critical or major finding, of the untouched ones")
    for one in kinds:
        each_language = "   ".join(
            f"{language} {own.n:>3} {own.found[0]:.2f} / {own.found[1]:.2f}  {own.flagged:.2f} {own.untouched:.2f}"
            for language, own in one.by_language.items()
        )
        say(f"{one.kind:<18} {each_language}")


def _faithful(folder: Path, models: Models, each: int, say: Say) -> tuple[list[Texts], np.ndarray] | None:
    """Prints the figures of one half of the faithful texts; the other half, with its scores, sets the points."""
    if not (folder / NEWS).is_file():
        say(f"{NEWS} is not there; nothing is measured against faithful translations.")
        return None
    measured: list[Texts] = []
    into_english: list[Texts] = []
    for direction in DIRECTIONS:
        halves: tuple[list[Texts], list[Texts]] = ([], [])
        for row, half in news(folder / NEWS, direction):
            halves[half].append(row)
        measured += random.Random(direction).sample(halves[MEASURED], min(each, len(halves[MEASURED])))
        if direction.endswith("-en"):
            most = min(_SETTING * each, len(halves[SETS_POINTS]))
            into_english += random.Random(direction).sample(halves[SETS_POINTS], most)
    scores = probabilities(into_english, models)
    say("faithful, of a hundred: with a critical or major finding, with any, with a probability of one half")
    for one in measure_faithful(measured, models)[0]:
        say(f"{one.languages:<8} {one.n:>5}   {one.serious:5.1f} {one.any:5.1f} {one.flagged:5.1f}")
    strange = probabilities(shuffled(into_english), models)
    say(f"with the original of another row the probability rises for {(strange > scores).mean():.3f} of pairs")
    return into_english, scores


def news(path: Path, direction: str) -> Iterator[tuple[Texts, int]]:
    """The texts of one direction of a news set (direction, language, text, English), each with its half, 0 or 1."""
    with open_text(path) as lines:
        for line in lines:
            own, language, text, english = line.rstrip("\n").split("\t")[:4]
            if own == direction:
                pair = (english, text, "en", language) if own.startswith("en-") else (text, english, language, "en")
                yield Texts(*pair), fingerprint(english) % 2


def _machine(path: Path) -> list[Texts]:
    """Sentences of machine translations, one system of each document."""
    found = []
    with open_text(path) as lines:
        for line in lines:
            one = json.loads(line)
            source = [text for part_ in one["source"] for text in part_]
            system = random.Random(one["doc"]).choice(one["systems"])
            texts = [text for part_ in system["text"] for text in part_]
            if len(texts) == len(source):
                pairs = zip(source, texts, strict=True)
                found += [Texts(a, b, one["pair"][:2], "en") for a, b in pairs if _SHORTEST < len(b) < _LONGEST]
    return found


def _critical(path: Path, models: Models, each: int, say: Say) -> None:
    known = [one for one in read_critical(path, "train") if part(one, CRITICAL_PARTS) not in CRITICAL_TRAINS]
    unseen = list(read_critical(path, "dev"))
    say(
        "critical errors: Matthews' correlation at one half, at the point that is best on text of train; area, controls"
    )
    for languages in sorted({one.languages for one in known}):
        sets = [[one for one in some if one.languages == languages][: 10 * each] for some in (known, unseen)]
        (setting, truth), (scores, faulty) = (
            (probabilities(list(map(_texts, own)), models), _faulty(own, 0.5)) for own in sets
        )
        rows = list(map(_texts, sets[1]))
        best = max(np.quantile(setting, _POINTS), key=lambda point: correlation(setting >= point, truth))
        say(
            f"{'-'.join(languages):<8} {len(rows):>5}   "
            f"{correlation(scores >= 0.5, faulty):.2f} {correlation(scores >= best, faulty):.2f}   "
            f"{area(scores[faulty], scores[~faulty]):.2f} ({_beside(rows, faulty, models)})"
        )


def _mqm(judged: list[Judged], models: Models, each: int, say: Say) -> None:
    """Areas on the documents that nothing was fitted on: two raters say major, or the only one does."""
    kept = [one for one in judged if part(one, MQM_PARTS) % 2 == 1]
    kept = random.Random(0).sample(kept, min(len(kept), 5 * each))
    rows = [_texts(one) for one in kept]
    faulty = _faulty(kept, 0.6 if kept and kept[0].languages != ("en", "ru") else 0.5)
    scores = probabilities(rows, models)
    found = found_characters(rows, models)
    everyone = span_agreement(found, [frozenset[int]().union(*one.by_rater) for one in kept])
    each_rater = [(own, marks) for own, one in zip(found, kept, strict=True) for marks in one.by_rater]
    raters = [both for one in kept for both in itertools.combinations(one.by_rater, 2)]
    one_rater, rated = (span_agreement([a for a, _ in some], [b for _, b in some]) for some in (each_rater, raters))
    say(
        f"MQM {'-'.join(kept[0].languages) if kept else ''} {len(rows):>5}   "
        f"area {area(scores[faulty], scores[~faulty]):.2f} ({_beside(rows, faulty, models)}); "
        f"characters F1 {everyone:.2f} against all raters' marks, {one_rater:.2f} against one rater's"
        + (f", rater against rater {rated:.2f}" if raters else "")
    )


def _beside(rows: list[Texts], faulty: np.ndarray, models: Models) -> str:
    """The areas of the controls: with the original of another row, of the repost alone, of the lengths."""
    each = probabilities(shuffled(rows), models), *controls(rows, models)
    areas = zip(("shuffled", "target only", "length"), each, strict=True)
    return ", ".join(f"{name} {area(own[faulty], own[~faulty]):.2f}" for name, own in areas)


def _texts(judged: Judged) -> Texts:
    return Texts(judged.original, judged.repost, *judged.languages)


def _faulty(judged: list[Judged], share: float) -> np.ndarray:
    return np.array([one.faulty >= share for one in judged], bool)
