"""Rows to fit the calibration on: faithful pairs, the same with a fault, and translations that people judged."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from provenance.bitext import Row
from provenance.training.checker.authentic import (
    CRITICAL_PARTS,
    CRITICAL_TRAINS,
    MQM_PARTS,
    MQM_TRAINS,
    Judged,
    part,
    read_critical,
    read_mqm,
)
from provenance.training.checker.material import MACHINE_MADE, is_kept_back
from provenance.training.corpus import Pair, fingerprint
from provenance.training.drift_faults import FAULTS, Pool, faulty, gap_of

#: Pairs of a pair of languages that are used at most: of these, whose news is reported, and of any other.
REPORTED = frozenset({"cs", "de", "es", "fr", "hi", "it", "ja", "pl", "ru", "uk", "zh"})
MOST_REPORTED, MOST_PAIRS = 460, 70
#: The share of pairs that is looked at, by corpus: news is nearer to what is compared than everyday sentences.
_USED = {"tatoeba": 0.01, "mlqe": 0.0, "tico19": 0.25, "wmt-wikipedia": 0.0, "wmt-europeana": 0.0}
_WITHOUT_ENGLISH = 0.05
#: As many texts of two pairs, as in a paragraph, come on top of those of one, and how long they may be.
_JOINED, _LONGEST_JOINED = 0.2, 700
#: As many texts that lost one word come on top too.
_WORD_GONE = 0.06
#: The share of human pairs that stay as they are, of those that get a fault, of faults in the repost, and of pairs
#: that are read from English.
FAITHFUL_SHARE, FAULTY_SHARE, IN_REPOST, FROM_ENGLISH = 0.8, 0.75, 0.75, 0.3
_SHORTEST, _LONGEST = 25, 500
_PIVOT = "en"
#: Faults that few texts have a place for are tried first for half of the pairs, those of several sentences for half
#: of the texts of two pairs.
_SELDOM = (
    "figure_changed", "name_replaced", "name_removed", "denial_lost", "denial_made", "degree_turned", "hedge_lost",
    "month_changed", "word_opposed", "word_left", "quotation_opened", "sex_changed", "words_lost", "words_added",
)  # fmt: skip
_WHOLE = ("sentence_lost", "sentence_added")
_WORD = "word_lost"
_SINGLE = tuple(kind for kind in FAULTS if kind not in (*_WHOLE, _WORD))
#: What turns a story weighs more; faults that readers seldom meet, and those that anything finds, weigh less.
_WEIGHTS = {
    "figure_changed": 16.0, "name_replaced": 12.0, "name_removed": 18.0, "word_left": 22.0, "denial_made": 6.0,
    "denial_lost": 17.0, "sex_changed": 8.0, "repeated": 4.5, "word_opposed": 4.0, "scrambled": 3.0,
    "degree_turned": 8.0, "month_changed": 4.5, "sentence_lost": 9.0, "sentence_added": 4.0, "words_added": 1.5,
    "other_text": 4.5, "words_lost": 4.0, "word_lost": 24.0, "hedge_lost": 8.0, "half_exchanged": 0.5,
    "word_exchanged": 0.3, "quotation_opened": 0.2,
}  # fmt: skip
_IN_ORIGINAL_WEIGHT = 0.25
#: Judged translations: the kind of those with a serious error, what they weigh together, what a faithful one does.
AUTHENTIC, _AUTHENTIC_WEIGHT, _MACHINE_WEIGHT = "authentic", 5.0, 0.1
MOST_JUDGED = 700


@dataclass(frozen=True, slots=True)
class Made:
    """A row, its kind ("faithful", `AUTHENTIC` or a fault's name), and what it weighs among its kind."""

    row: Row
    kind: str
    weight: float


def made_rows(pairs: Iterable[Pair], seed: int, leave_out: frozenset[int] = frozenset()) -> Iterator[Made]:
    """Faithful and faulty rows from parallel text, without texts whose fingerprints are to be left out."""
    # What comes on top is drawn by itself, so that more or less of it changes nothing else.
    draw, apart, alone = (random.Random(each) for each in (seed, f"joined {seed}", f"word {seed}"))
    groups: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        texts = pair.text_a, pair.text_b
        english = 1.0 if _PIVOT in (pair.language_a, pair.language_b) else _WITHOUT_ENGLISH
        wanted = draw.random() < english * _USED.get(pair.corpus, 1.0)
        if wanted and all(_SHORTEST <= len(text) <= _LONGEST and fingerprint(text) not in leave_out for text in texts):
            groups[pair.language_a, pair.language_b].append(pair)
    pools = _pools(groups)
    for languages, own in sorted(groups.items()):
        most = MOST_REPORTED if _PIVOT in languages and REPORTED & set(languages) else MOST_PAIRS
        for machine in (False, True):
            some = [pair for pair in own if (pair.corpus in MACHINE_MADE) == machine]
            # What the checker says of text that it never saw is what it will say of news.
            unseen = [pair for pair in some if is_kept_back(pair)]
            for pair in [*unseen, *draw.sample(some, min(len(some), most // 2 if machine else most))]:
                yield from _rows_of(_turned(pair, draw), pools, draw, _SELDOM, machine=machine)
            if not machine:
                for pair in apart.sample(some, int(_JOINED * min(len(some), most))):
                    both = _joined(pair, apart.choice(some))
                    yield from _rows_of(_turned(both, apart), pools, apart, _WHOLE, machine=False)
                for pair in alone.sample(some, int(_WORD_GONE * min(len(some), most))):
                    yield from _without_a_word(_turned(pair, alone), pools, alone)


def _without_a_word(texts: tuple[str, str, str, str], pools: Mapping[str, Pool], draw: random.Random) -> Iterator[Made]:
    original, repost, here, there = texts
    gone = FAULTS[_WORD](repost, original, there, pools[there], draw)
    if gone is not None:
        yield Made(Row(0, original, gone, here, there), _WORD, _WEIGHTS[_WORD])


def _joined(pair: Pair, following: Pair) -> Pair:
    """A pair and another behind it, where they are not too long together."""
    gaps = [gap_of(language) for language in (pair.language_a, pair.language_b)]
    both = pair.text_a + gaps[0] + following.text_a, pair.text_b + gaps[1] + following.text_b
    long = pair == following or max(map(len, both)) > _LONGEST_JOINED
    return pair if long else replace(pair, text_a=both[0], text_b=both[1])


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
    texts: tuple[str, str, str, str],
    pools: Mapping[str, Pool],
    draw: random.Random,
    first: Sequence[str],
    *,
    machine: bool,
) -> Iterator[Made]:
    """A pair as it is, where people translated it, and with a fault; every other time the kinds `first` come first."""
    original, repost, here, there = texts
    if not machine and draw.random() < FAITHFUL_SHARE:
        yield Made(Row(0, *texts), "faithful", 1.0)
    if not machine and draw.random() >= FAULTY_SHARE:
        return
    if draw.random() < IN_REPOST:
        made = _faulty(repost, original, there, pools[there], draw, first)
        if made is not None:
            yield Made(Row(0, original, made[1], here, there), made[0], _WEIGHTS.get(made[0], 1.0))
    else:
        made = _faulty(original, repost, here, pools[here], draw, first)
        if made is not None:
            weight = _IN_ORIGINAL_WEIGHT * _WEIGHTS.get(made[0], 1.0)
            yield Made(Row(0, made[1], repost, here, there), f"{made[0]} in the original", weight)


def _faulty(
    text: str, other: str, language: str, pool: Pool, draw: random.Random, first: Sequence[str]
) -> tuple[str, str] | None:
    tried = faulty(text, other, language, pool, draw, first) if draw.random() < 0.5 else None
    return tried or faulty(text, other, language, pool, draw, _SINGLE)


def judged_rows(mqm: Iterable[tuple[Path, tuple[str, str]]], critical: Iterable[Path], seed: int) -> Iterator[Made]:
    """Translations that people judged, of the parts that neither train the checker nor measure.

    Raises:
        TrainingError: a file cannot be read.
    """
    draw = random.Random(seed)
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for path, languages in mqm:
        for one in read_mqm(path, languages):
            if part(one, MQM_PARTS) % 2 == 0 and part(one, MQM_PARTS) not in MQM_TRAINS:
                groups[languages].append(one)
    for path in critical:
        for one in read_critical(path, "train"):
            if part(one, CRITICAL_PARTS) not in CRITICAL_TRAINS:
                groups[one.languages].append(one)
    for languages, own in sorted(groups.items()):
        for one in draw.sample(own, min(len(own), MOST_JUDGED)):
            row = Row(0, one.original, one.repost, *languages)
            if one.faulty >= 0.5:
                yield Made(row, AUTHENTIC, _AUTHENTIC_WEIGHT)
            elif not one.faulty:
                yield Made(row, "faithful", _MACHINE_WEIGHT)
