"""Loading a model through transformers, and feeding it pairs of texts; torch is imported when a model is named."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from provenance.deep.folder import ModelFolder
from provenance.embed.hub import first_line
from provenance.errors import EmbedderError

PAIRS_AT_ONCE = 32
#: Tokens of both texts together that are read; models of this kind were trained on no more.
MOST_TOKENS = 512
#: Places that some architectures keep for padding.
_RESERVED = 2
Answer = TypeVar("Answer")


def load(source: ModelFolder, auto_class: str) -> tuple[Any, Any]:
    """The tokenizer and the model of a folder, by one of transformers' classes that choose the architecture.

    Raises:
        EmbedderError: a library is missing, or the files hold no such model.
    """
    try:
        import torch
        import transformers
    except ImportError as error:
        raise EmbedderError(
            "torch and transformers cannot be imported; install the package again or leave out --deep."
        ) from error
    own = {"local_files_only": True, "trust_remote_code": False}
    try:
        with _quiet():
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(source.path), **own)
            model, found = getattr(transformers, auto_class).from_pretrained(
                str(source.path), **own, use_safetensors=True, output_loading_info=True
            )
    except Exception as error:
        raise EmbedderError(
            f"The model {source.name} cannot be loaded ({first_line(error).rstrip('.')}); "
            "fetch it again, or name another."
        ) from error
    if missing := sorted(map(str, found["missing_keys"])):
        # The library would fill them with random numbers.
        raise EmbedderError(f"The files of the model {source.name} lack some weights ({missing[0]}); fetch it again.")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return tokenizer, model.float().eval().to(device)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the bars and warnings of the library, which would stand between the lines of a report."""
    from transformers.utils import logging as told

    level, bars = told.get_verbosity(), told.is_progress_bar_enabled()
    told.set_verbosity(logging.ERROR)
    told.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        told.set_verbosity(level)
        if bars:
            told.enable_progress_bar()  # type: ignore[no-untyped-call]


def longest(tokenizer: Any, model: Any) -> int:  # noqa: ANN401 - transformers names no class that all share
    """How many tokens the model reads at once."""
    places = getattr(model.config, "max_position_embeddings", None) or MOST_TOKENS + _RESERVED
    return int(min(MOST_TOKENS, tokenizer.model_max_length, places - _RESERVED))


def in_batches(
    texts: Sequence[tuple[str, str]], answer: Callable[[list[tuple[str, str]]], list[Answer]]
) -> list[Answer]:
    """The answers to pairs of texts, in their order; texts of like length are read together."""
    order = sorted(range(len(texts)), key=lambda place: -sum(map(len, texts[place])))
    answers: dict[int, Answer] = {}
    for start in range(0, len(order), PAIRS_AT_ONCE):
        places = order[start : start + PAIRS_AT_ONCE]
        answers.update(zip(places, answer([texts[place] for place in places]), strict=True))
    return [answers[place] for place in range(len(texts))]


@contextmanager
def reading(source: ModelFolder) -> Iterator[None]:
    """Without gradients, and with the model's failures in our words."""
    import torch

    try:
        with torch.inference_mode():
            yield
    except (RuntimeError, ValueError, IndexError, TypeError) as error:
        raise EmbedderError(
            f"The model {source.name} failed on a pair of sentences ({first_line(error)}); leave out --deep, "
            "or name another model."
        ) from error


def logits_of(tokenizer: Any, model: Any, pairs: list[tuple[str, str]]) -> Any:  # noqa: ANN401
    """The outputs of a sequence classifier for pairs of texts: a tensor of shape (len(pairs), outputs)."""
    first, second = zip(*pairs, strict=True)
    tokens = tokenizer(
        list(first),
        list(second),
        padding=True,
        truncation=True,
        max_length=longest(tokenizer, model),
        return_tensors="pt",
    )
    return model(**tokens.to(model.device)).logits.cpu()
