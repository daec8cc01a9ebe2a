"""Training the lexicon: translation probabilities between units, each language against English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.errors import TrainingError
from provenance.lexicon import PIVOT, split_words, word_unit
from provenance.lexicon.storage import Table, quantised, unit_hash, write_tables
from provenance.lexicon.units import PieceTokenizer
from provenance.training.corpus import Pair
from provenance.training.word_hmm import Ints, Tables, make_chunks, train


@dataclass(frozen=True, slots=True)
class LexiconRecipe:
    """Everything that decides the result of a training run.

    A translation is kept from `fewest_counts` expected uses, where one of its probabilities reaches
    `smallest`; at most `best` a unit. A language keeps `fewest_entries` and one more for each pair of
    sentences, at most `most_entries`.
    """

    sentences: int = 30_000
    longest: int = 70
    model1: int = 3
    hmm: int = 3
    smallest: float = 0.02
    best: int = 12
    fewest_entries: int = 16_000
    most_entries: int = 34_000
    fewest_counts: float = 0.3
    fewest_rows: int = 500
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Entries:
    """Kept translations of one language: unit, English unit, both probabilities, expected count."""

    units: tuple[str, ...]
    english: tuple[str, ...]
    rows: Ints
    columns: Ints
    forward: npt.NDArray[np.float32]
    backward: npt.NDArray[np.float32]
    counts: npt.NDArray[np.float64]


def train_lexicon(
    pairs: Iterable[Pair],
    dictionary: Iterable[Pair],
    tokenizer: PieceTokenizer,
    out: Path,
    say: Callable[[str], None],
    recipe: LexiconRecipe = LexiconRecipe(),
    languages: Sequence[str] = (),
    kept: Path | None = None,
) -> None:
    """Train on the pairs and dictionary rows that have English on one side, and write the file `out`.

    Args:
        pairs: parallel text; other pairs of languages are passed over.
        dictionary: words and phrases, read as very short pairs.
        tokenizer: the embedded model's, for scripts without spaces.
        out: the file to write; it is replaced only when everything is done.
        say: told of each language.
        recipe: sizes, iterations, pruning and seed.
        languages: only these (all where empty).
        kept: a folder that keeps each finished language, for a run that is taken up again.

    Raises:
        TrainingError: no language has enough rows.
    """
    rows = by_language([pairs, dictionary], languages)
    found: dict[str, Entries] = {}
    for language in sorted(rows):
        sentences, phrases = rows.pop(language)
        if len(sentences) + len(phrases) >= recipe.fewest_rows:
            done = kept / f"{language}.npz" if kept else None
            if done and done.exists():
                found[language] = _read_entries(done)
                continue
            found[language] = learn_language(language, sentences, phrases, tokenizer, recipe)
            if done:
                _write_entries(done, found[language])
            entries = len(found[language].rows)
            say(f"lexicon {language}: {len(sentences)} pairs, {len(phrases)} dictionary rows, {entries} entries")
    if not found:
        raise TrainingError(
            f"No language has {recipe.fewest_rows} rows beside English; name files with more parallel text."
        )
    write_lexicon(found, out)


def _write_entries(path: Path, entries: Entries) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            units=np.array(entries.units),
            english=np.array(entries.english),
            rows=entries.rows,
            columns=entries.columns,
            forward=entries.forward,
            backward=entries.backward,
            counts=entries.counts,
        )
    part.replace(path)


def _read_entries(path: Path) -> Entries:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as known:
        return Entries(
            units=tuple(known["units"].tolist()),
            english=tuple(known["english"].tolist()),
            rows=known["rows"],
            columns=known["columns"],
            forward=known["forward"],
            backward=known["backward"],
            counts=known["counts"],
        )


def by_language(
    sources: Iterable[Iterable[Pair]], languages: Sequence[str]
) -> dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    """By language: (text, English text) of each source."""
    rows: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = defaultdict(lambda: ([], []))
    for number, source in enumerate(sources):
        for pair in source:
            if (pair.language_a == PIVOT) == (pair.language_b == PIVOT):
                continue
            other = pair.language_b if pair.language_a == PIVOT else pair.language_a
            if languages and other not in languages:
                continue
            texts = (pair.text_a, pair.text_b)
            rows[other][number].append(texts if pair.language_b == PIVOT else texts[::-1])
    return rows


def learn_language(
    language: str,
    sentences: Sequence[tuple[str, str]],
    phrases: Sequence[tuple[str, str]],
    tokenizer: PieceTokenizer,
    recipe: LexiconRecipe,
) -> Entries:
    """The translations of one language's units, from (text, English text) rows; the same for the same rows."""
    if len(sentences) > recipe.sentences:
        chosen = np.random.default_rng(recipe.seed).permutation(len(sentences))[: recipe.sentences]
        sentences = [sentences[n] for n in np.sort(chosen)]
    numbers: tuple[dict[str, int], dict[str, int]] = ({}, {})
    sides: tuple[list[Ints], list[Ints]] = ([], [])
    for pair in [*sentences, *phrases]:
        units = [_units(text, code, tokenizer) for text, code in zip(pair, (language, PIVOT), strict=True)]
        if not all(0 < len(side) <= recipe.longest for side in units):
            continue
        for side, known, here in zip(sides, numbers, units, strict=True):
            side.append(np.array([known.setdefault(unit, len(known)) for unit in here], np.int32))
    if not sides[0]:
        raise TrainingError(
            f"No text in {language!r} has a word and at most {recipe.longest} of them; check its files."
        )
    chunks, rows_of, columns_of = make_chunks(*sides)
    tables, _ = train(chunks, rows_of, columns_of, model1=recipe.model1, hmm=recipe.hmm)
    most = min(recipe.fewest_entries + len(sentences), recipe.most_entries)
    return _pruned(tables, tuple(numbers[0]), tuple(numbers[1]), most, recipe)


def _units(text: str, language: str, tokenizer: PieceTokenizer) -> list[str]:
    # Numbers take part in training as anchors under a name of their own, and are not kept.
    return [word_unit(word.text, language) or f"#{word.text}" for word in split_words(text, tokenizer)]


def _pruned(
    tables: Tables, units: tuple[str, ...], english: tuple[str, ...], most: int, recipe: LexiconRecipe
) -> Entries:
    forward, backward, counts = tables.forward[:-1], tables.backward[:-1], tables.counts
    strength = np.sqrt(forward * backward)
    named = [np.array([unit[0] != "#" for unit in side]) for side in (units, english)]
    keep = np.flatnonzero(
        (np.maximum(forward, backward) >= recipe.smallest)
        & (strength >= recipe.smallest / 4)
        & (counts >= recipe.fewest_counts)
        & named[0][tables.rows]
        & named[1][tables.columns]
    )
    keep = keep[np.lexsort((-strength[keep], tables.rows[keep]))]
    rows = tables.rows[keep]
    starts = np.searchsorted(rows, rows)
    keep = keep[np.arange(len(rows)) - starts < recipe.best]
    if len(keep) > most:
        keep = np.sort(keep[np.argsort(-(strength * counts)[keep], kind="stable")[:most]])
    return Entries(units, english, tables.rows[keep], tables.columns[keep], forward[keep], backward[keep], counts[keep])


def write_lexicon(found: Mapping[str, Entries], out: Path) -> None:
    """Write the lexicon's file from the entries of its languages."""
    worth: dict[str, float] = defaultdict(float)
    for entries in found.values():
        for column, count in zip(entries.columns.tolist(), entries.counts.tolist(), strict=True):
            worth[entries.english[column]] += count
    # Entries point to English units by two bytes.
    chosen = sorted(worth, key=lambda unit: (-worth[unit], unit))[: 2**16 - 1]
    english = np.unique(np.array([unit_hash(unit) for unit in chosen], np.uint32))
    numbers = {unit: int(np.searchsorted(english, unit_hash(unit))) for unit in chosen}
    out.parent.mkdir(parents=True, exist_ok=True)
    write_tables(out, english, {language: _table(entries, numbers) for language, entries in found.items()})


def _table(entries: Entries, numbers: Mapping[str, int]) -> Table:
    columns = np.array([numbers.get(entries.english[column], -1) for column in entries.columns], np.int64)
    hashes = np.array([unit_hash(entries.units[row]) for row in entries.rows], np.int64)
    kept = np.flatnonzero(columns >= 0)
    kept = kept[np.lexsort((columns[kept], hashes[kept]))]
    keys, counts = np.unique(hashes[kept], return_counts=True)
    return Table(
        keys.astype(np.uint32),
        counts.astype(np.uint8),
        columns[kept].astype(np.uint16),
        quantised(entries.forward[kept]),
        quantised(entries.backward[kept]),
    )
