from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from provenance.align.word_features import WordFeatures
from provenance.align.word_model import WITH_LEXICON, WITHOUT_LEXICON, open_stages, run_stages
from provenance.embed.static import open_embedded
from provenance.errors import TrainingError
from provenance.lexicon import open_lexicon
from provenance.training.corpus import Pair
from provenance.training.word_aligner import AlignerRecipe, teach, train_aligner

PAIRS = [
    Pair("own", "cs", "en", "Starosta otevřel nový most.", "The mayor opened a new bridge."),
    Pair("own", "cs", "en", "Déšť zničil úrodu 14 farmářů.", "Rain destroyed the harvest of 14 farmers."),
    Pair("own", "en", "de", "The train was late again.", "Der Zug war wieder verspätet."),
    Pair("own", "tlh", "en", "nuqneH", "What do you want?"),
]
SMALL = AlignerRecipe(rounds=3, hidden=4)


def test_the_teacher_links_what_is_plain() -> None:
    features = WordFeatures(open_embedded(), open_lexicon())
    original, repost = ["Starosta", "otevřel", "nový", "most"], ["The", "mayor", "opened", "a", "new", "bridge"]
    chances = teach(features.lexical(original, repost, "cs", "en"), AlignerRecipe())
    assert ((chances >= 0) & (chances <= 1 + 1e-5)).all()
    assert chances.argmax(axis=1).tolist() == [1, 2, 4, 5]


def test_training_again_gives_the_same_file(tmp_path: Path) -> None:
    said: list[str] = []
    for name in ("one.json", "two.json"):
        train_aligner(PAIRS, open_embedded(), open_lexicon(), tmp_path / name, said.append, SMALL)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert not any("tlh" in line for line in said)
    models = open_stages(tmp_path / "one.json")
    lexical = WordFeatures(open_embedded(), None).lexical(["most", "14"], ["bridge", "14", "and"], "cs", "en")
    for name in (WITH_LEXICON, WITHOUT_LEXICON):
        chances = run_stages(models[name], lexical)
        assert chances.shape == (2, 3)
        assert np.isfinite(chances).all()


def test_pairs_outside_the_lexicon_teach_nothing(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="language"):
        train_aligner(PAIRS[-1:], open_embedded(), open_lexicon(), tmp_path / "x.json", lambda _: None, SMALL)
