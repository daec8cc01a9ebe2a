"""The conditional logit finds the weights that made the choices, and its figures say what they should."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.training.logit import Choice, area_under_curve, fit, reliability


def choices(weights: list[float], count: int) -> list[Choice]:
    """Choices among five candidates or none, drawn by the model itself."""
    draw = np.random.default_rng(4)
    made = []
    for _ in range(count):
        features = np.column_stack([np.ones(5), draw.normal(size=(5, len(weights) - 1))])
        odds = np.append(np.exp(features @ np.array(weights)), 1.0)
        chosen = draw.choice(6, p=odds / odds.sum())
        made.append(Choice(features, np.arange(5) == chosen))
    return made


def test_the_weights_that_made_the_choices_are_found() -> None:
    assert fit(choices([-1.0, 2.0, 0.5], 3000), free=[0]) == pytest.approx([-1.0, 2.0, 0.5], abs=0.15)


def test_what_must_not_speak_against_a_candidate_does_not() -> None:
    assert fit(choices([-1.0, 2.0, -1.5], 300), free=[0])[2] == 0.0


def test_a_choice_without_candidates_says_nothing() -> None:
    some = choices([-1.0, 2.0], 200)
    empty = Choice(np.zeros((0, 2)), np.zeros(0, bool))
    assert fit([*some, empty], free=[0]) == pytest.approx(fit(some, free=[0]), abs=1e-6)


def test_reliability_of_honest_and_of_boastful_probabilities() -> None:
    right = [True] * 80 + [False] * 20
    assert reliability([0.8] * 100, right).expected_error == pytest.approx(0.0)
    boastful = reliability([1.0] * 100, right)
    assert (boastful.expected_error, boastful.brier) == (pytest.approx(0.2), pytest.approx(0.2))
    assert boastful.bins == ((100, 1.0, 0.8),)


def test_the_area_under_the_curve() -> None:
    assert area_under_curve([0.1, 0.4, 0.35, 0.8], [False, False, True, True]) == 0.75
    assert area_under_curve([0.5, 0.5], [True, False]) == 0.5
    assert area_under_curve([0.5], [True]) == 1.0
