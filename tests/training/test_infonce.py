"""The sparse training step: its loss and gradients are those of sentence-transformers and autograd."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.training.infonce import RowScaled, Side, bag_matrix, block_loss, step


def units(seed: int, n: int = 6, dim: int = 8) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.filterwarnings("ignore")
def test_loss_and_gradients_equal_the_symmetric_ranking_loss_of_sentence_transformers() -> None:
    import torch
    from sentence_transformers import SentenceTransformer, losses

    a, b = (torch.tensor(units(seed), requires_grad=True) for seed in (1, 2))
    model = SentenceTransformer(modules=[torch.nn.Identity()], device="cpu")
    theirs = losses.MultipleNegativesSymmetricRankingLoss(model, scale=22.0)
    value = theirs.compute_loss_from_embeddings([a, b], None)
    # Their cosine divides by norms of one; project their gradient onto the sphere's tangent as ours is used.
    value.backward()
    loss, by_a, by_b = block_loss(units(1), units(2), 22.0, np.zeros((6, 6), bool))
    assert loss == pytest.approx(float(value.detach()), abs=1e-5)
    for ours, tensor in ((by_a, a), (by_b, b)):
        rows = tensor.detach().numpy()
        tangent = ours - rows * (ours * rows).sum(axis=1, keepdims=True)
        np.testing.assert_allclose(tangent, tensor.grad.numpy(), atol=1e-4)


def test_a_repeated_text_is_no_negative() -> None:
    a, b = units(1), units(2)
    b[1] = b[0]
    same = np.zeros((6, 6), bool)
    same[0, 1] = same[1, 0] = True
    without, _, _ = block_loss(a, b, 22.0, same)
    with_it, _, _ = block_loss(a, b, 22.0, np.zeros((6, 6), bool))
    assert without < with_it


def test_the_bag_is_the_mean_of_a_texts_rows() -> None:
    table = units(4, 10)
    side = Side(np.array([3, 3, 7, 1], np.int32), np.array([0, 2, 4]))
    matrix, touched = bag_matrix([side])
    np.testing.assert_allclose(matrix @ table[touched], [table[3], (table[7] + table[1]) / 2], atol=1e-6)


def test_steps_teach_the_table_which_pieces_render_each_other() -> None:
    draw = np.random.default_rng(0)
    table = draw.standard_normal((40, 16)).astype(np.float32) / 4
    optimiser = RowScaled(40)
    bounds = np.arange(0, 41, 2)
    same = np.zeros((20, 20), bool)
    losses = []
    for _ in range(60):
        words = draw.permutation(20)
        # Word n of one language is word n + 20 of the other; every text is a word and a filler.
        left = Side(np.stack([words, words], 1).ravel().astype(np.int32), bounds)
        right = Side(np.stack([words + 20, words + 20], 1).ravel().astype(np.int32), bounds)
        losses.append(step(table, optimiser, [(left, right, same)], scale=22.0, rate=0.03, drop=0.0, draw=draw))
    assert losses[-1] < 0.1 * losses[0]
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    assert ((unit[:20] @ unit[20:].T).argmax(axis=1) == np.arange(20)).all()
