"""Publication dates with their precision: a year, a month, a day or a minute, and what can be said of two.

A date is an ISO 8601 string as precise as its source states it ("2026", "2026-04", "2026-04-21",
"2026-04-21T08:30+02:00"). It stands for a span of time; two dates are only in order where their spans
do not overlap. A time without a zone may have been anywhere on earth.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_ISO = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
#: The zones of the earth, from the first to begin a day to the last to end it.
_EASTERNMOST, _WESTERNMOST = timedelta(hours=14), timedelta(hours=-12)


@dataclass(frozen=True, slots=True)
class Published:
    """When something was published: between `earliest` and `latest`, both in UTC."""

    earliest: datetime
    latest: datetime


def published(stated: str | None) -> Published | None:
    """What a stated date stands for; None where none is stated or it is no date."""
    match = _ISO.fullmatch((stated or "").strip())
    if match is None:
        return None
    year, month, day, hour, minute, zone = match.groups()
    try:
        first = datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), tzinfo=UTC)
        last_month = int(month or 12)
        last_day = int(day or monthrange(int(year), last_month)[1])
        last = datetime(int(year), last_month, last_day, int(hour or 23), int(minute or 59), tzinfo=UTC)
        if zone is not None:
            offset = _offset(zone)
            return Published(first - offset, last - offset)
        return Published(first - _EASTERNMOST, last - _WESTERNMOST)
    except (ValueError, OverflowError):
        return None


def is_after(one: str | None, other: str | None) -> bool:
    """Whether `one` was published after `other` for certain, however either date is read."""
    a, b = published(one), published(other)
    return a is not None and b is not None and a.earliest > b.latest


def is_before(one: str | None, other: str | None) -> bool:
    """Whether `one` stands before `other` as the two are stated; equal and unknown dates are in no order.

    Unlike `is_after` this asks for likelihood, not certainty: of two days the earlier one comes first,
    although the zones of the earth could turn them round.
    """
    a, b = published(one), published(other)
    return a is not None and b is not None and a.earliest < b.earliest and a.latest < b.latest


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
