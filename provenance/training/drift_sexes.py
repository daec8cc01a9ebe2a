"""Learns which words and endings of a language tell of a man or of a woman, from the pronouns of English."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from provenance.drift.sex_odds import DATA_FILE, PLACES, Weights, traits, write_sexes
from provenance.lexicon.units import PieceTokenizer, split_words
from provenance.training.corpus import PIVOT, SENTENCES, Pair, held_back

_MEN = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_WOMEN = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
#: Texts of a language that are looked at, of each sort and sex, and that each sort and sex weighs as at most.
MOST_TEXTS, MOST_WEIGHT = 25_000, 5_000
#: Languages with fewer texts of either sex have no weights.
FEWEST_TEXTS = 300
#: Languages whose words do not agree with a person's sex; what could be learned there is who is usually told of.
UNMARKED = frozenset({"et", "eu", "fa", "fi", "hu", "id", "ja", "ka", "km", "ko", "ms", "th", "tl", "tr", "vi", "zh"})
RIDGE = 2e-5
_ROUNDS = 80


@dataclass(frozen=True, slots=True)
class Told:
    """A text whose English counterpart tells of women only or of men only; `everyday` sentences are one sort."""

    text: str
    women: bool
    everyday: bool


def learn_sexes(pairs: Iterable[Pair], tokenizer: PieceTokenizer, out: Path) -> dict[str, int]:
    """Write `sexes.bin` into the folder `out`.

    Returns:
        The number of texts that were learned from, by language.
    """
    told = {language: own for language, own in _told(pairs).items() if _enough(own)}
    out.mkdir(parents=True, exist_ok=True)
    write_sexes(out / DATA_FILE.name, {language: fit_sexes(own, tokenizer) for language, own in told.items()})
    return {language: len(own) for language, own in told.items()}


def told_sex(english: str) -> bool | None:
    """Whether a text's pronouns tell of women only (True) or of men only (False); None where neither."""
    men, women = bool(_MEN.search(english)), bool(_WOMEN.search(english))
    return women if men != women else None


def _told(pairs: Iterable[Pair]) -> dict[str, list[Told]]:
    """The texts of each language, drawn evenly from all that there are."""
    draw = random.Random(1)
    seen: dict[tuple[str, bool, bool], int] = defaultdict(int)
    kept: dict[tuple[str, bool, bool], list[Told]] = defaultdict(list)
    for pair in pairs:
        sides = {pair.language_a: pair.text_a, pair.language_b: pair.text_b}
        english = sides.pop(PIVOT, None)
        women = None if english is None else told_sex(english)
        if women is None or not sides or UNMARKED & set(sides):
            continue
        if pair.corpus.endswith("sys") or held_back(pair, frozenset()):
            continue
        ((language, text),) = sides.items()
        sort = (language, women, pair.corpus == SENTENCES)
        seen[sort] += 1
        if len(kept[sort]) < MOST_TEXTS:
            kept[sort].append(Told(text, women, sort[2]))
        elif (place := draw.randrange(seen[sort])) < MOST_TEXTS:
            kept[sort][place] = Told(text, women, sort[2])
    found: dict[str, list[Told]] = defaultdict(list)
    for (language, *_), texts in sorted(kept.items()):
        found[language] += texts
    return found


def _enough(texts: list[Told]) -> bool:
    women = sum(one.women for one in texts)
    return min(women, len(texts) - women) >= FEWEST_TEXTS


def fit_sexes(texts: list[Told], tokenizer: PieceTokenizer) -> Weights:
    """Logistic regression on the traits of a language's texts: a weight for each place, and the bias."""
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    rows = [sorted({t for word in split_words(one.text, tokenizer) for t in traits(word.text)}) for one in texts]
    ends = np.cumsum([0, *map(len, rows)])
    matrix = csr_matrix((np.ones(ends[-1], np.float32), [t for row in rows for t in row], ends), (len(rows), PLACES))
    women = np.array([one.women for one in texts], float)
    everyday = np.array([one.everyday for one in texts])
    weights = np.ones(len(texts))
    for sex in (0, 1):
        for sort in (False, True):
            own = (women == sex) & (everyday == sort)
            weights[own] = min(1.0, MOST_WEIGHT / max(1, own.sum()))
    # Men are told of more often; the odds are to say what the text adds to that.
    totals = np.array([weights[women == sex].sum() for sex in (0, 1)])
    share = weights / totals[women.astype(int)] / 2

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        chance = 1 / (1 + np.exp(-np.clip(matrix @ theta[:PLACES] + theta[PLACES], -30, 30)))
        value = -share @ (women * np.log(chance + 1e-12) + (1 - women) * np.log(1 - chance + 1e-12))
        wrong = share * (chance - women)
        slope = np.append(matrix.T @ wrong + 2 * RIDGE * theta[:PLACES], wrong.sum())
        return float(value + RIDGE * theta[:PLACES] @ theta[:PLACES]), slope

    found = minimize(loss, np.zeros(PLACES + 1), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}).x
    return np.asarray(found, np.float32)
