"""A check done again: what of its report still agrees, point by point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance import __version__
from provenance.errors import ExtractionError
from provenance.evidence.holding import Evidence
from provenance.library import OpenIndex
from provenance.models import Models
from provenance.pipeline import Progress, check, compare, weigh
from provenance.reading import Capture, read_capture
from provenance.report.view import ranked
from provenance.report.wording import check_name, deep_words, percent
from provenance.values import Article, DeepSignature, Drift, Report, Signature

#: Probabilities that differ by less are the same answer.
SAME_PROBABILITY = 0.05
_NONE = "none"
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a report states, `then`, and what stands in its place `now`.

    `agrees` is None where there is nothing to compare it with.
    """

    name: str
    agrees: bool | None
    then: str
    now: str


def replay(
    evidence: Evidence,
    models: Models,
    *,
    indexes: Sequence[OpenIndex] = (),
    index_sha256: str | None = None,
    altered: Sequence[str] | None = None,
    progress: Progress = lambda _: None,
) -> list[Point]:
    """Do a check again and compare.

    Args:
        evidence: The report, and what it can be checked again with.
        models: What to compute with.
        indexes: What to search; without any, the originals at hand stand in for a search.
        index_sha256: The hash of what was searched as it is now, None where it is not here.
        altered: The files of the bundle that are not as they were packed, None where there is no bundle.
        progress: Told the name of each stage as it begins.

    Returns:
        The points, the texts first, then what the result depends on, then the result.

    Raises:
        EmbedderError: The model failed.
    """
    then = evidence.report
    page = None if evidence.page is None else _read_again(evidence.page)
    # The page knows more than its report does, such as the text around the story.
    repost = page if isinstance(page, Article) and page.text == then.article.text else then.article
    now = _again(evidence, repost, models, indexes, progress)
    return [
        *([] if altered is None else [_files(altered)]),
        *_texts(evidence, page),
        *_conditions(then.signature, now.signature, index_sha256),
        *_answers(then, now),
        *_findings(then.drifts, now.drifts),
    ]


def _read_again(page: Capture) -> Article | ExtractionError:
    try:
        return read_capture(page)
    except ExtractionError as error:
        return error


def _again(
    evidence: Evidence, repost: Article, models: Models, indexes: Sequence[OpenIndex], progress: Progress
) -> Report:
    searched = evidence.report.verdict.searched
    originals = [held.article for held in evidence.originals]
    if not searched.indexes and originals:
        return compare(repost, originals[0], models, progress)
    if indexes:
        return check(repost, indexes, models, progress)
    return weigh(repost, originals, searched, models, evidence.report.signature.index_sha256, progress)


def _files(altered: Sequence[str]) -> Point:
    return Point("files", not altered, "as packed", f"changed: {', '.join(altered)}" if altered else "as packed")


def _texts(evidence: Evidence, page: Article | ExtractionError | None) -> Iterator[Point]:
    hashes = dict(evidence.report.signature.captures)
    repost = evidence.report.article
    yield _hash("text", hashes.get(repost.id), repost)
    if page is not None:
        yield _page(page, repost)
    for held in evidence.originals:
        if held.article.id in hashes:
            yield _hash(f"original {held.article.id}", hashes[held.article.id], held.article)


def _hash(name: str, then: str | None, article: Article) -> Point:
    return Point(name, None if then is None else then == article.sha256, _short(then), _short(article.sha256))


def _page(page: Article | ExtractionError, repost: Article) -> Point:
    """Whether the captured bytes, read again, give the text of the report."""
    if isinstance(page, ExtractionError):
        return Point("page", agrees=False, then=_short(repost.sha256), now=str(page))
    return Point("page", page.text == repost.text, _short(repost.sha256), _short(page.sha256))


def _conditions(then: Signature, now: Signature, index_sha256: str | None) -> Iterator[Point]:
    yield Point("version", then.version == __version__, then.version, __version__)
    yield Point("embedder", then.embedder == now.embedder, then.embedder, now.embedder)
    yield Point("model", then.model_sha256 == now.model_sha256, _short(then.model_sha256), _short(now.model_sha256))
    yield Point(
        "lexicon", then.lexicon_sha256 == now.lexicon_sha256, _short(then.lexicon_sha256), _short(now.lexicon_sha256)
    )
    yield Point(
        "checker", then.checker_sha256 == now.checker_sha256, _short(then.checker_sha256), _short(now.checker_sha256)
    )
    if then.deep or now.deep:
        yield _deep(then.deep, now.deep)
    if then.index_sha256:
        agrees = None if index_sha256 is None else then.index_sha256 == index_sha256
        yield Point("index", agrees, _short(then.index_sha256), _short(index_sha256) if index_sha256 else "not here")
    old, new = dict(then.thresholds), dict(now.thresholds)
    moved = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    yield Point(
        "thresholds",
        not moved,
        ", ".join(f"{name} {old.get(name, _NONE)}" for name in moved) or f"{len(old)} values",
        ", ".join(f"{name} {new.get(name, _NONE)}" for name in moved) or "the same",
    )


def _deep(then: DeepSignature | None, now: DeepSignature | None) -> Point:
    """Whether the same named model read along, by its files and its calibration."""
    if now is None:
        return Point("deep model", agrees=None, then=_read_by(then), now="not here; name it with --deep")
    same = then is not None and (then.sha256, then.calibration_sha256) == (now.sha256, now.calibration_sha256)
    return Point("deep model", same, _read_by(then), _read_by(now))


def _read_by(deep: DeepSignature | None) -> str:
    return deep_words(deep) if deep else _NONE


def _answers(then: Report, now: Report) -> Iterator[Point]:
    old, new = then.verdict, now.verdict
    yield Point("verdict", old.status == new.status, old.status, new.status)
    close = abs(old.probability - new.probability) < SAME_PROBABILITY
    yield Point("probability", close, percent(old.probability), percent(new.probability))
    yield Point("credit", old.credit == new.credit, old.credit, new.credit)
    was, is_ = (report.verdict.originals[0].id if report.verdict.originals else _NONE for report in (then, now))
    yield Point("source", was == is_, was, is_)
    before, after = (sum(one.status == "traced" for one in report.passages) for report in (then, now))
    yield Point("paragraphs traced", before == after, str(before), str(after))


def _findings(then: Sequence[Drift], now: Sequence[Drift]) -> Iterator[Point]:
    left = list(now)
    for number, drift in enumerate(ranked(tuple(then)), 1):
        same = next((other for other in left if _same(drift, other)), None)
        if same is not None:
            left.remove(same)
        yield Point(
            f"finding {number}", same is not None and same.severity == drift.severity, _said(drift), _said(same)
        )
    for drift in left:
        yield Point("new finding", agrees=False, then=_NONE, now=_said(drift))


def _same(one: Drift, other: Drift) -> bool:
    places = (one.repost, one.original) == (other.repost, other.original)
    return one.check == other.check and one.passage == other.passage and places


def _said(drift: Drift | None) -> str:
    if drift is None:
        return "not found"
    quoted = drift.repost or drift.original
    return f"{drift.severity}, {check_name(drift.check)}: “{quoted.quote if quoted else ''}”"


def _short(digest: str | None) -> str:
    return digest[:_DIGITS] if digest else _NONE
