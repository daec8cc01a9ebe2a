"""Training text as token ids on disk: read and tokenized once, mapped into memory whenever a run starts.

The folder holds the ids of both sides under the full vocabulary and under a thinned variant, hashes of
the texts, the rows of each group, and the pairs kept back. `material.json` is written last and names
what everything was made from; with other files or settings the folder is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from provenance.embed.static import TOKENIZER_FILE
from provenance.errors import TrainingError
from provenance.training.corpus import (
    DICTIONARY,
    SENTENCES,
    Files,
    Pair,
    choose_dictionary,
    fingerprint,
    read_dictionary,
    read_pairs,
    read_split,
    write_pairs,
)
from provenance.training.infonce import Side
from provenance.training.tokenizer import balanced_sample, learn_tokenizer, thinned, tied_pieces

FORMAT_VERSION = 1
ENCODE_AT_ONCE = 20_000
#: A kind of text with fewer rows is not drawn from at all.
FEWEST_IN_A_GROUP = 32
_KEPT, _UNSEEN, _ROWS, _TIE = "kept-back.tsv", "unseen.tsv", "rows.npy", "tied.npy"
_MANIFEST = "material.json"
SIDES = ("text_a", "text_b")


@dataclass(frozen=True, slots=True)
class MaterialRecipe:
    """The settings that decide what the material holds; `tied`: see `tied_pieces`."""

    pieces: int
    vocabulary_characters: int
    vocabulary_exponent: float
    dictionary_cap: int
    thinned_drop: float
    smallest_group: int
    seed: int
    tied: bool = True


class TokenTable:
    """Token ids of many texts in one flat array."""

    def __init__(self, ids: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64]) -> None:
        self.ids, self.bounds = ids, bounds

    @classmethod
    def encode(cls, tokenizer: Tokenizer, texts: Sequence[str], back: Sequence[int] | None = None) -> TokenTable:
        """Tokenize `texts`; `back` maps the ids of the tokenizer to those that are trained."""
        parts: list[npt.NDArray[np.int32]] = []
        lengths = np.empty(len(texts), np.int64)
        for start in range(0, len(texts), ENCODE_AT_ONCE):
            encoded = tokenizer.encode_batch_fast(list(texts[start : start + ENCODE_AT_ONCE]), add_special_tokens=False)
            for number, one in enumerate(encoded, start):
                ids = np.asarray(one.ids, np.int32)
                lengths[number] = len(ids)
                parts.append(ids)
        flat = np.concatenate(parts) if parts else np.empty(0, np.int32)
        if back is not None:
            flat = np.asarray(back, np.int32)[flat]
        return cls(flat, np.concatenate(([0], np.cumsum(lengths))))

    def rows(self, rows: npt.NDArray[np.int64], join: int = 1) -> Side:
        """The texts of `rows`, each `join` neighbours joined into one longer text."""
        starts, ends = self.bounds[rows], self.bounds[rows + 1]
        lengths = ends - starts
        bounds = np.concatenate(([0], np.cumsum(lengths)))
        where = np.repeat(starts - bounds[:-1], lengths) + np.arange(bounds[-1])
        return Side(self.ids[where], bounds[::join])

    def save(self, folder: Path, name: str) -> None:
        """Write two files that `open` maps."""
        np.save(folder / f"{name}-ids.npy", self.ids)
        np.save(folder / f"{name}-bounds.npy", self.bounds)

    @classmethod
    def open(cls, folder: Path, name: str) -> TokenTable:
        """Map what `save` wrote."""
        return cls(_mapped(folder / f"{name}-ids.npy"), _mapped(folder / f"{name}-bounds.npy"))


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one pair of languages and kind of text, from which a block is drawn."""

    languages: tuple[str, str]
    kind: str
    rows: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that a run draws from.

    `tie` names for each piece the one whose vector it shares; `keys` are hashes of the texts of both
    sides, `full` and `thin` their token ids; `groups` and `words` name the rows of parallel text and of
    the dictionary. `kept` were kept back from the text, `unseen` were given only to measure on; neither
    is trained on. `corpora` and `languages` count rows.
    """

    tokenizer: Tokenizer
    tie: npt.NDArray[np.int64]
    keys: tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]
    full: tuple[TokenTable, TokenTable]
    thin: tuple[TokenTable, TokenTable]
    groups: tuple[Group, ...]
    words: tuple[Group, ...]
    kept: tuple[Pair, ...]
    unseen: tuple[Pair, ...]
    digest: str
    corpora: Mapping[str, int]
    languages: Mapping[str, int]


def prepare(
    folder: Path, files: Files, recipe: MaterialRecipe, say: Callable[[str], None], tokenizer: Tokenizer | None = None
) -> Material:
    """The material of `files`, from `folder` where it was made before, else made there.

    Args:
        folder: where the material lies; made where missing.
        files: what to read.
        recipe: what decides the material.
        say: told of progress.
        tokenizer: a vocabulary to keep; without it one is learned from the text.

    Raises:
        TrainingError: a file cannot be read, or there is nothing to train on.
    """
    digest = _digest(files, recipe, tokenizer)
    known = _manifest(folder)
    if known.get("digest") == digest:
        say("token ids taken from the last run")
    else:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MANIFEST).unlink(missing_ok=True)
        known = {"digest": digest, **_make(folder, files, recipe, say, tokenizer)}
        (folder / _MANIFEST).write_text(json.dumps(known) + "\n", encoding="utf-8")
    return _open(folder, known)


def group_rows(pairs: Sequence[Pair], smallest: int) -> list[Group]:
    """Rows by language pair and kind of text; a kind with too few rows joins the pair's other kind."""
    by_pair: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, pair in enumerate(pairs):
        kind = pair.corpus if pair.corpus in {DICTIONARY, SENTENCES} else "news"
        by_pair[pair.language_a, pair.language_b][kind].append(row)
    groups = []
    for (a, b), kinds in sorted(by_pair.items()):
        few = any(len(rows) < smallest for rows in kinds.values())
        merged = {"any": [row for rows in kinds.values() for row in rows]} if few else kinds
        groups += [Group((a, b), kind, np.asarray(rows, np.int64)) for kind, rows in sorted(merged.items())]
    return [group for group in groups if len(group.rows) >= min(smallest, FEWEST_IN_A_GROUP)]


def _make(
    folder: Path, files: Files, recipe: MaterialRecipe, say: Callable[[str], None], tokenizer: Tokenizer | None
) -> dict[str, Any]:
    train, kept, unseen = read_split(files)
    words = choose_dictionary(read_dictionary(files.dictionary), recipe.dictionary_cap, recipe.seed)
    groups, phrases = group_rows(train, recipe.smallest_group), group_rows(words, recipe.smallest_group)
    if not groups:
        raise TrainingError(
            f"No pair of languages has {min(recipe.smallest_group, FEWEST_IN_A_GROUP)} rows; name more parallel text."
        )
    say(f"{len(train):,} pairs and {len(words):,} dictionary rows to train on, {len(kept):,} pairs kept back")
    tokenizer = tokenizer or _learned(train, words, recipe)
    say(f"vocabulary of {tokenizer.get_vocab_size():,} pieces")
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    write_pairs(folder / _KEPT, kept)
    write_pairs(folder / _UNSEEN, unseen)
    tie = tied_pieces(tokenizer) if recipe.tied else list(range(tokenizer.get_vocab_size()))
    np.save(folder / _TIE, np.asarray(tie, np.int64))
    thin, back = thinned(tokenizer, dropped=recipe.thinned_drop, seed=recipe.seed)
    for side in SIDES:
        texts = [getattr(pair, side) for pair in [*train, *words]]
        np.save(folder / f"{side}-keys.npy", np.fromiter(map(fingerprint, texts), np.uint64, len(texts)))
        TokenTable.encode(tokenizer, texts, tie).save(folder, f"{side}-full")
        TokenTable.encode(thin, texts, [tie[number] for number in back]).save(folder, f"{side}-thin")
        say(f"{side} of {len(texts):,} rows tokenized")
    phrases = [Group(group.languages, group.kind, group.rows + len(train)) for group in phrases]
    np.save(folder / _ROWS, np.concatenate([group.rows for group in (*groups, *phrases)] or [np.empty(0, np.int64)]))
    languages = Counter({code: 0 for pair in words for code in (pair.language_a, pair.language_b)})
    languages.update(code for pair in train for code in {pair.language_a, pair.language_b})
    return {
        "groups": [(*group.languages, group.kind, len(group.rows)) for group in groups],
        "words": [(*group.languages, group.kind, len(group.rows)) for group in phrases],
        "corpora": Counter(pair.corpus for pair in [*train, *words]),
        "languages": languages,
    }


def _learned(train: Sequence[Pair], words: Sequence[Pair], recipe: MaterialRecipe) -> Tokenizer:
    by_language: dict[str, list[str]] = defaultdict(list)
    for pair in [*train, *words]:
        by_language[pair.language_a].append(pair.text_a)
        by_language[pair.language_b].append(pair.text_b)
    sample = balanced_sample(
        by_language, characters=recipe.vocabulary_characters, exponent=recipe.vocabulary_exponent, seed=recipe.seed
    )
    return learn_tokenizer(sample, size=recipe.pieces)


def _open(folder: Path, known: Mapping[str, Any]) -> Material:
    try:
        rows = _mapped(folder / _ROWS)
        groups: list[Group] = []
        start = 0
        for a, b, kind, size in [*known["groups"], *known["words"]]:
            groups.append(Group((a, b), kind, rows[start : start + size]))
            start += size
        parallel = len(known["groups"])
        left, right = SIDES
        return Material(
            tokenizer=Tokenizer.from_file(str(folder / TOKENIZER_FILE)),
            tie=_mapped(folder / _TIE),
            keys=(_mapped(folder / f"{left}-keys.npy"), _mapped(folder / f"{right}-keys.npy")),
            full=(TokenTable.open(folder, f"{left}-full"), TokenTable.open(folder, f"{right}-full")),
            thin=(TokenTable.open(folder, f"{left}-thin"), TokenTable.open(folder, f"{right}-thin")),
            groups=tuple(groups[:parallel]),
            words=tuple(groups[parallel:]),
            kept=tuple(read_pairs([folder / _KEPT])),
            unseen=tuple(read_pairs([folder / _UNSEEN])),
            digest=known["digest"],
            corpora=known["corpora"],
            languages=known["languages"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(
            f"The token ids in {folder} cannot be read ({error}); delete that folder to make them again."
        ) from error


def _mapped(path: Path) -> Any:  # noqa: ANN401 - the caller knows the file's element type
    # A plain view: the memmap class itself costs more than what is read through it.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        known = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _digest(files: Files, recipe: MaterialRecipe, tokenizer: Tokenizer | None) -> str:
    """What the material depends on, as one hash."""
    digest = hashlib.sha256(f"{FORMAT_VERSION} {recipe}".encode())
    if tokenizer is not None:
        digest.update(tokenizer.to_str().encode())
    for kind in (files.pairs, files.dictionary, files.leave_out, files.measure):
        digest.update(b"next kind")
        for path in kind:
            try:
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
            except OSError as error:
                raise TrainingError(f"{path} cannot be read: {error.strerror}.") from error
    return digest.hexdigest()
