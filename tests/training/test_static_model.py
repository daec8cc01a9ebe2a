"""Training a static model: choosing text, blocks, checkpoints, and a small model that learns."""

from __future__ import annotations

import lzma
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from provenance.embed import open_embedder
from provenance.embed.card import language_support, read_card, support_by_rows, support_level
from provenance.embed.static import MODEL_FOLDER, StaticEmbedder
from provenance.errors import EmbedderError, TrainingError
from provenance.training.corpus import (
    HELD_BACK_OF_FEW,
    Pair,
    choose_dictionary,
    choose_pairs,
    fingerprint,
    read_dictionary,
    read_pairs,
)
from provenance.training.evaluate import measure_retrieval, read_columns
from provenance.training.material import Files, TokenTable, group_rows
from provenance.training.run import CHECKPOINT, WORK_FOLDER, train_model
from provenance.training.static_model import Recipe
from provenance.training.tokenizer import blank_tokenizer, learn_tokenizer, thinned, tied_pieces

COLOURS = ["red", "green", "blue", "black", "white", "brown", "grey", "pink"]
THINGS = ["house", "river", "mountain", "garden", "window", "letter", "engine", "market", "bottle", "ladder"]
CIPHER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba")


def sentence(number: int) -> str:
    draw = np.random.default_rng(number)
    words = [f"{draw.choice(COLOURS)} {draw.choice(THINGS)}" for _ in range(3)]
    return f"the {words[0]} and the {words[1]} beside a {words[2]}"


def rows(count: int, corpus: str = "tatoeba") -> list[Pair]:
    """English beside a "language" that is English in a letter cipher."""
    texts = dict.fromkeys(sentence(number) for number in range(count))
    return [Pair(corpus, "en", "xx", text, text.translate(CIPHER)) for text in texts]


def write(path: Path, pairs: list[Pair]) -> Path:
    lines = ["\t".join((p.corpus, p.language_a, p.language_b, p.text_a, p.text_b)) + "\n" for p in pairs]
    path.write_text("".join(lines), encoding="utf-8")
    return path


SMALL = Recipe(pieces=400, dim=32, steps=120, block=64, blocks=2, warmup=10, vocabulary_characters=200_000)


def test_a_small_model_learns_to_translate_and_says_what_it_was_made_of(tmp_path: Path) -> None:
    said: list[str] = []
    pairs = write(tmp_path / "pairs.tsv", rows(1500) + rows(900, "newstest"))
    card = train_model(SMALL, Files((pairs,)), tmp_path / "model", said.append)
    embedder = StaticEmbedder(tmp_path / "model")
    unseen = [sentence(number) for number in range(90_000, 90_100)]
    figures = measure_retrieval(embedder, [text.translate(CIPHER) for text in unseen], unseen)
    assert figures.p_at_1 > 0.8
    assert {corpus["name"] for corpus in card["corpora"]} == {"tatoeba", "newstest"}
    assert read_card(tmp_path / "model") == card
    assert any("step 120 of 120" in line for line in said)


def test_an_interrupted_run_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    pairs = write(tmp_path / "pairs.tsv", rows(400))
    out = tmp_path / "model"
    train_model(replace(SMALL, steps=20), Files((pairs,)), out, lambda _: None)
    assert (out / WORK_FOLDER / CHECKPOINT).exists()
    said: list[str] = []
    train_model(replace(SMALL, steps=30), Files((pairs,)), out, said.append)
    assert "going on from step 20" in said
    assert "token ids taken from the last run" in said


def test_a_checkpoint_of_other_settings_is_refused(tmp_path: Path) -> None:
    files, out = Files((write(tmp_path / "pairs.tsv", rows(400)),)), tmp_path / "model"
    short = replace(SMALL, steps=5)
    train_model(short, files, out, lambda _: None)
    with pytest.raises(TrainingError, match="other settings"):
        train_model(replace(short, scale=10.0), files, out, lambda _: None)


def test_a_broken_checkpoint_is_named(tmp_path: Path) -> None:
    files, out = Files((write(tmp_path / "pairs.tsv", rows(400)),)), tmp_path / "model"
    short = replace(SMALL, steps=5)
    train_model(short, files, out, lambda _: None)
    (out / WORK_FOLDER / CHECKPOINT).write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(TrainingError, match="checkpoint"):
        train_model(short, files, out, lambda _: None)


def test_other_text_is_tokenized_again(tmp_path: Path) -> None:
    out, said = tmp_path / "model", list[str]()
    short = replace(SMALL, steps=5)
    train_model(short, Files((write(tmp_path / "one.tsv", rows(400)),)), out, lambda _: None)
    (out / WORK_FOLDER / CHECKPOINT).unlink()
    train_model(short, Files((write(tmp_path / "two.tsv", rows(420)),)), out, said.append)
    assert "token ids taken from the last run" not in said


def test_text_without_english_can_be_trained_on(tmp_path: Path) -> None:
    pairs = [Pair("own", "cs", "xx", pair.text_a, pair.text_b) for pair in rows(200)]
    recipe = replace(SMALL, steps=5)
    card = train_model(recipe, Files((write(tmp_path / "p.tsv", pairs),)), tmp_path / "m", lambda _: None)
    assert set(card["languages"]) == {"cs", "xx"}


def test_test_material_and_the_development_slice_never_reach_training() -> None:
    pairs = rows(300, "newstest")
    forbidden = frozenset({fingerprint(pairs[0].text_a.upper()), fingerprint(pairs[1].text_b)})
    train, kept = choose_pairs(pairs, forbidden)
    assert pairs[0] not in train + kept
    assert pairs[1] not in train + kept
    # Sentences that are the same in English are kept back in every language together.
    again, other = choose_pairs([*pairs, *[Pair("x", "zz", "en", p.text_a, p.text_a) for p in pairs]], forbidden)
    assert {p.text_a for p in other if p.corpus == "x"} == {p.text_a for p in kept}
    assert {p.text_a for p in again}.isdisjoint({p.text_a for p in kept})
    assert 0 < len(kept) < 3 * len(pairs) / HELD_BACK_OF_FEW


def test_small_kinds_of_text_join_the_others_of_their_pair() -> None:
    groups = group_rows(rows(200) + rows(20, "newstest"), smallest=64)
    assert [(group.languages, group.kind) for group in groups] == [(("en", "xx"), "any")]


def test_the_dictionary_is_capped_for_each_pair_and_drawn_the_same_each_time() -> None:
    words = [Pair("dictionary", "en", "xx", f"w{n}", f"x{n}") for n in range(50)]
    chosen = choose_dictionary(words, 10, seed=3)
    assert len(chosen) == 10
    assert chosen == choose_dictionary(words, 10, seed=3)


def test_a_thinned_tokenizer_gives_ids_of_the_full_one() -> None:
    texts = [sentence(number) for number in range(300)]
    full = learn_tokenizer(texts, size=300)
    thin, back = thinned(full, dropped=0.6, seed=1)
    table = TokenTable.encode(thin, texts[:20], back)
    vocabulary = {number: piece for piece, number in full.get_vocab().items()}
    for number, text in enumerate(texts[:20]):
        ids = table.ids[table.bounds[number] : table.bounds[number + 1]]
        assert "".join(vocabulary[i].removeprefix("##") for i in ids.tolist()) == text.replace(" ", "")
    assert len(table.ids) > len(TokenTable.encode(full, texts[:20]).ids)


def test_a_piece_of_a_script_without_spaces_is_the_same_inside_a_clause() -> None:
    tokenizer = blank_tokenizer({"[UNK]": 0, "山": 1, "##山": 2, "##川": 3, "a": 4, "##a": 5, "##ไทย": 6, "ไทย": 7})
    assert tied_pieces(tokenizer) == [0, 1, 1, 3, 4, 5, 7, 7]


def test_neighbours_are_joined_into_longer_texts() -> None:
    table = TokenTable(np.arange(6, dtype=np.int32), np.array([0, 1, 3, 4, 6]))
    side = table.rows(np.array([3, 0, 1, 2]), join=2)
    assert side.ids.tolist() == [4, 5, 0, 1, 2, 3]
    assert side.bounds.tolist() == [0, 3, 6]


def test_compressed_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("en\tcs\thouse\tdům\n")
    assert list(read_dictionary([path])) == [Pair("dictionary", "en", "cs", "house", "dům")]


@pytest.mark.parametrize("content", [b"en\tcs\tonly three\n", b"\xff\xfe\t\t\t\t\n"])
def test_broken_rows_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(content)
    with pytest.raises(TrainingError):
        list(read_pairs([path]))


def test_no_text_is_no_training(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no pair"):
        train_model(SMALL, Files((write(tmp_path / "p.tsv", []),)), tmp_path / "m", lambda _: None)


class TestRetrieval:
    def test_the_figures_of_a_known_ranking(self) -> None:
        class Fixed:
            name, dim, sha256 = "fixed", 2, "0" * 64

            def encode(self, texts: list[str]) -> np.ndarray:
                angles = np.array([float(text) for text in texts])
                return np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)

        figures = measure_retrieval(Fixed(), ["0.0", "1.01", "2.0"], ["0.1", "1.9", "1.8"])
        # The first finds its own; the second is nearer to 1.8, the third to 1.9, before their own.
        assert (figures.n, figures.p_at_1, figures.p_at_5) == (3, pytest.approx(1 / 3), 1.0)
        assert figures.mean_reciprocal_rank == pytest.approx((1 + 1 / 2 + 1 / 2) / 3)

    def test_identical_strings_count_as_hits(self) -> None:
        figures = measure_retrieval(open_embedder(), ["pes", "kočka", "pes"], ["dog", "cat", "dog"])
        assert figures.p_at_1 == 1.0

    def test_a_row_with_one_column_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "pairs.tsv"
        path.write_text("a\tb\nonly\n", encoding="utf-8")
        with pytest.raises(TrainingError, match="Row 1"):
            read_columns(path)

    def test_an_empty_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "pairs.tsv"
        path.write_text("", encoding="utf-8")
        with pytest.raises(TrainingError, match="empty"):
            read_columns(path)


class TestCard:
    def test_the_shipped_card_names_data_licences_languages_and_figures(self) -> None:
        card = read_card()
        assert {"tatoeba", "newstest", "dictionary"} <= {corpus["name"] for corpus in card["corpora"]}
        assert all(corpus["licence"] and corpus["rows"] for corpus in card["corpora"])
        assert len(card["languages"]) >= 43
        assert card["figures"]
        assert card["pieces"] == StaticEmbedder(MODEL_FOLDER).tokenizer.get_vocab_size()

    def test_support_is_that_of_the_weakest_language(self) -> None:
        assert language_support("cs", "en") == "strong"
        assert language_support("cs", "ps") == "weak"
        assert language_support("cs", "und") == "weak"

    def test_levels(self) -> None:
        assert [support_level(value, 9_000) for value in (0.95, 0.9, 0.8, 0.5)] == ["strong", "strong", "fair", "weak"]
        assert [support_level(value, 900) for value in (0.95, 0.8, 0.5)] == ["fair", "fair", "weak"]
        assert [support_by_rows(count) for count in (10_000, 10)] == ["fair", "weak"]

    def test_a_missing_card_is_said_plainly(self, tmp_path: Path) -> None:
        with pytest.raises(EmbedderError, match=r"card\.json"):
            read_card(tmp_path)

    def test_the_package_stays_small(self) -> None:
        assert sum(path.stat().st_size for path in MODEL_FOLDER.iterdir()) <= 40_000_000
