"""A new space is turned onto an older one without changing what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from provenance.embed.static import StaticEmbedder, save_static
from provenance.errors import TrainingError
from provenance.training.rotation import rotated_onto
from provenance.training.tokenizer import blank_tokenizer

PIECES = [f"w{number}" for number in range(300)]


def vocabulary(pieces: list[str]) -> dict[str, int]:
    return {piece: number for number, piece in enumerate(["[UNK]", *pieces])}


def table(rows: int, dim: int = 16) -> np.ndarray:
    return np.random.default_rng(4).standard_normal((rows, dim)).astype(np.float32)


def test_a_turned_copy_is_turned_back_and_similarities_stay(tmp_path: Path) -> None:
    older = table(301)
    save_static(tmp_path, blank_tokenizer(vocabulary(PIECES)), older)
    turn, _ = np.linalg.qr(np.random.default_rng(5).standard_normal((16, 16)))
    # The newer vocabulary has another order, and pieces of its own.
    newer = blank_tokenizer(vocabulary([*PIECES[::-1], "own", "other"]))
    rows = np.concatenate([older[:1], older[:0:-1], table(2)])
    turned = (rows @ turn).astype(np.float32)
    back = rotated_onto(tmp_path, newer, turned)
    np.testing.assert_allclose(back, rows, atol=0.05)
    np.testing.assert_allclose(back @ back.T, turned @ turned.T, atol=1e-3)


def test_models_that_cannot_be_matched_are_refused(tmp_path: Path) -> None:
    save_static(tmp_path, blank_tokenizer(vocabulary(PIECES)), table(301))
    with pytest.raises(TrainingError, match="16 dimensions"):
        rotated_onto(tmp_path, StaticEmbedder(tmp_path).tokenizer, table(301, 8))
    with pytest.raises(TrainingError, match="shares 1 piece"):
        rotated_onto(tmp_path, blank_tokenizer({"[UNK]": 0, "other": 1}), table(2))
