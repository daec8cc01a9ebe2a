"""The model card that ships beside the embedded model: data, licences, figures, support per language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TypedDict

from provenance.embed import CARD_FILE
from provenance.embed.static import MODEL_FOLDER
from provenance.errors import EmbedderError
from provenance.values import Support

#: P@1 of sentence retrieval from which a language counts as strongly or fairly supported.
STRONG, FAIR = 0.9, 0.7
#: Rows of training text from which a language may count as strong, and counts as fair where nothing was measured.
FAIR_ROWS = 8_000


class Corpus(TypedDict):
    """One source of training text."""

    name: str
    what: str
    licence: str
    rows: int


class LanguageFigures(TypedDict, total=False):
    """What is known of one language: rows of training text, and P@1 into English on unseen text."""

    rows: int
    p_at_1: float
    measured_on: str
    support: Support


class ModelCard(TypedDict):
    """Everything that `provenance model info` prints; `recipe` lists the stages of training in order."""

    name: str
    dim: int
    pieces: int
    recipe: list[dict[str, float]]
    corpora: list[Corpus]
    languages: dict[str, LanguageFigures]
    figures: dict[str, float]
    lexicon: dict[str, float]


@cache
def read_card(folder: Path = MODEL_FOLDER) -> ModelCard:
    """The card of a static model.

    Raises:
        EmbedderError: there is no readable card.
    """
    try:
        card: ModelCard = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EmbedderError(f"The model in {folder} has no readable {CARD_FILE}; install the package again.") from error
    return card


def language_support(*languages: str) -> Support:
    """The weakest support among `languages` (ISO 639-1); a language without figures is weak."""
    known = read_card()["languages"]
    order: tuple[Support, ...] = ("weak", "fair", "strong")
    return min((known.get(code, {}).get("support", "weak") for code in languages), key=order.index, default="weak")


def support_level(p_at_1: float, rows: int) -> Support:
    """The level of a language with this P@1 on unseen text, trained on this many rows.

    With few rows the unseen text is of one field, so that a high figure says little of news.
    """
    if p_at_1 >= STRONG and rows >= FAIR_ROWS:
        return "strong"
    return "fair" if p_at_1 >= FAIR else "weak"


def support_by_rows(rows: int) -> Support:
    """The level of a language that was trained on this many rows and not measured."""
    return "fair" if rows >= FAIR_ROWS else "weak"
