from __future__ import annotations

import itertools

import numpy as np
import pytest

from provenance.training.word_hmm import NULL_PROBABILITY, WIDEST_JUMP, make_chunks, posteriors, train

JUMPS = np.exp(-0.4 * np.abs(np.arange(-WIDEST_JUMP, WIDEST_JUMP + 1) - 1)).astype(np.float32)


def by_enumeration(emissions: np.ndarray, null: np.ndarray, jumps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Posteriors from every path, an empty word keeping the position of the word before."""
    steps, states = emissions.shape
    real, empty = np.zeros((steps, states)), np.zeros(steps)
    first = jumps[np.minimum(np.arange(states) + 1, WIDEST_JUMP) + WIDEST_JUMP]
    total = 0.0
    for path in itertools.product(itertools.product(range(states), (True, False)), repeat=steps):
        weight = 1.0
        for j, (state, is_real) in enumerate(path):
            if j == 0:
                move = first[state] if is_real else first[state] / first.sum()
            elif is_real:
                move = jumps[state - path[j - 1][0] + WIDEST_JUMP]
            else:
                move = float(state == path[j - 1][0])
            weight *= move * (emissions[j, state] * (1 - NULL_PROBABILITY) if is_real else null[j] * NULL_PROBABILITY)
        total += weight
        for j, (state, is_real) in enumerate(path):
            if is_real:
                real[j, state] += weight
            else:
                empty[j] += weight
    return real / total, empty / total


@pytest.mark.parametrize("seed", range(4))
def test_posteriors_agree_with_the_sum_over_all_paths(seed: int) -> None:
    draw = np.random.default_rng(seed)
    steps, states = draw.integers(1, 4), draw.integers(1, 4)
    emissions = draw.random((steps, states)).astype(np.float32)
    null = draw.random(steps).astype(np.float32)
    real, empty, _ = posteriors(emissions[None], null[None], JUMPS)
    expected = by_enumeration(emissions, null, JUMPS)
    assert np.allclose(real[0], expected[0], atol=1e-4)
    assert np.allclose(empty[0], expected[1], atol=1e-4)


def test_padding_changes_nothing() -> None:
    draw = np.random.default_rng(7)
    emissions = draw.random((1, 4, 3)).astype(np.float32)
    null = draw.random((1, 4)).astype(np.float32)
    wide = np.zeros((2, 6, 5), np.float32)
    wide[0, :4, :3], wide[1] = emissions[0], draw.random((6, 5))
    wide_null = np.zeros((2, 6), np.float32)
    wide_null[0, :4], wide_null[1] = null[0], draw.random(6)
    alone, alone_null, _ = posteriors(emissions, null, JUMPS)
    padded, padded_null, _ = posteriors(wide, wide_null, JUMPS)
    assert np.allclose(padded[0, :4, :3], alone[0], atol=1e-5)
    assert np.allclose(padded_null[0, :4], alone_null[0], atol=1e-5)
    assert not padded[0, :4, 3:].any()


def test_training_learns_a_made_up_language() -> None:
    draw = np.random.default_rng(3)
    source = [draw.permutation(12)[: draw.integers(2, 7)].astype(np.int32) for _ in range(300)]
    target = [(row * 5 + 3) % 12 for row in source]
    chunks, rows, columns = make_chunks(source, [row.astype(np.int32) for row in target])
    tables, _ = train(chunks, rows, columns)
    right = (rows * 5 + 3) % 12 == columns
    assert (tables.forward[:-1][right] > 0.95).all()
    assert (tables.backward[:-1][right] > 0.95).all()
    for probabilities, units in ((tables.forward[:-1], rows), (tables.backward[:-1], columns)):
        assert np.allclose(np.bincount(units, probabilities), 1, atol=1e-4)
