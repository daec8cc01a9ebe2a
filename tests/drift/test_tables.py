"""Every check against its table of drifted and faithful pairs; a check without a table fails."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from _pytest.mark import ParameterSet

from provenance.drift.registry import Check, checks
from provenance.values import Finding, Span
from tests.drift.links import Row

FEWEST_DRIFTED, FEWEST_FAITHFUL, FEWEST_LANGUAGES = 8, 12, 5


def rows(kind: str) -> list[ParameterSet]:
    return list(_rows(kind))


def _rows(kind: str) -> Iterator[ParameterSet]:
    for check in checks():
        name = f"tests.drift.tables.{check.id}"
        if find_spec(name) is None:
            continue
        for row in getattr(import_module(name), kind):
            yield pytest.param(check, row, id=f"{check.id}-{row.languages}-{row.repost[:40]}")


@pytest.mark.parametrize(("check", "row"), rows("DRIFTED"))
def test_drifted(check: Check, row: Row) -> None:
    found = list(check.find(row.link()))
    assert any(_holds(finding, row) for finding in found), found


@pytest.mark.parametrize(("check", "row"), rows("FAITHFUL"))
def test_faithful(check: Check, row: Row) -> None:
    assert list(check.find(row.link())) == []


@pytest.mark.parametrize("check", [pytest.param(check, id=check.id) for check in checks()])
def test_every_check_has_a_table(check: Check) -> None:
    table = import_module(f"tests.drift.tables.{check.id}")
    assert len(table.DRIFTED) >= FEWEST_DRIFTED
    assert len(table.FAITHFUL) >= FEWEST_FAITHFUL
    assert len({row.languages for row in table.DRIFTED + table.FAITHFUL}) >= FEWEST_LANGUAGES
    assert any(row.repost_quote or row.original_quote for row in table.DRIFTED)


@pytest.mark.parametrize(("check", "row"), rows("DRIFTED"))
def test_spans_quote_the_text(check: Check, row: Row) -> None:
    for finding in check.find(row.link()):
        assert finding.repost is not None or finding.original is not None
        assert 0 < finding.probability < 1
        assert finding.reason.strip().endswith((".", "”", "”."))
        for span, text in ((finding.repost, row.repost), (finding.original, row.original)):
            assert span is None or text[span.start : span.end] == span.quote


def _holds(finding: Finding, row: Row) -> bool:
    return _quotes(finding.repost, row.repost_quote) and _quotes(finding.original, row.original_quote)


def _quotes(span: Span | None, quote: str | None) -> bool:
    return quote is None or (span is not None and quote in span.quote)
