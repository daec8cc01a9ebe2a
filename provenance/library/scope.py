"""Limiting a search to some languages, outlets or dates."""

from __future__ import annotations

import json
from dataclasses import dataclass

from provenance.library.parts import OpenPart
from provenance.library.ranges import Ranges


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles are searched; an empty set, or None, is no limit.

    `outlets` are names as the index holds them, upper and lower case alike. `since` and `until` are ISO
    8601 dates of publication, both included, as far as they are written ("2024-05" is all of May); an
    article without a date lies outside of them.
    """

    languages: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return bool(self.languages or self.outlets or self.since or self.until)

    def holds(self, language: str, outlet: str | None, published: str | None) -> bool:
        """Whether an article lies inside."""
        return (
            (not self.languages or language in self.languages)
            and (not self.outlets or (outlet or "").casefold() in {one.casefold() for one in self.outlets})
            and within_dates(published, self.since, self.until)
        )

    def passages(self, part: OpenPart) -> Ranges:
        """The passages of a part whose articles lie inside."""
        conditions, values = ["1"], []
        if self.languages:
            conditions.append("language IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(self.languages)))
        if self.outlets:
            conditions.append("casefolded(outlet) IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(one.casefold() for one in self.outlets)))
        for date, condition in ((self.since, ">="), (self.until, "<=")):
            if date:
                conditions.append(f"substr(published, 1, {len(date)}) {condition} ?")
                values.append(date)
        rows = part.tables.execute(
            f"SELECT first_passage, passages FROM articles WHERE {' AND '.join(conditions)}",  # noqa: S608
            values,
        )
        return Ranges(rows)


def within_dates(published: str | None, since: str | None, until: str | None) -> bool:
    """Whether a date lies in a stretch whose ends are included as far as they are written."""
    if not (since or until):
        return True
    if not published:
        return False
    return (not since or published[: len(since)] >= since) and (not until or published[: len(until)] <= until)
