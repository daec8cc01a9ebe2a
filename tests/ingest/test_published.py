"""Dates of publication as sources state them."""

from __future__ import annotations

import pytest

from provenance.ingest.published import iso_published


@pytest.mark.parametrize(
    ("value", "language", "published"),
    [
        ("2024-05-06", None, "2024-05-06"),
        ("2024-05-06T07:08:09Z", None, "2024-05-06T07:08Z"),
        ("2024-05-06 07:08", "cs", "2024-05-06T07:08"),
        ("2024", None, "2024"),
        ("2024-05", None, "2024-05"),
        ("6. května 2024", "cs", "2024-05-06"),
        ("6. 5. 2024", "cs", "2024-05-06"),
        ("yesterday", None, None),
        ("2024-13-45", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_dates_become_iso(value: str | None, language: str | None, published: str | None) -> None:
    assert iso_published(value, language) == published


def test_dates_of_mail_and_feeds() -> None:
    found = iso_published("Mon, 06 May 2024 07:08:09 GMT", None)
    assert found is not None
    assert found.startswith("2024-05-06")
