"""What every embedder promises: unit rows of its dimension, in order, the same for the same text."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from provenance.embed import CARD_FILE, Embedder, open_embedder
from provenance.embed.static import MODEL_FOLDER, TEXTS_AT_ONCE, StaticEmbedder, save_static
from provenance.errors import EmbedderError

TEXTS = ["Die Brücke wurde am Montag eröffnet.", "The bridge opened on Monday.", "今天大桥开通了。", "x"]


def tiny_tokenizer() -> Tokenizer:
    vocabulary = (
        {"[UNK]": 0} | {chr(97 + n): n + 1 for n in range(26)} | {f"##{chr(97 + n)}": n + 27 for n in range(26)}
    )
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=50))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


@pytest.fixture(scope="module")
def tiny_static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    table = np.random.default_rng(3).standard_normal((53, 16)).astype(np.float32)
    save_static(folder, tiny_tokenizer(), table)
    return folder


@pytest.fixture(scope="module")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of a few thousand weights, saved as sentence-transformers saves its models."""
    folder = tmp_path_factory.mktemp("transformer")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers import models as modules
        from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

        torch.manual_seed(5)
        tokenizer = tiny_tokenizer()
        tokenizer.add_special_tokens(["[PAD]", "[CLS]", "[SEP]"])
        fast = PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
        )
        config = BertConfig(
            vocab_size=len(fast), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
        )
        BertModel(config).save_pretrained(folder / "bert")
        fast.save_pretrained(folder / "bert")
        bert = modules.Transformer(str(folder / "bert"))
        SentenceTransformer(modules=[bert, modules.Pooling(16)], device="cpu").save(str(folder / "st"))
    return folder / "st"


@pytest.fixture(params=["embedded", "static", "transformer"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "embedded":
        return open_embedder()
    if request.param == "static":
        return StaticEmbedder(request.getfixturevalue("tiny_static"))
    folder = request.getfixturevalue("tiny_transformer")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return open_embedder(str(folder), device="cpu")


@pytest.mark.filterwarnings("ignore")
class TestEveryEmbedder:
    def test_rows_are_unit_vectors_of_its_dimension(self, embedder: Embedder) -> None:
        vectors = embedder.encode(TEXTS)
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS), embedder.dim)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_a_text_has_one_vector_whatever_stands_beside_it(self, embedder: Embedder) -> None:
        together = embedder.encode(TEXTS)
        for text, vector in zip(TEXTS, together, strict=True):
            np.testing.assert_allclose(embedder.encode([text])[0], vector, atol=1e-5)

    def test_no_texts_give_no_rows(self, embedder: Embedder) -> None:
        assert embedder.encode([]).shape == (0, embedder.dim)

    def test_the_hash_is_stable_and_hexadecimal(self, embedder: Embedder) -> None:
        assert embedder.sha256 == embedder.sha256
        assert len(bytes.fromhex(embedder.sha256)) == 32

    def test_it_fulfils_the_protocol(self, embedder: Embedder) -> None:
        assert isinstance(embedder, Embedder)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("folder", ["embedded", "tiny"])
def test_sentence_transformers_opens_the_static_model_with_equal_vectors(folder: str, tiny_static: Path) -> None:
    from sentence_transformers import SentenceTransformer

    path = MODEL_FOLDER if folder == "embedded" else tiny_static
    ours = StaticEmbedder(path).encode(TEXTS)
    theirs = SentenceTransformer(str(path), device="cpu").encode(TEXTS, show_progress_bar=False)
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_translations_are_nearer_than_other_sentences() -> None:
    a, b, *_ = open_embedder().encode([TEXTS[0], TEXTS[1]])
    other = open_embedder().encode(["The orchestra plays Dvořák in the old brewery."])[0]
    assert a @ b > a @ other + 0.2


def test_a_folder_with_a_card_is_opened_without_sentence_transformers(tiny_static: Path) -> None:
    (tiny_static / CARD_FILE).write_text("{}", encoding="utf-8")
    embedder = open_embedder(str(tiny_static))
    assert isinstance(embedder, StaticEmbedder)
    assert embedder.name == str(tiny_static)


def test_many_and_repeated_texts_get_the_vectors_that_each_has_alone(tiny_static: Path) -> None:
    embedder = StaticEmbedder(tiny_static)
    letters = "abcdefghij"
    texts = [f"{letters[n % 10]} {letters[n // 10 % 10]} {letters[n // 100 % 10]}" for n in range(TEXTS_AT_ONCE + 50)]
    # More than one batch of different texts, each kind of them twice.
    texts += [f"{text} z{'x' * (n % 7)}" for n, text in enumerate(texts)]
    together = embedder.encode(texts)
    for number in (0, 1, 999, TEXTS_AT_ONCE, len(texts) - 1):
        np.testing.assert_allclose(embedder.encode([texts[number]])[0], together[number], atol=1e-6)


def test_a_text_of_unknown_pieces_gives_zeros(tiny_static: Path) -> None:
    assert not StaticEmbedder(tiny_static).encode([""]).any()


class TestModelsThatCannotBeOpened:
    @pytest.fixture(autouse=True)
    def offline(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    @pytest.mark.parametrize("name", ["sentence-transformers/no-such-model-here", "no-such-model-here"])
    def test_an_unknown_hub_name_is_refused_with_the_remedy(self, name: str) -> None:
        with pytest.raises(EmbedderError, match="not on this computer.*--embedder embedded"):
            open_embedder(name)

    def test_a_missing_folder_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(EmbedderError, match="There is no folder"):
            open_embedder(str(tmp_path / "a" / "b" / "c"))

    @pytest.mark.filterwarnings("ignore")
    def test_a_folder_without_a_model_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(EmbedderError, match="holds no model"):
            open_embedder(str(tmp_path))

    @pytest.mark.parametrize(
        "damage", [b"", b"\xff" * 40, (9).to_bytes(8, "little") + b"{}       ", b"\x02" + b"\0" * 7 + b"[]" * 9]
    )
    def test_a_damaged_weights_file_is_refused(self, tiny_static: Path, tmp_path: Path, damage: bytes) -> None:
        (tmp_path / "tokenizer.json").write_bytes((tiny_static / "tokenizer.json").read_bytes())
        (tmp_path / "model.safetensors").write_bytes(damage)
        with pytest.raises(EmbedderError, match="cannot be read"):
            StaticEmbedder(tmp_path)

    def test_a_truncated_weights_file_is_refused(self, tiny_static: Path, tmp_path: Path) -> None:
        (tmp_path / "tokenizer.json").write_bytes((tiny_static / "tokenizer.json").read_bytes())
        (tmp_path / "model.safetensors").write_bytes((tiny_static / "model.safetensors").read_bytes()[:-200])
        with pytest.raises(EmbedderError, match="cannot be read"):
            StaticEmbedder(tmp_path)
