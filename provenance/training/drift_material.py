"""Rows to fit the calibration on: faithful pairs, and the same with a fault in either side."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from provenance.bitext import Row, examine_rows
from provenance.drift.calibration import RULES, WITH_CHECKER, Calibration, write_calibration
from provenance.drift.features import feature_names
from provenance.drift.signals import GRADUAL
from provenance.models import Models
from provenance.training.corpus import Pair
from provenance.training.drift_calibration import Example, fit
from provenance.training.drift_faults import Pool, faulty

#: Pairs of one pair of languages that are used, at most.
MOST_PAIRS = 500
#: The share of pairs that stay faithful, of faults in the original, and of pairs read from English.
FAITHFUL_SHARE, IN_ORIGINAL, FROM_ENGLISH = 0.5, 0.25, 0.3
_SHORTEST, _LONGEST = 25, 500
_PIVOT = "en"
#: What turns a story weighs more; faults that readers seldom meet, and those that anything finds, weigh less.
_WEIGHTS = {
    "figure_changed": 8.0, "name_replaced": 5.0, "word_left": 5.0, "denial_made": 6.0, "denial_lost": 10.0,
    "scrambled": 3.0, "repeated": 3.0, "name_removed": 2.0, "word_opposed": 2.0, "sex_changed": 2.0,
    "degree_turned": 2.0, "month_changed": 2.0, "words_added": 1.5, "words_lost": 1.0, "hedge_lost": 0.7,
    "word_exchanged": 0.3, "quotation_opened": 0.2, "half_exchanged": 0.5, "other_text": 1.5,
}  # fmt: skip
_IN_ORIGINAL_WEIGHT = 0.25


def made_rows(pairs: Iterable[Pair], seed: int) -> Iterator[tuple[Row, str, float]]:
    """Rows with their kind ("faithful" or the fault's name) and weight, from parallel text."""
    draw = random.Random(seed)
    groups: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if all(_SHORTEST <= len(text) <= _LONGEST for text in (pair.text_a, pair.text_b)):
            groups[pair.language_a, pair.language_b].append(pair)
    pools = _pools(groups)
    number = 0
    for _, own in sorted(groups.items()):
        for pair in draw.sample(own, min(len(own), MOST_PAIRS)):
            for kind, weight, texts in _rows_of(_turned(pair, draw), pools, draw):
                yield Row(number, *texts), kind, weight
                number += 1


def _pools(groups: Mapping[tuple[str, str], Sequence[Pair]]) -> dict[str, Pool]:
    texts: dict[str, list[str]] = defaultdict(list)
    for pairs in groups.values():
        for pair in pairs:
            texts[pair.language_a].append(pair.text_a)
            texts[pair.language_b].append(pair.text_b)
    return {language: Pool(tuple(own)) for language, own in texts.items()}


def _turned(pair: Pair, draw: random.Random) -> tuple[str, str, str, str]:
    """Original, repost and their languages; English is the repost more often than not."""
    here = (pair.text_a, pair.text_b, pair.language_a, pair.language_b)
    there = (pair.text_b, pair.text_a, pair.language_b, pair.language_a)
    from_english = draw.random() < FROM_ENGLISH
    return here if (pair.language_a == _PIVOT) == from_english else there


def _rows_of(
    texts: tuple[str, str, str, str], pools: Mapping[str, Pool], draw: random.Random
) -> Iterator[tuple[str, float, tuple[str, str, str, str]]]:
    original, repost, here, there = texts
    if draw.random() < FAITHFUL_SHARE:
        yield "faithful", 1.0, texts
    elif draw.random() < IN_ORIGINAL:
        made = faulty(original, repost, here, pools[here], draw)
        if made is not None:
            weight = _IN_ORIGINAL_WEIGHT * _WEIGHTS.get(made[0], 1.0)
            yield f"{made[0]} in the original", weight, (made[1], repost, here, there)
    else:
        made = faulty(repost, original, there, pools[there], draw)
        if made is not None:
            yield made[0], _WEIGHTS.get(made[0], 1.0), (original, made[1], here, there)


def calibrate(
    pairs: Iterable[Pair], faithful: Sequence[Row], models: Models, out: Path, *, most_flagged: float, seed: int
) -> dict[str, Calibration]:
    """Fit both sets of weights and write them to the file `out`.

    Args:
        pairs: parallel text to learn from.
        faithful: faithful translations of other text, which place the middle of the scale.
        models: what to compare with; without a checker both sets are the rules'.
        out: the file.
        most_flagged: the share of `faithful` that may reach one half.
        seed: of the draws.

    Raises:
        EmbedderError: a model failed.
    """
    made = list(made_rows(pairs, seed))
    sets: dict[str, Calibration] = {}
    for name in (RULES, WITH_CHECKER):
        checker = name == WITH_CHECKER and models.checker is not None
        own = models if checker else Models(models.embedder, models.words)
        kinds = [(kind, weight) for _, kind, weight in made]
        examples = _examples([row for row, _, _ in made], kinds, own)
        plain = _examples(faithful, [("faithful", 1.0)] * len(faithful), own)
        sets[name] = fit(examples, feature_names(checker=checker), plain, most_flagged=most_flagged, centred=GRADUAL)
    write_calibration(out, sets)
    return sets


def _examples(rows: Sequence[Row], kinds: Sequence[tuple[str, float]], models: Models) -> list[Example]:
    return [
        Example(one.features, one.original.language, one.repost.language, kind, weight)
        for one, (kind, weight) in zip(examine_rows(rows, models), kinds, strict=True)
        if one.original is not None and one.repost is not None
    ]
