"""Dates with their precision: what order two of them are in, and when nothing can be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.publication import is_after, is_before, published


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-04-25", "2026-04-21"),
        ("2026-05", "2026-04-21"),
        ("2027", "2026-04"),
        ("2026-04-21T12:00Z", "2026-04-21T10:00+00:00"),
        ("2026-04-21T10:00-05:00", "2026-04-21T10:00+02:00"),
    ],
)
def test_what_is_after_for_certain(one: str, other: str) -> None:
    assert is_after(one, other)
    assert not is_after(other, one)
    assert is_before(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-04-21", "2026-04"),
        ("2026-04-21T23:00", "2026-04-21"),
        ("2026-04-22", "2026-04-21"),
        ("2026-04-21", None),
        (None, None),
        ("yesterday", "2026-04-21"),
        ("2026-02-30", "2026-01-01"),
    ],
)
def test_what_cannot_be_said_for_certain(one: str | None, other: str | None) -> None:
    assert not is_after(one, other)
    assert not is_after(other, one)


def test_of_two_days_the_earlier_likely_came_first() -> None:
    assert is_before("2026-04-21", "2026-04-22")
    assert not is_before("2026-04-21", "2026-04-21")
    assert not is_before("2026-04", "2026-04-21")


@given(st.text(max_size=30))
def test_any_text_may_stand_where_a_date_should(text: str) -> None:
    found = published(text)
    assert found is None or found.earliest <= found.latest
