"""Writing a trained model: its files, its figures on text that was kept back, and its card."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from provenance.embed import CARD_FILE, Embedder
from provenance.embed.card import Corpus, LanguageFigures, ModelCard, support_by_rows, support_level
from provenance.embed.static import StaticEmbedder, save_static
from provenance.training.corpus import PIVOT, SENTENCES, Pair
from provenance.training.evaluate import measure_retrieval
from provenance.training.infonce import Floats
from provenance.training.material import Material
from provenance.training.sources import SOURCES, Source
from provenance.training.static_model import Recipe

#: A language with fewer unseen texts of news is measured on everyday sentences, or not at all.
FEWEST_MEASURED = 30
MOST_MEASURED = 1000
#: Where fewer texts are measured, English texts of the same kind fill up what they are searched in.
POOL = 1000


@dataclass(frozen=True, slots=True)
class Slice:
    """Unseen texts of one language, and the English ones they are searched in: their own come first."""

    kind: str
    texts: tuple[str, ...]
    pool: tuple[str, ...]


def write_model(
    out: Path, material: Material, table: Floats, recipes: Sequence[Recipe], say: Callable[[str], None]
) -> ModelCard:
    """Write the trained table (pieces, dim), measure it on the pairs kept back, and write its card.

    Args:
        out: the model's folder.
        material: what it was trained on.
        table: its vectors.
        recipes: the stages of its training, in order.
        say: told of each language's figure.
    """
    save_static(out, material.tokenizer, table)
    embedder = StaticEmbedder(out)
    languages = measured_languages(embedder, [*material.kept, *material.unseen], material.languages, say)
    figures = mean_figures(languages)
    for name, value in figures.items():
        say(f"{name}: {value:.4f}")
    card = ModelCard(
        name="embedded",
        dim=embedder.dim,
        pieces=material.tokenizer.get_vocab_size(),
        recipe=[asdict(recipe) for recipe in recipes],
        corpora=corpora_of(material),
        languages=languages,
        figures=figures,
        lexicon={},
    )
    write_card(out, card)
    return card


def write_card(folder: Path, card: ModelCard) -> None:
    """Write the card beside its model."""
    (folder / CARD_FILE).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measured_languages(
    embedder: Embedder, kept: Iterable[Pair], rows: Mapping[str, int], say: Callable[[str], None]
) -> dict[str, LanguageFigures]:
    """What is known of each language: its rows of training text, P@1 into English on unseen text, its level."""
    languages = {
        code: LanguageFigures(rows=count, support=support_by_rows(count)) for code, count in sorted(rows.items())
    }
    for code, unseen in slices(kept).items():
        hits = measure_retrieval(embedder, unseen.texts, unseen.pool).p_at_1
        languages[code] = language_figures(rows.get(code, 0), hits, unseen)
        say(f"{code}: P@1 {hits:.3f} on {languages[code]['measured_on']}")
    if PIVOT in languages:
        # Every other language is measured against it.
        languages[PIVOT]["support"] = "strong"
    return languages


def language_figures(rows: int, p_at_1: float, unseen: Slice) -> LanguageFigures:
    """A language's entry in the card, from its rows of training text and P@1 on a slice."""
    return {
        "rows": rows,
        "p_at_1": round(p_at_1, 4),
        "measured_on": f"{len(unseen.texts)} texts of {unseen.kind} among {len(unseen.pool):,}",
        "support": support_level(p_at_1, rows),
    }


def mean_figures(languages: Mapping[str, LanguageFigures]) -> dict[str, float]:
    """Mean P@1 over all measured languages, and over those with sentences to train on."""
    figures: dict[str, float] = {}
    measured = [one for one in languages.values() if "p_at_1" in one]
    trained = [one for one in measured if one["rows"]]
    for name, chosen in (
        (f"mean P@1 into English, all {len(measured)} measured languages", measured),
        (f"mean P@1 into English, the {len(trained)} with sentences to train on", trained),
    ):
        if chosen:
            figures[name] = round(float(np.mean([one["p_at_1"] for one in chosen])), 4)
    return figures


def slices(kept: Iterable[Pair]) -> dict[str, Slice]:
    """For each language the kind of text to measure it on: the largest of news, else everyday sentences."""
    sides: dict[tuple[str, str], dict[str, str]] = {}
    english: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for pair in kept:
        if (pair.language_a == PIVOT) == (pair.language_b == PIVOT):
            continue
        ours, theirs = (pair.text_b, pair.text_a) if pair.language_a == PIVOT else (pair.text_a, pair.text_b)
        code = pair.language_b if pair.language_a == PIVOT else pair.language_a
        texts = sides.setdefault((code, pair.corpus), {})
        if len(texts) < MOST_MEASURED:
            texts.setdefault(ours, theirs)
        english[pair.corpus == SENTENCES].setdefault(theirs)
    chosen: dict[str, tuple[bool, int, str]] = {}
    for (code, corpus), texts in sorted(sides.items()):
        worth = (corpus != SENTENCES, len(texts), corpus)
        if len(texts) >= FEWEST_MEASURED and worth > chosen.get(code, (False, 0, "")):
            chosen[code] = worth
    found: dict[str, Slice] = {}
    for code, (_, _, corpus) in chosen.items():
        texts = sides[code, corpus]
        others = [text for text in english[corpus == SENTENCES] if text not in set(texts.values())]
        step = max(1, len(others) // max(1, POOL - len(texts)))
        pool = [*texts.values(), *others[::step]][: max(POOL, len(texts))]
        found[code] = Slice(corpus, tuple(texts), tuple(pool))
    return found


def corpora_of(material: Material) -> list[Corpus]:
    """What the material was read from, the largest first."""
    own = Source(what="the user's own text", licence="the user's own")
    named = [(name, rows, SOURCES.get(name, own)) for name, rows in material.corpora.items()]
    return [
        Corpus(name=name, rows=rows, what=source["what"], licence=source["licence"])
        for name, rows, source in sorted(named, key=lambda one: -one[1])
    ]
