"""The road: a reposted article in, its originals and its drift out, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from provenance import __version__
from provenance.align.sentences import align
from provenance.align.table import SentenceTable
from provenance.drift.detect import SHIPPED_THRESHOLDS, detect
from provenance.embed.card import language_support
from provenance.library import OpenIndex
from provenance.models import Models
from provenance.search import find_candidates
from provenance.values import Article, Coverage, Drift, Report, Signature
from provenance.verdict import THRESHOLDS, Aligned, Judgement, judge, judge_against

Progress = Callable[[str], None]


def check(repost: Article, index: OpenIndex, models: Models, progress: Progress = lambda _: None) -> Report:
    """Find the originals of `repost` in `index` and the drift between them.

    Args:
        repost: the article under check.
        index: what is searched; made with `models.embedder`.
        models: what to compute with.
        progress: told the name of each stage as it begins.

    Raises:
        IndexBroken: the index is damaged.
        EmbedderError: the model failed.
    """
    progress("Searching")
    vectors = models.embedder.encode([passage.text for passage in repost.story])
    candidates = find_candidates(index, repost.story, vectors, credit=repost.credit)
    originals = [candidate.article for candidate in candidates]
    return weigh(repost, originals, index.coverage(), models, index.manifest_sha256, progress)


def weigh(
    repost: Article,
    originals: Sequence[Article],
    searched: Coverage,
    models: Models,
    index_sha256: str = "",
    progress: Progress = lambda _: None,
) -> Report:
    """What follows the search: which of the candidates are the originals of `repost`, and the drift between them.

    Args:
        repost: the article under check.
        originals: the candidates, in any order.
        searched: what the search covered.
        models: what to compute with.
        index_sha256: the hash of the index that was searched.
        progress: told the name of each stage as it begins.

    Raises:
        EmbedderError: the model failed.
    """
    progress("Aligning")
    table = SentenceTable(repost, repost.story, models.embedder)
    aligned = [_aligned(table, original, models) for original in originals]
    best = sorted(aligned, key=lambda one: -one.alignment.score)[:1]
    support = language_support(repost.language, *(one.original.language for one in best))
    judgement = judge(repost, aligned, searched, support)
    return _report(table, judgement, models, index_sha256, progress)


def compare(repost: Article, original: Article, models: Models, progress: Progress = lambda _: None) -> Report:
    """The same report with a known original: nothing is searched.

    Raises:
        EmbedderError: the model failed.
    """
    progress("Aligning")
    table = SentenceTable(repost, repost.story, models.embedder)
    judgement = judge_against(
        repost, _aligned(table, original, models), language_support(repost.language, original.language)
    )
    return _report(table, judgement, models, "", progress)


def _aligned(table: SentenceTable, original: Article, models: Models, *, known: bool = False) -> Aligned:
    return Aligned(original, align(table, SentenceTable(original, original.story, models.embedder), known=known))


def _report(
    table: SentenceTable, judgement: Judgement, models: Models, index_sha256: str, progress: Progress
) -> Report:
    progress("Comparing the meaning")
    repost = table.article
    drifts = [drift for source in judgement.sources for drift in _drifts(table, source, judgement, models)]
    captures = [(repost.id, repost.sha256), *((one.original.id, one.original.sha256) for one in judgement.sources)]
    signature = Signature(
        version=__version__,
        embedder=models.embedder.name,
        model_sha256=models.embedder.sha256,
        index_sha256=index_sha256,
        thresholds=(*THRESHOLDS, *SHIPPED_THRESHOLDS),
        captures=tuple(captures),
        lexicon_sha256=models.words.lexicon_sha256,
    )
    return Report(repost, judgement.verdict, judgement.passages, tuple(drifts), signature)


def _drifts(table: SentenceTable, source: Aligned, judgement: Judgement, models: Models) -> Sequence[Drift]:
    """Drift against one source, in the passages that were traced to it."""
    home = {one.passage.index: one.original.id for one in judgement.passages if one.original}
    theirs = [
        passage
        for passage in table.passages
        if home.get(passage.index) == source.original.id and passage.kind != "heading"
    ]
    inside = {sentence for passage in theirs for sentence in passage.sentences}
    # An original that gave a single paragraph is quoted from, not rendered: the rest of it is not left out.
    rendered = len(theirs) > 1 or len(judgement.sources) == 1
    alignment = _aligned(table, source.original, models, known=True).alignment
    links = [
        models.words.link_words(link)
        for link in alignment.links
        if inside.issuperset(link.repost) and (link.repost or rendered)
    ]
    return detect(replace(alignment, links=tuple(links)), table.article, source.original)
