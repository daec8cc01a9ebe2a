"""Sentence alignment: any order between the paragraphs of a repost, in order inside each of them.

Every repost paragraph is laid over the whole original. A jump to another place of the original costs
a constant, so moved paragraphs are found; stretches that two paragraphs claim go to the stronger one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from provenance.align.paths import ChosenLink, best_links
from provenance.align.table import SentenceTable
from provenance.values import Alignment, Link, Match

Flags = npt.NDArray[np.bool_]


def align(repost: SentenceTable, original: SentenceTable, *, known: bool = False) -> Alignment:
    """Align a repost with one original.

    Args:
        repost: the repost's story.
        original: the original's story.
        known: whether this is the original for certain; else it is a candidate, and a sentence that it does
            not render costs nothing, so that chance resemblances do not add up.

    Returns:
        Links in the order of the repost; repost sentences without a counterpart stand in links with an
        empty original side, original sentences missing from an otherwise rendered paragraph in links
        with an empty repost side.
    """
    bounds = _paragraph_bounds(repost)
    if not original.sentences or not bounds:
        return Alignment(original.article.id, (), (), 0.0)
    return _as_alignment(repost, original, bounds, best_links(repost, original, bounds, known=known))


def _paragraph_bounds(table: SentenceTable) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for passage in table.passages:
        if passage.sentences:
            bounds.append((start, start + len(passage.sentences)))
            start += len(passage.sentences)
    return bounds


def _as_alignment(
    repost: SentenceTable,
    original: SentenceTable,
    bounds: list[tuple[int, int]],
    chosen: dict[int, list[ChosenLink]],
) -> Alignment:
    links: list[Link] = []
    matches: list[Match] = []
    used = np.zeros(len(original.sentences), bool)
    for number, (first, last) in enumerate(bounds):
        at = first
        for link in chosen[number]:
            links += [_link(repost, original, (one, one + 1), (0, 0), 0.0) for one in range(at, link.repost[0])]
            links.append(_link(repost, original, link.repost, link.original, link.similarity))
            used[slice(*link.original)] = True
            at = link.repost[1]
        links += [_link(repost, original, (one, one + 1), (0, 0), 0.0) for one in range(at, last)]
        matches += _match(repost, original, first, chosen[number])
    links += _left_out(repost, original, used)
    return Alignment(original.article.id, tuple(links), tuple(matches), _score(links))


def _score(links: Sequence[Link]) -> float:
    """Similarity over the whole story of the repost, by length; what has no counterpart counts 0."""
    lengths = [sum(len(sentence.text) for sentence in link.repost) for link in links]
    total = sum(lengths)
    return sum(n * link.similarity for n, link in zip(lengths, links, strict=True)) / total if total else 0.0


def _match(repost: SentenceTable, original: SentenceTable, first: int, chosen: list[ChosenLink]) -> list[Match]:
    if not chosen:
        return []
    passage = repost.passages[repost.passage_of[first]]
    # The stretch around the strongest link; a link that jumped elsewhere is not part of it.
    anchor = max(chosen, key=lambda link: link.gain)
    home = original.passage_of[anchor.original[0]]
    near = [link for link in chosen if abs(original.passage_of[link.original[0]] - home) <= 1]
    start = min(original.sentences[link.original[0]].start for link in near)
    end = max(original.sentences[link.original[1] - 1].end for link in near)
    whole = sum(len(sentence.text) for sentence in passage.sentences)
    rendered = sum(
        link.similarity * len(sentence.text) for link in chosen for sentence in repost.sentences[slice(*link.repost)]
    )
    similarity = rendered / whole
    return [Match(passage.index, original.article.id, start, end, min(1.0, max(0.0, similarity)))]


def _left_out(repost: SentenceTable, original: SentenceTable, used: Flags) -> list[Link]:
    """Original sentences without a counterpart, in paragraphs of which something was rendered."""
    rendered = {original.passage_of[number] for number in np.flatnonzero(used).tolist()}
    return [
        _link(repost, original, (0, 0), (number, number + 1), 0.0)
        for number in np.flatnonzero(~used).tolist()
        if original.passage_of[number] in rendered
    ]


def _link(
    repost: SentenceTable,
    original: SentenceTable,
    ours: tuple[int, int],
    theirs: tuple[int, int],
    similarity: float,
) -> Link:
    return Link(
        original=original.sentences[slice(*theirs)],
        repost=repost.sentences[slice(*ours)],
        similarity=min(1.0, max(0.0, similarity)),
        original_language=original.article.language,
        repost_language=repost.article.language,
        original_context=_around(original, theirs),
        repost_context=_around(repost, ours),
    )


def _around(table: SentenceTable, bounds: tuple[int, int]) -> str:
    """The text of two sentences on each side of a group, without the group; "" for an empty group."""
    if bounds[0] == bounds[1]:
        return ""
    before = table.sentences[max(0, bounds[0] - 2) : bounds[0]]
    after = table.sentences[bounds[1] : bounds[1] + 2]
    return " ".join(sentence.text for sentence in (*before, *after))
