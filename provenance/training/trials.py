"""Trials of tracing: each repost searched and aligned, judged with its originals in the index and without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from provenance.align.table import SentenceTable
from provenance.embed import Embedder
from provenance.extract import article_from_text
from provenance.library import OpenIndex
from provenance.likeness import likeness_of
from provenance.search import find_candidates
from provenance.training.logit import Choice
from provenance.training.reposts import Repost
from provenance.values import Article
from provenance.verdict.calibration import article_features, passage_features
from provenance.verdict.evidence import Rendering, Witness, rendering, told
from provenance.verdict.passages import worths_of


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A candidate for a repost: how it renders it, and the paragraphs that each of its matches covers."""

    id: str
    rendering: Rendering
    matches: dict[int, frozenset[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A repost and its candidates, `removed` from them the originals that the index is to lack."""

    repost: Repost
    candidates: tuple[Candidate, ...]
    removed: frozenset[str]

    @property
    def is_inside(self) -> bool:
        """Whether an original of the repost is in the index."""
        return any(home not in self.removed for home, _ in self.repost.homes)


def run_trials(chosen: Sequence[Repost], index: OpenIndex, embedder: Embedder) -> Iterator[Trial]:
    """Search and align each repost, and give its trials with its originals in the index and without."""
    likeness = likeness_of(embedder)
    for one in chosen:
        article = article_from_text("\n\n".join(filter(None, one.paragraphs)))
        witness = Witness(SentenceTable(article, article.story, embedder), likeness)
        candidates = []
        for found in find_candidates([index], article.story, embedder):
            original = found.article
            aligned = witness.align(SentenceTable(original, original.story, embedder))
            matches = {match.passage: _covered(original, match.start, match.end) for match in aligned.alignment.matches}
            candidates.append(Candidate(original.id, rendering(aligned, told(article)), matches))
        originals = list(dict.fromkeys(home for home, _ in one.homes))
        for removed in [frozenset[str](), *({frozenset(originals[:count]) for count in range(1, len(originals) + 1)})]:
            yield Trial(one, tuple(c for c in candidates if c.id not in removed), removed)


def _covered(original: Article, start: int, end: int) -> frozenset[int]:
    return frozenset(one.index for one in original.passages if one.start < end and start < one.end)


def article_choice(trial: Trial) -> Choice:
    """The choice of an article."""
    true = {home for home, _ in trial.repost.homes}
    rows = article_features([one.rendering for one in trial.candidates])
    return Choice(np.array(rows), np.array([one.id in true for one in trial.candidates], bool))


def passage_choices(trial: Trial) -> Iterator[Choice]:
    """The choice of every passage of a repost whose paragraphs are those of its original."""
    if trial.repost.kind == "one paragraph" or not trial.candidates:
        return
    renderings = [one.rendering for one in trial.candidates]
    worths = worths_of(renderings)
    numbers = sorted(set(renderings[0].passages.tolist()))
    if len(numbers) != len(trial.repost.homes):
        return
    for number, (home, place) in zip(numbers, trial.repost.homes, strict=True):
        both = zip(worths.whole, worths.by_elsewhere, strict=True)
        here = [max(pair) if number in worths.elsewhere else pair[0] for pair in both]
        rows = np.array(passage_features(renderings, number, here))
        right = [one.id == home and place in one.matches.get(number, ()) for one in trial.candidates]
        matched = np.array([number in one.matches for one in trial.candidates], bool)
        yield Choice(rows[matched], np.array(right, bool)[matched])
