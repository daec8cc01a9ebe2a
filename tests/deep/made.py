"""Models of a few thousand random weights, saved as the hub's are, and a reader that says what a test wants."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from provenance.deep.folder import ModelFolder
from provenance.values import DeepKind, DeepReading

NLI_LABELS = {0: "contradiction", 1: "entailment", 2: "neutral"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789."


def word_pieces(*, pairs: bool, more: Sequence[str] = ()) -> Any:
    """A WordPiece tokenizer of letters, as transformers loads them; `pairs` puts [CLS] and [SEP] around."""
    from transformers import PreTrainedTokenizerFast

    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "</s>", *more]
    pieces = [*marks, *_LETTERS, *(f"##{letter}" for letter in _LETTERS)]
    vocabulary = {piece: place for place, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=50))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Lowercase(), normalizers.NFD(), normalizers.StripAccents()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    if pairs:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
        )
    else:
        tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 4)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        eos_token="</s>",
        extra_special_tokens=list(more),
    )


def classifier(folder: Path, labels: Mapping[int, str]) -> Path:
    """A BERT with these outputs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from transformers import BertConfig, BertForSequenceClassification

        torch.manual_seed(7)
        tokenizer = word_pieces(pairs=True)
        config = BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=16,
            max_position_embeddings=64,
            initializer_range=0.9,
            id2label=dict(labels),
            label2id={name: place for place, name in labels.items()},
        )
        BertForSequenceClassification(config).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    return folder


def translator(folder: Path, more: Sequence[str] = (), **stated: str) -> Path:
    """A Marian model; `more` are marks in its vocabulary, `stated` goes into its tokenizer's settings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from transformers import MarianConfig, MarianMTModel

        torch.manual_seed(7)
        tokenizer = word_pieces(pairs=False, more=more)
        config = MarianConfig(
            vocab_size=len(tokenizer),
            d_model=16,
            encoder_layers=1,
            decoder_layers=1,
            encoder_attention_heads=2,
            decoder_attention_heads=2,
            encoder_ffn_dim=16,
            decoder_ffn_dim=16,
            max_position_embeddings=64,
            pad_token_id=0,
            eos_token_id=4,
            decoder_start_token_id=0,
            forced_eos_token_id=4,
            init_std=0.9,
        )
        MarianMTModel(config).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    change(folder / "tokenizer_config.json", **stated)
    return folder


def change(path: Path, **settings: Any) -> None:
    """Settings put into a model's file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, **settings}), encoding="utf-8")


class Told:
    """A reader that scores each pair as a function says; None where that gives None."""

    def __init__(self, kind: DeepKind, score: Callable[[str, str], tuple[tuple[str, float], ...] | None]) -> None:
        self.kind = kind
        self.source = ModelFolder("told", Path("told"), "", "5e" * 32, {})
        self.asked: list[tuple[str, str]] = []
        self._score = score

    def read(self, pairs: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]]) -> list[DeepReading | None]:
        assert len(pairs) == len(languages)
        self.asked += pairs
        scores = [self._score(*pair) for pair in pairs]
        return [None if one is None else DeepReading("told", self.kind, one) for one in scores]
