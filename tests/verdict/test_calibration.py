"""Probabilities from evidence: what raises them, what lowers them, and that they add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.verdict.calibration import (
    ARTICLE_FEATURES,
    PASSAGE_FEATURES,
    article_worths,
    passage_worths,
    shares,
    weights,
)
from provenance.verdict.evidence import Rendering, best_part, whole


def rendered(*similarities: float) -> Rendering:
    count = len(similarities)
    values = np.array(similarities)
    return Rendering(values, values, np.arange(count), np.full(count, 200.0))


def test_the_stored_weights_fit_the_features() -> None:
    stored = weights()
    assert (len(stored["article"]), len(stored["passage"])) == (len(ARTICLE_FEATURES), len(PASSAGE_FEATURES))
    assert all(0 < threshold <= 1 for threshold in stored["thresholds"])


@given(st.lists(st.floats(-1e6, 1e6), max_size=9))
def test_shares_are_probabilities_that_leave_something_to_none(worths: list[float]) -> None:
    found = shares(worths)
    assert all(0 <= one <= 1 for one in found)
    assert sum(found) <= 1 + 1e-9


def test_a_rival_that_fits_as_well_takes_its_share() -> None:
    alone = shares(article_worths([rendered(0.6, 0.6, 0.6)]))
    contested = shares(article_worths([rendered(0.6, 0.6, 0.6), rendered(0.6, 0.6, 0.6)]))
    assert contested[0] == contested[1] < alone[0]


def test_the_better_it_renders_the_surer_it_is() -> None:
    chances = [shares(article_worths([rendered(s, s), rendered(0.2, 0.2)]))[0] for s in (0.1, 0.3, 0.5, 0.7)]
    assert chances == sorted(chances)
    assert chances[0] < 0.1
    assert chances[-1] > 0.9


def test_standing_out_counts() -> None:
    crowd = [rendered(0.4, 0.4)] * 6
    lonely = [rendered(0.1, 0.1)] * 6
    first = rendered(0.5, 0.5)
    assert article_worths([first, *lonely])[0] > article_worths([first, *crowd])[0]


def test_a_passage_follows_its_article() -> None:
    both = [rendered(0.4), rendered(0.4)]
    sure, unsure = passage_worths(both, 0, [5.0, -5.0])
    assert sure > unsure


def test_the_best_part_is_judged_by_length() -> None:
    one = Rendering(np.array([0.9, 0.1]), np.array([0.8, 0.0]), np.array([0, 1]), np.array([50.0, 350.0]))
    similarity, coverage = best_part(one)
    assert similarity == pytest.approx((0.9 * 50 + 0.1 * 50) / 100)
    assert coverage == pytest.approx(0.4)
    assert whole(one)[0] == pytest.approx((0.9 * 50 + 0.1 * 350) / 400)


def test_a_text_without_sentences_has_no_evidence() -> None:
    assert best_part(rendered()) == whole(rendered()) == (0.0, 0.0)
