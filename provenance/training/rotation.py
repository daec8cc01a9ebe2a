"""Turning a newly trained space onto the axes of an older one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.linalg import orthogonal_procrustes
from tokenizers import Tokenizer

from provenance.embed.static import StaticEmbedder
from provenance.errors import TrainingError
from provenance.training.infonce import Floats


def rotated_onto(folder: Path, tokenizer: Tokenizer, table: Floats) -> Floats:
    """Turn `table` so that the pieces shared with the model in `folder` lie as near to its vectors as they can.

    An orthogonal map (Schönemann 1966) leaves every similarity inside the new model as it is; what was
    trained on the older vectors, like the checker, goes on reading the new ones.

    Raises:
        TrainingError: the two models differ in dimensions or share too few pieces.
    """
    model = StaticEmbedder(folder)
    if model.dim != table.shape[1]:
        raise TrainingError(
            f"The model in {folder} has {model.dim} dimensions, the new one {table.shape[1]}; turn it to another."
        )
    older, newer = model.tokenizer.get_vocab(), tokenizer.get_vocab()
    shared = sorted(older.keys() & newer.keys())
    if len(shared) < model.dim:
        raise TrainingError(
            f"The model in {folder} shares {len(shared)} piece(s) of its vocabulary with the new one, "
            f"of {model.dim} that are needed; turn it to another."
        )
    here = table[[newer[piece] for piece in shared]]
    there = model.piece_vectors([older[piece] for piece in shared])
    turn, _ = orthogonal_procrustes(here, there)
    return np.asarray(table @ turn, np.float32)
