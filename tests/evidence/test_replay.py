"""A check done again: it agrees with itself, and each thing that changed is named."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from provenance.evidence import Evidence, hold, replay
from provenance.ingest.demo import demo_folder
from provenance.models import Models, open_models
from provenance.pipeline import compare
from provenance.reading import capture, read_capture, read_original
from provenance.values import Span


@cache
def models() -> Models:
    return open_models()


@cache
def evidence() -> Evidence:
    page = capture(str(demo_folder() / "reposts" / "prisoners-repost.txt"))
    original = read_original(str(demo_folder() / "originals" / "cs-zajatci-hlaseni.txt"))
    report = compare(read_capture(page), original, models())
    assert report.drifts
    return hold(report, page, given=[original])


def differing(held: Evidence, **options: object) -> set[str]:
    points = replay(held, models(), **options)  # type: ignore[arg-type]
    return {point.name for point in points if point.agrees is False}


def test_a_check_agrees_with_itself() -> None:
    points = replay(evidence(), models(), altered=())
    assert all(point.agrees for point in points), [point for point in points if not point.agrees]
    assert [point.name for point in points[:3]] == ["files", "text", "page"]
    assert sum(point.name.startswith("finding ") for point in points) == len(evidence().report.drifts)


def test_what_was_changed_is_named() -> None:
    held, report = evidence(), evidence().report
    assert held.page is not None
    assert differing(held, altered=("report.html",)) == {"files"}
    assert differing(replace(held, page=replace(held.page, content=held.page.content + b"\n\nMore came later."))) == {
        "page"
    }
    assert differing(replace(held, page=replace(held.page, content=b""))) == {"page"}
    signature = replace(report.signature, version="0.0.9", model_sha256="0" * 64, thresholds=(("article", 0.1),))
    assert differing(replace(held, report=replace(report, signature=signature))) == {"version", "model", "thresholds"}
    captures = tuple((name, "0" * 64) for name, _ in report.signature.captures)
    (original,) = held.originals
    assert differing(replace(held, report=replace(report, signature=replace(report.signature, captures=captures)))) == {
        "text", f"original {original.article.id}",
    }  # fmt: skip
    verdict = replace(report.verdict, status="not-in-index", credit="contradicted", probability=0.2)
    assert differing(replace(held, report=replace(report, verdict=verdict))) == {"verdict", "credit", "probability"}


def test_findings_that_went_came_or_weigh_otherwise_are_named() -> None:
    held, report = evidence(), evidence().report
    first, *rest = report.drifts
    assert differing(replace(held, report=replace(report, drifts=tuple(rest)))) == {"new finding"}
    moved = replace(first, repost=Span(0, 1, report.article.text[:1]))
    assert {"new finding"} < differing(replace(held, report=replace(report, drifts=(moved, *rest))))
    lighter = replace(first, severity="minor")
    (name,) = differing(replace(held, report=replace(report, drifts=(lighter, *rest))))
    assert name.startswith("finding ")


def test_the_index_of_a_search_that_is_not_here_stays_open() -> None:
    held = evidence()
    signed = replace(held.report.signature, index_sha256="1" * 64)
    with_index = replace(held, report=replace(held.report, signature=signed))
    by_name = {point.name: point for point in replay(with_index, models())}
    assert by_name["index"].agrees is None
    assert "index" in differing(with_index, index_sha256="2" * 64)


def test_a_bare_report_is_checked_against_the_texts_that_it_quotes() -> None:
    held = hold(evidence().report, None)
    names = [point.name for point in replay(held, models())]
    assert "page" not in names
    assert "files" not in names
    assert differing(held) <= {name for name in names if name.startswith(("finding", "new", "paragraphs"))}
