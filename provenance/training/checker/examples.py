"""Examples for the checker: pairs drawn from the material, faithful or with a fault, and what to say of each word."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from provenance.align.words import WordAligner
from provenance.checker.features import CHANCE, PairInput, Side, pair_input
from provenance.checker.weighted import Floats
from provenance.language import UNKNOWN_LANGUAGE
from provenance.training.checker.draft import NEW, Draft
from provenance.training.checker.faults import FAULTS, REPOST_ONLY, SHARES, Surroundings
from provenance.training.checker.material import MACHINE_MADE, Material
from provenance.training.checker.words import Words

Labels = npt.NDArray[np.int8]

#: The kind of examples that people judged.
JUDGED = "judged"
#: The label of a word of which nothing is asked.
UNASKED = -1
#: A word follows the fate of its counterparts when so much of its links leads to them; in between nothing is asked.
_MOST, _SOME = 0.6, 0.25
_LINKED = 0.4
_CORPUS_SHARES = {"newstest": 5.0, "wmt21ref": 1.6, "wmt22ref": 1.6, "wmt24": 0.6, "wmt21sys": 1.0, "wmt22sys": 1.0,
                  "mlqe": 0.4, "tico19": 0.7, "tatoeba": 1.3}  # fmt: skip
_OTHER_CORPUS = 0.5
#: Languages with plenty of news; pairs with another one are drawn less often.
_PLENTY = frozenset({"ar", "cs", "de", "en", "es", "fr", "hu", "it", "ja", "nl", "pl", "pt", "ru", "tr", "uk", "zh"})
_SELDOM = 0.15
_INTO_ENGLISH = 0.62
#: What a faithful machine translation is worth as an example of faithfulness.
_MACHINE_WEIGHT = 0.5
#: So many pairs get another one behind them, as in a paragraph.
_JOINED = 0.15
_TRIES = 8
#: So many pairs are read as if their languages were unknown, without a lexicon.
_HIDDEN = 0.05
_MOST_TEXTS_COUNTED = 40_000


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A pair with its labels: "wrong" (m,), "missing" (m + 1,), "unrendered" (n,), each 0, 1 or `UNASKED`."""

    pair: PairInput
    wrong: Labels
    missing: Labels
    unrendered: Labels
    faulty: float
    weight: float
    kind: str


class Examples:
    """An endless stream of examples, each faithful pair with some faulty versions of it.

    Args:
        material: the parallel text.
        aligner: of the model whose vectors the checker reads.
        opposites: words of opposite meaning by language.
        seed: decides every draw.
        exponent: how much the sizes of the groups of rows count.
        longest: words of a side at most.
        hard: rows whose faithful pair was taken for faulty; `hard_share` as many come on top of the others.
    """

    def __init__(
        self,
        material: Material,
        aligner: WordAligner,
        opposites: Mapping[str, Mapping[str, Sequence[str]]],
        seed: int,
        exponent: float = 0.6,
        longest: int = 100,
        hard: Sequence[int] = (),
        hard_share: float = 0.0,
    ) -> None:
        self.material, self.aligner, self._opposites = material, aligner, opposites
        self._longest, self._hard, self._hard_share = longest, hard, hard_share
        self.draw = random.Random(seed)
        self._groups = list(material.groups().items())
        sizes: dict[str, float] = {}
        for (corpus, *_), rows in self._groups:
            sizes[corpus] = sizes.get(corpus, 0) + len(rows) ** exponent
        self._shares = [
            _CORPUS_SHARES.get(corpus, _OTHER_CORPUS)
            * (1 if _PLENTY.issuperset(languages) else _SELDOM)
            * len(rows) ** exponent
            / sizes[corpus]
            for (corpus, *languages), rows in self._groups
        ]
        self._texts = material.texts_by_language()
        self._words: dict[str, Words] = {}

    def words(self, language: str) -> Words:
        """What is known of a language, gathered when it is first asked for."""
        if language not in self._words:
            numbers = self._texts[language][:_MOST_TEXTS_COUNTED].tolist()
            self._words[language] = Words(
                language, map(self.material.text, numbers), self._opposites.get(language, {}), self.aligner
            )
        return self._words[language]

    def stream(self, faulty: int = 2) -> Iterator[Example]:
        """A faithful pair, then `faulty` versions of it, and so on."""
        while True:
            if self._hard and self.draw.random() < self._hard_share:
                row = self.material[self._hard[self.draw.randrange(len(self._hard))]]
                yield faithful(self.read(*self._turned(row.a, row.b)))
            original, repost, corpus = self._pair()
            hidden = self.draw.random() < _HIDDEN
            clean = self.read(original, repost, hidden=hidden)
            yield faithful(clean, _MACHINE_WEIGHT if corpus in MACHINE_MADE else 1.0)
            for _ in range(faulty):
                example = self.corrupted(original, repost, clean.grid[CHANCE], hidden=hidden)
                if example is not None:
                    yield example

    def read(self, original: Side, repost: Side, *, hidden: bool = False) -> PairInput:
        """What the network reads of a pair; with `hidden` languages, as if nobody knew them."""
        if hidden:
            original, repost = (replace(side, language=UNKNOWN_LANGUAGE) for side in (original, repost))
        return pair_input(self.aligner, original, repost)

    def _pair(self) -> tuple[Side, Side, str]:
        (corpus, *_), rows = self.draw.choices(self._groups, self._shares)[0]
        for _ in range(_TRIES):
            row = self.material[int(rows[self.draw.randrange(len(rows))])]
            if max(len(row.a.words), len(row.b.words)) <= self._longest:
                break
        a, b = row.a, row.b
        while self.draw.random() < _JOINED:
            more = self.material[int(rows[self.draw.randrange(len(rows))])]
            if max(len(a.words) + len(more.a.words), len(b.words) + len(more.b.words)) > self._longest:
                break
            a, b = _joined(a, more.a), _joined(b, more.b)
        return *self._turned(a, b), corpus

    def _turned(self, a: Side, b: Side) -> tuple[Side, Side]:
        into_second = {"en": _INTO_ENGLISH}.get(b.language, 1 - _INTO_ENGLISH if a.language == "en" else 0.5)
        return (a, b) if self.draw.random() < into_second else (b, a)

    def corrupted(self, original: Side, repost: Side, chances: Floats, *, hidden: bool = False) -> Example | None:
        """The pair with a fault on either side, or None where none fits; `chances` (n, m) link its faithful words."""
        for _ in range(_TRIES):
            chosen = self.draw.choices(list(SHARES), list(SHARES.values()))[0]
            in_repost = chosen in REPOST_ONLY or self.draw.random() < 0.65
            changed, other = (repost, original) if in_repost else (original, repost)
            draft = self.corrupt(changed, other, chosen)
            if draft is None:
                continue
            new = (original, draft.side) if in_repost else (draft.side, repost)
            pair = self.read(*new, hidden=hidden)
            if in_repost:
                return label_repost(draft, chances.T, pair, chosen)
            return label_original(draft, chances, pair, chosen)
        return None

    def corrupt(self, changed: Side, other: Side, kind: str) -> Draft | None:
        """One side with a fault of a kind, or None where it does not fit."""
        texts = self._texts[changed.language]
        stranger = self.material.text(int(texts[self.draw.randrange(len(texts))]))
        draft = Draft(changed)
        here = Surroundings(self.words(changed.language), stranger, other)
        if not FAULTS[kind](draft, here, self.draw) or not draft.tokens:
            return None
        return draft


def _joined(first: Side, second: Side) -> Side:
    return Side(first.words + second.words, first.marks + second.marks, first.language)


def faithful(pair: PairInput, weight: float = 1.0) -> Example:
    """The example that a faithful pair makes."""
    _, n, m = pair.grid.shape
    return Example(pair, np.zeros(m, np.int8), np.zeros(m + 1, np.int8), np.zeros(n, np.int8), 0.0, weight, "faithful")


def _fates(draft: Draft, links: Floats) -> tuple[Floats, Floats]:
    """For each word of the other side, how much of its links (changed side, other side) led to what is gone, or bad.

    A word without links follows nobody.
    """
    kept = {token.origin for token in draft.tokens}
    gone = [at for at in range(len(links)) if at not in kept]
    bad = sorted({token.origin for token in draft.tokens if token.bad and token.origin != NEW})
    total = links.sum(axis=0)
    shares = [
        np.where(total > _LINKED, links[places].sum(axis=0) / np.maximum(total, 1e-6), 0) for places in (gone, bad)
    ]
    return shares[0], shares[1]


def label_repost(draft: Draft, links: Floats, pair: PairInput, kind: str) -> Example:
    """The labels where the repost was changed; `links` (words of the faithful repost, words of the original)."""
    gone, bad = _fates(draft, links)
    wrong = np.array([token.bad for token in draft.tokens], np.int8)
    missing = np.array([*(token.gap for token in draft.tokens), draft.gap_at_end], np.int8)
    unrendered = np.where(gone > _MOST, 1, np.where(gone + bad > _SOME, UNASKED, 0)).astype(np.int8)
    return Example(pair, wrong, missing, unrendered, 1.0, 1.0, kind)


def label_original(draft: Draft, links: Floats, pair: PairInput, kind: str) -> Example:
    """The labels where the original was changed; `links` (words of the true original, words of the repost)."""
    gone, bad = _fates(draft, links)
    worst = np.maximum(gone, bad)
    wrong = np.where(worst > _MOST, 1, np.where(gone + bad > _SOME, UNASKED, 0)).astype(np.int8)
    new = [token.bad and token.origin == NEW for token in draft.tokens]
    unrendered = np.array(new, np.int8)
    unrendered[[token.bad and token.origin != NEW for token in draft.tokens]] = UNASKED
    # Where in the repost an added word of the original should stand is anybody's guess.
    missing = np.full(links.shape[1] + 1, UNASKED if any(new) else 0, np.int8)
    return Example(pair, wrong, missing, unrendered, 1.0, 1.0, kind)
