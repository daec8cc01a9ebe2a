"""When an article was published, as its source says it, in ISO 8601."""

from __future__ import annotations

import re

_REDUCED = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")


def iso_published(value: str | None, language: str | None) -> str | None:
    """The date and time that a source states, or None where it cannot be understood.

    A year or a year and month stay as they are; other dates may be ISO 8601, as mail and feeds write
    them, or as pages in `language` (ISO 639-1) print them.
    """
    from provenance.extract.dates import date_line, iso_date

    text = (value or "").strip()
    if _REDUCED.fullmatch(text):
        return text
    return iso_date(text) or (date_line(text, language or "en") if text else None)
