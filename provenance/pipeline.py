"""The road: a reposted article in, its originals and its drift out, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from provenance import __version__
from provenance.align.missing import without_lost
from provenance.align.table import SentenceTable
from provenance.drift.deepening import read_deeply
from provenance.drift.detect import SHIPPED_THRESHOLDS, detect
from provenance.drift.reading import read_links
from provenance.embed.card import language_support
from provenance.library import OpenIndex
from provenance.likeness import likeness_of
from provenance.models import Models
from provenance.search import as_it_stood, coverage_of_all, find_candidates
from provenance.values import Article, Coverage, Drift, Report, Signature
from provenance.verdict import Aligned, Judgement, Kinship, Witness, judge, judge_against, thresholds

Progress = Callable[[str], None]


def check(
    repost: Article, index: OpenIndex | Sequence[OpenIndex], models: Models, progress: Progress = lambda _: None
) -> Report:
    """Find the originals of `repost` in one index or several, and the drift between them.

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
    indexes = (index,) if isinstance(index, OpenIndex) else tuple(index)
    candidates = find_candidates(indexes, repost.story, models.embedder, credit=repost.credit)
    originals = [as_it_stood(one.article, one.index, repost.published) for one in candidates]
    hashes = ",".join(one.manifest_sha256 for one in indexes)
    return weigh(repost, originals, coverage_of_all(indexes), models, hashes, progress)


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
    witness = Witness(table, likeness_of(models.embedder))
    aligned = [witness.align(SentenceTable(one, one.story, models.embedder)) for one in originals]
    best = sorted(aligned, key=lambda one: -one.alignment.score)[:1]
    support = language_support(repost.language, *(one.original.language for one in best))
    judgement = judge(repost, aligned, searched, support, Kinship(models.embedder))
    return _report(table, judgement, models, index_sha256, progress)


def compare(repost: Article, original: Article, models: Models, progress: Progress = lambda _: None) -> Report:
    """The same report with a known original: nothing is searched.

    Raises:
        EmbedderError: the model failed.
    """
    progress("Aligning")
    table = SentenceTable(repost, repost.story, models.embedder)
    witness = Witness(table, likeness_of(models.embedder))
    aligned = witness.align(SentenceTable(original, original.story, models.embedder))
    judgement = judge_against(repost, aligned, language_support(repost.language, original.language))
    return _report(table, judgement, models, "", progress)


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
        thresholds=(*thresholds(), *SHIPPED_THRESHOLDS),
        captures=tuple(captures),
        lexicon_sha256=models.words.lexicon_sha256,
        checker_sha256=models.checker.sha256 if models.checker else "",
        deep=models.deep.signature if models.deep else None,
    )
    notes = (*judgement.notes, models.deep.note) if models.deep else judgement.notes
    return Report(repost, judgement.verdict, judgement.passages, tuple(drifts), signature, notes)


def _drifts(table: SentenceTable, source: Aligned, judgement: Judgement, models: Models) -> Sequence[Drift]:
    """Drift against one source, in the sentences that were traced to it."""
    original = source.original
    home = {one.passage.index: one.original.id for one in judgement.passages if one.original}
    theirs = [one for one in table.passages if one.kind != "heading" and home.get(one.index) == original.id]
    told = [one for one in table.passages if one.kind != "heading"]
    inside = {one for passage in told for one in passage.sentences if judgement.homes.get(one.start) == original.id}
    # An original that gave a single paragraph is quoted from, not rendered: the rest of it is not left out.
    rendered = len(theirs) > 1 or len(judgement.sources) == 1
    alignment = Witness(table, None).align(SentenceTable(original, original.story, models.embedder), known=True)
    links = [link for link in alignment.alignment.links if inside.issuperset(link.repost) and (link.repost or rendered)]
    kept = without_lost(links, table.article, original, models.embedder)
    worded = read_links([models.words.link_words(link) for link in kept], models.checker)
    aligned = replace(alignment.alignment, links=read_deeply(worded, models.deep))
    return detect(aligned, table.article, original)
