"""What is found of faults put into machine translations, beside what is flagged on faithful human ones.

Run with `-s` to see the table. The human translations hold real mistakes too, so not every flag on them
is a false alarm; they are all counted as if they were.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest

from provenance.bitext import Row, RowResult, compare_rows
from provenance.models import Models, open_models
from provenance.training.corpus import fingerprint
from provenance.training.drift_faults import FAULTS as TAKEN
from provenance.training.drift_faults import Pool
from tests.eval.faults import FAULTS

#: At least this share of each fault is answered by a critical or major finding that the untouched text lacks.
FOUND = {
    "number changed": 0.9,
    "month changed": 0.8,
    "name replaced": 0.68,
    "any name replaced": 0.6,
    "negation lost": 0.6,
    "negation added": 0.72,
    "degree turned": 0.65,
    "left untranslated": 0.93,
    "word untranslated": 0.92,
    "scrambled": 0.78,
    "repeated": 0.92,
    "antonym": 0.32,
    "gender changed": 0.48,
}
#: At least this share of texts from which something was taken gets a finding that the untouched text lacks.
POINTED_AT = {"word_lost": 0.19, "words_lost": 0.25, "name_removed": 0.5}
#: At most this many in a hundred faithful pairs carry a critical or major finding, on the average of languages.
MOST_FLAGGED = 3.5
DIRECTIONS = ("de-en", "ru-en", "pl-en", "zh-en", "ja-en", "en-de", "en-ru", "en-pl")
ROWS, FAULTY = 100, 120


@cache
def models() -> Models:
    return open_models("embedded")


def compared(rows: list[Row]) -> list[RowResult]:
    return list(compare_rows(rows, models()))


def serious(result: RowResult) -> int:
    return sum(drift.severity != "minor" for drift in result.drifts)


def test_faithful_human_translations_are_mostly_left_alone(news: dict[str, list[tuple[str, str]]]) -> None:
    shares = []
    for direction in DIRECTIONS:
        # The other half placed the middle of the scale.
        own = [pair for pair in news[direction] if fingerprint(pair[1]) % 2]
        chosen = random.Random(direction).sample(own, ROWS)
        source, target = direction.split("-")
        rows = [
            Row(number, english if source == "en" else text, text if source == "en" else english, source, target)
            for number, (text, english) in enumerate(chosen)
        ]
        results = compared(rows)
        shares.append(100 * sum(map(bool, map(serious, results))) / ROWS)
        any_ = 100 * sum(bool(result.drifts) for result in results) / ROWS
        print(f"faithful {direction}: {shares[-1]:.0f} of 100 with a critical or major finding, {any_:.0f} with any")
    mean = sum(shares) / len(shares)
    print(f"faithful, mean of {len(shares)} directions: {mean:.1f} of 100")
    assert mean <= MOST_FLAGGED


@pytest.fixture(scope="module")
def machine(translated: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Sentences of originals with a machine translation: language, original, English."""
    found = []
    for one in translated:
        source = [sentence for part in one["source"] for sentence in part]
        for system in one["systems"][:3]:
            text = [sentence for part in system["text"] for sentence in part]
            if len(text) == len(source):
                found += [(one["pair"][:2], a, b) for a, b in zip(source, text, strict=True) if 40 < len(b) < 400]
    random.Random(11).shuffle(found)
    return found


@pytest.mark.parametrize("fault", FOUND)
def test_faults_are_found(machine: list[tuple[str, str, str]], fault: str) -> None:
    draw = random.Random(5)
    faulty = []
    for language, original, english in machine:
        changed = FAULTS[fault](original, english, draw)
        if changed is not None:
            faulty.append((language, original, english, changed))
        if len(faulty) == FAULTY:
            break
    before = compared([Row(0, original, english, language, "en") for language, original, english, _ in faulty])
    after = compared([Row(0, original, changed, language, "en") for language, original, _, changed in faulty])
    hits = [serious(new) > serious(old) for new, old in zip(after, before, strict=True)]
    rise = sum(new.drift_probability > old.drift_probability for new, old in zip(after, before, strict=True))
    flagged = sum(map(bool, map(serious, before)))
    print(f"{fault}: found {sum(hits)} of {len(hits)}; row probability rose in {rise}; untouched flagged {flagged}")
    for language in sorted({language for language, *_ in faulty}):
        of = [hit for hit, (own, *_) in zip(hits, faulty, strict=True) if own == language]
        print(f"  {language}: {sum(of)} of {len(of)}")
    assert sum(hits) >= FOUND[fault] * len(hits)


@pytest.mark.parametrize("fault", POINTED_AT)
def test_what_was_taken_out_is_pointed_at(machine: list[tuple[str, str, str]], fault: str) -> None:
    draw, pool = random.Random(6), Pool(tuple(english for *_, english in machine[:2000]))
    pairs: list[tuple[Row, Row]] = []
    for language, original, english in machine:
        changed = TAKEN[fault](english, original, "en", pool, draw)
        if changed is not None and changed != english:
            pairs.append((Row(0, original, english, language, "en"), Row(0, original, changed, language, "en")))
        if len(pairs) == FAULTY:
            break
    before, after = (compared(list(some)) for some in zip(*pairs, strict=True))
    hits = sum(len(new.drifts) > len(old.drifts) for new, old in zip(after, before, strict=True))
    wrong = sum(bool(old.drifts) for old in before)
    print(f"{fault}: pointed at in {hits} of {len(pairs)}; untouched with a finding {wrong}")
    assert hits >= POINTED_AT[fault] * len(pairs)
