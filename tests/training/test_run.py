"""One command trains all that ships; what is finished is not done again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provenance.align.word_model import WITH_LEXICON, open_stages
from provenance.embed.card import read_card
from provenance.embed.static import StaticEmbedder
from provenance.errors import TrainingError
from provenance.lexicon import Lexicon
from provenance.training.corpus import Files, Pair, read_pairs, write_pairs
from provenance.training.material import prepare
from provenance.training.run import ALIGNER, LEXICON, WORK_FOLDER, train_everything, train_model
from tests.training.test_static_model import SMALL, rows, write


def test_vectors_lexicon_and_word_alignment_come_from_one_command(tmp_path: Path) -> None:
    pairs = write(tmp_path / "pairs.tsv", rows(900))
    words = tmp_path / "words.tsv"
    words.write_text("en\txx\thouse\tslfhv\n" * 40, encoding="utf-8")
    out, files = tmp_path / "model", Files((pairs,), (words,))
    train_everything(SMALL, files, out, print)
    lexicon = Lexicon(out / LEXICON)
    assert lexicon.languages == ("en", "xx")
    assert read_card(out)["lexicon"]["languages"] == 2
    assert lexicon.scores(["slfhv"], ["house"], "xx", "en")[0, 0] > 0.3
    assert len(open_stages(out / ALIGNER)[WITH_LEXICON]) > 1
    learned = (out / LEXICON).read_bytes()
    finished = next((out / WORK_FOLDER).glob("lexicon-*/xx.npz")).stat().st_mtime_ns
    train_everything(SMALL, files, out, print)
    assert (out / LEXICON).read_bytes() == learned
    assert next((out / WORK_FOLDER).glob("lexicon-*/xx.npz")).stat().st_mtime_ns == finished


def test_too_little_text_for_a_lexicon_is_said_and_the_vectors_stay(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pairs, out = write(tmp_path / "pairs.tsv", rows(300)), tmp_path / "model"
    with pytest.raises(TrainingError, match="no lexicon"):
        train_everything(replace(SMALL, steps=5), Files((pairs,)), out, print)
    assert "rows beside English" in capfd.readouterr().out
    assert StaticEmbedder(out).dim == SMALL.dim


def test_a_model_like_another_keeps_its_vocabulary_and_axes(tmp_path: Path) -> None:
    pairs = write(tmp_path / "pairs.tsv", rows(1200))
    older, newer = tmp_path / "older", tmp_path / "newer"
    recipe = replace(SMALL, dim=16)
    train_model(recipe, Files((pairs,)), older, lambda _: None)
    train_model(replace(recipe, seed=2), Files((pairs,)), newer, print, older)
    one, other = StaticEmbedder(older), StaticEmbedder(newer)
    assert one.tokenizer.to_str() == other.tokenizer.to_str()
    texts = [pair.text_a for pair in rows(200)]
    # Without the turn, two runs agree on no direction at all.
    assert (one.encode(texts) * other.encode(texts)).sum(axis=1).mean() > 0.5


def test_test_material_reaches_neither_the_token_ids_nor_the_slice(tmp_path: Path) -> None:
    known, unseen = rows(600), rows(650)[600:]
    files = Files((write(tmp_path / "pairs.tsv", known + unseen),), measure=(tmp_path / "measure.tsv",))
    write_pairs(files.measure[0], unseen)
    material = prepare(tmp_path / "work", files, SMALL.material, lambda _: None)
    assert list(material.unseen) == unseen
    assert not set(material.kept) & set(unseen)
    assert sum(material.corpora.values()) + len(material.kept) == len(known)
    assert len(material.keys[0]) == sum(material.corpora.values())


def test_pairs_are_read_as_they_were_written(tmp_path: Path) -> None:
    pairs = [Pair("own", "cs", "en", "“Ano”, řekl\u2028on.", "'Yes', he said."), *rows(3)]
    write_pairs(tmp_path / "pairs.tsv", pairs)
    assert list(read_pairs([tmp_path / "pairs.tsv"])) == pairs
