"""What the checker alone finds of faults in faithful human news translations that it was not trained on.

Run with `-s` to see the tables. One half of the texts sets the thresholds, at which 3 and 10 of a hundred
faithful translations are flagged; the other half is reported, beside the controls that
`provenance.training.checker.evaluation` explains. The antonyms are some that training left out.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from provenance.align.words import WordAligner
from provenance.checker import Checker, open_checker
from provenance.checker.storage import CHECKER_FILE
from provenance.embed.static import open_embedded
from provenance.lexicon import open_lexicon
from provenance.training.checker.authentic import read_critical, read_mqm
from provenance.training.checker.evaluation import (
    area,
    halves,
    measure_critical,
    measure_kinds,
    measure_mqm,
    pair_scores,
)
from provenance.training.checker.examples import Examples
from provenance.training.checker.material import cut, prepare
from provenance.training.checker.supply import ANTONYMS_KEPT
from provenance.training.checker.words import opposites_by_language, read_antonyms
from provenance.training.corpus import Pair
from tests.eval.conftest import EVAL, open_set
from tests.eval.faults import FAULTS

DIRECTIONS = ("de-en", "ru-en", "pl-en", "zh-en", "ja-en", "en-de", "en-ru", "en-pl", "en-zh", "en-ja")
ROWS, PER_KIND, JUDGED = 240, 150, 600
#: Areas under the curve against the same texts without the fault.
LEAST_AREA = {
    "phrase added": 0.85,
    "phrase dropped": 0.72,
    "number": 0.92,
    "negation added": 0.85,
    "negation lost": 0.72,
    "name replaced": 0.8,
    "half a neighbour": 0.88,
}
LEAST_MQM = {"zh-en": 0.65, "en-de": 0.47}
#: The point at which a correlation is taken moves it by more than the checkers differ; the area does not hang on one.
LEAST_CRITICAL, LEAST_MCC = {("en", "cs"): 0.68, ("en", "de"): 0.62}, 0.12
MOST_FLAGGED = 0.06

pytestmark = pytest.mark.skipif(not CHECKER_FILE.is_file(), reason="no checker is installed")


@pytest.fixture(scope="module")
def checker() -> Checker:
    return open_checker()


@pytest.fixture(scope="module")
def chosen(news: dict[str, list[tuple[str, str]]]) -> list[Pair]:
    found = []
    for direction in DIRECTIONS:
        a, b = direction.split("-")
        for text, english in random.Random(direction).sample(news[direction], ROWS):
            found.append(Pair("news", a, b, *((english, text) if a == "en" else (text, english))))
    return found


def test_made_up_faults(checker: Checker, chosen: list[Pair]) -> None:
    material = prepare(chosen, print)
    faithful = {
        direction: [(material[row].a, material[row].b) for row in rows.tolist()]
        for direction, rows in ((f"{a}-{b}", rows) for (_, a, b), rows in material.groups().items())
    }
    antonyms = read_antonyms()[::ANTONYMS_KEPT]
    aligner = WordAligner(open_embedded(), open_lexicon())
    examples = Examples(material, aligner, opposites_by_language(antonyms, ()), seed=99)
    figures = measure_kinds(checker, faithful, examples, PER_KIND, print)
    print(f"thresholds {figures.thresholds}")
    assert np.mean([first for first, _ in figures.flagged.values()]) <= MOST_FLAGGED
    for kind, least in LEAST_AREA.items():
        assert figures.kinds[kind].area >= least, kind


def test_faults_made_by_other_rules(checker: Checker, chosen: list[Pair]) -> None:
    """The faults of the drift checks' own floor, which know nothing of the training's."""
    english = [(pair, cut(pair.text_a, pair.language_a)[0]) for pair in chosen if pair.language_b == "en"]
    faithful = {pair.text_b: (source, cut(pair.text_b, "en")[0]) for pair, source in english}
    setting, _ = halves(list(faithful.values()))
    at = np.quantile(pair_scores(checker, setting), (0.97, 0.9))
    draw = random.Random(5)
    for name, fault in FAULTS.items():
        rows = [
            (source, before, cut(changed, "en")[0])
            for pair, source in english
            if (before := faithful[pair.text_b][1])
            and (source, before) not in setting
            and (changed := fault(pair.text_a, pair.text_b, draw)) is not None
        ][:PER_KIND]
        if len(rows) < 20:
            continue
        clean = pair_scores(checker, [(a, b) for a, b, _ in rows])
        faulty = pair_scores(checker, [(a, c) for a, _, c in rows])
        print(
            f"{name:<18} n {len(rows):>4}  found {(faulty > at[0]).mean():.2f} / {(faulty > at[1]).mean():.2f}  "
            f"area {area(faulty, clean):.2f}  rose in {(faulty > clean).mean():.2f}"
        )
        assert (faulty > clean).mean() > 0.5, name


@pytest.mark.parametrize("pair", LEAST_MQM)
def test_errors_that_raters_marked(checker: Checker, pair: str) -> None:
    a, b = pair.split("-")
    path = _file(f"mqm-newstest2020-{pair}.tsv.xz")
    judged = random.Random(1).sample(read_mqm(path, (a, b)), 4 * JUDGED)
    found = measure_mqm(checker, judged)
    print(f"MQM {pair}: area {found:.3f}")
    assert found >= LEAST_MQM[pair]


def test_critical_errors(checker: Checker) -> None:
    path = _file("critical-errors.jsonl.xz")
    for pair, least in LEAST_CRITICAL.items():
        train, dev = (
            [one for one in read_critical(path, split) if one.languages == pair] for split in ("train", "dev")
        )
        correlation, found = measure_critical(checker, train[: 3 * JUDGED], dev[:JUDGED])
        print(f"critical errors {'-'.join(pair)}: MCC {correlation:.3f}, area {found:.3f}")
        assert found > least
        assert correlation > LEAST_MCC


def _file(name: str) -> Path:
    next(open_set(name))
    return EVAL / name
