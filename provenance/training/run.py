"""A whole training run: reading, training with checkpoints, writing the model and its card."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from provenance.embed.card import CARD_FILE, Corpus, LanguageFigures, ModelCard, support_by_rows, support_level
from provenance.embed.static import TOKENIZER_FILE, StaticEmbedder, save_static
from provenance.errors import TrainingError
from provenance.training.corpus import Pair, fingerprint, open_text, read_dictionary, read_pairs
from provenance.training.evaluate import measure_retrieval
from provenance.training.sources import SOURCES
from provenance.training.static_model import Recipe, Training, choose_dictionary, choose_pairs, recipe_as_dict

CHECKPOINT = "checkpoint.npz"
#: A language with fewer unseen sentences is measured on what the card calls short sentences, or not at all.
FEWEST_MEASURED = 40
MOST_MEASURED = 1000


def train_model(
    recipe: Recipe,
    pairs: Sequence[Path],
    dictionary: Sequence[Path],
    leave_out: Sequence[Path],
    measure: Sequence[Path],
    out: Path,
    say: Callable[[str], None],
) -> ModelCard:
    """Train a static model and write it to `out` with its card.

    Args:
        recipe: what to train.
        pairs: files of parallel text.
        dictionary: files of word pairs.
        leave_out: files of texts, one a line, that must not be trained on.
        measure: files of parallel text to measure on, beside the slice kept back; never trained on.
        out: the model's folder; a checkpoint in it is taken up again.
        say: told of progress.

    Raises:
        TrainingError: a file cannot be read, or there is nothing to train on.
    """
    out.mkdir(parents=True, exist_ok=True)
    unseen = list(read_pairs(measure))
    forbidden = frozenset(fingerprint(line) for path in leave_out for line in _lines(path))
    forbidden |= {fingerprint(text) for pair in unseen for text in (pair.text_a, pair.text_b)}
    train, kept = choose_pairs(read_pairs(pairs), forbidden)
    words = choose_dictionary(read_dictionary(dictionary), recipe.dictionary_cap, recipe.seed)
    say(f"{len(train):,} pairs and {len(words):,} dictionary rows to train on, {len(kept):,} pairs kept back")
    known = out / TOKENIZER_FILE
    tokenizer = Tokenizer.from_file(str(known)) if known.exists() else None
    training = Training(recipe, train, words, say, tokenizer)
    training.tokenizer.save(str(known), pretty=False)
    checkpoint = out / CHECKPOINT
    if checkpoint.exists():
        training.load_checkpoint(checkpoint)
        say(f"going on from step {training.done}")
    table = training.run(say, checkpoint)
    return write_model(out, training.tokenizer, table, recipe, train, words, [*kept, *unseen], say)


def write_model(
    out: Path,
    tokenizer: Tokenizer,
    table: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    recipe: Recipe,
    train: Sequence[Pair],
    words: Sequence[Pair],
    kept: Sequence[Pair],
    say: Callable[[str], None],
) -> ModelCard:
    """Write the trained table (pieces, dim), measure it on the pairs kept back, and write its card."""
    save_static(out, tokenizer, table)
    embedder = StaticEmbedder(out)
    rows = Counter(code for pair in train for code in {pair.language_a, pair.language_b})
    for pair in words:
        for code in (pair.language_a, pair.language_b):
            rows.setdefault(code, 0)
    languages = {
        code: LanguageFigures(rows=count, support=support_by_rows(count)) for code, count in sorted(rows.items())
    }
    for code, (kind, texts, english) in _into_english(kept).items():
        figures = measure_retrieval(embedder, texts, english)
        languages[code] = {
            "rows": rows.get(code, 0),
            "p_at_1": round(figures.p_at_1, 4),
            "measured_on": f"{figures.n} texts of {kind}",
            "support": support_level(figures.p_at_1),
        }
        say(f"{code}: P@1 {figures.p_at_1:.3f} of {figures.n} ({kind})")
    if "en" in languages:
        # Every other language is measured against it.
        languages["en"]["support"] = "strong"
    measured = [entry["p_at_1"] for entry in languages.values() if "p_at_1" in entry]
    corpora = Counter(pair.corpus for pair in train) + Counter({"dictionary": len(words)})
    card = ModelCard(
        name="embedded",
        dim=embedder.dim,
        pieces=tokenizer.get_vocab_size(),
        recipe=[recipe_as_dict(recipe)],
        corpora=[_corpus(name, count) for name, count in corpora.most_common()],
        languages=languages,
        figures={f"mean P@1 into English, {len(measured)} languages": round(float(np.mean(measured)), 4)}
        if measured
        else {},
        lexicon={},
    )
    (out / CARD_FILE).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return card


def _corpus(name: str, rows: int) -> Corpus:
    source = SOURCES.get(name, {"what": "the user's own text", "licence": "the user's own"})
    return {"name": name, "rows": rows, **source}


def _into_english(kept: Iterable[Pair]) -> dict[str, tuple[str, list[str], list[str]]]:
    """For each language, the corpus with most unseen texts: its name, the texts and their English."""
    sides: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for pair in kept:
        if "en" not in (pair.language_a, pair.language_b) or pair.language_a == pair.language_b:
            continue
        english_first = pair.language_a == "en"
        texts, english = sides.setdefault(
            (pair.language_b if english_first else pair.language_a, pair.corpus), ([], [])
        )
        if len(texts) < MOST_MEASURED:
            texts.append(pair.text_b if english_first else pair.text_a)
            english.append(pair.text_a if english_first else pair.text_b)
    found: dict[str, tuple[str, list[str], list[str]]] = {}
    for (code, corpus), (texts, english) in sorted(sides.items()):
        if len(texts) >= max(FEWEST_MEASURED, len(found[code][1]) + 1 if code in found else 0):
            found[code] = (corpus, texts, english)
    return found


def _lines(path: Path) -> Iterable[str]:
    try:
        with open_text(path) as lines:
            yield from (line.rstrip("\n") for line in lines)
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"{path} cannot be read as UTF-8 text: {error}.") from error
