"""Passages by the names and numbers that they hold, in PostgreSQL, with the scores that SQLite gives.

PostgreSQL finds the passages; it ranks without regard to how rare a word is, so BM25 is worked out here,
as FTS5 does it (Robertson & Zaragoza 2009, with its constants).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.library.cluster.postgres import PostgresTables
from provenance.library.cluster.state import State
from provenance.library.scope import Scope
from provenance.library.terms import full_text_query

#: A word that more passages hold than this finds none by itself, and counts as held by as many.
_MOST = 10_000
_K1, _B = 1.2, 0.75
_LEAST_WEIGHT = 1e-6
_WORD = re.compile(r'"([a-z0-9]+)"(\*?)')
_HELD = "array_to_tsvector(string_to_array(t.names, ' ')) @@ ?::tsquery"


@dataclass(frozen=True, slots=True)
class _Asked:
    word: str
    beginning: bool
    held: int

    @property
    def query(self) -> str:
        return f"'{self.word}'{':*' if self.beginning else ''}"

    def times(self, names: Counter[str]) -> int:
        if not self.beginning:
            return names[self.word]
        return sum(count for name, count in names.items() if name.startswith(self.word))


def search(
    tables: PostgresTables, state: State, terms: Sequence[str], k: int, scope: Scope, outlets: Sequence[str]
) -> list[tuple[int, float]]:
    """The ids of the `k` best passages and their BM25 scores, best first; higher is better.

    Args:
        tables: of the index.
        state: what they hold.
        terms: names and numbers as they stand in a text, or romanised.
        k: passages wanted.
        scope: which articles are searched.
        outlets: the outlets of the scope, as the tables spell them.
    """
    asked = [_Asked(word, bool(star), 0) for word, star in _WORD.findall(full_text_query(list(terms)))]
    if not asked or not state.named or k < 1:
        return []
    asked = sorted(_counted(tables, asked), key=lambda one: one.held)
    total = 0
    telling: list[_Asked] = []
    for one in asked:
        total += one.held
        if telling and total > _MOST:
            break
        telling.append(one)
    limits, values = _limits(scope, outlets)
    rows = tables.execute(
        f"SELECT t.rowid, t.names FROM terms AS t {limits} {_HELD} LIMIT {_MOST}",  # noqa: S608 - constants
        (*values, " | ".join(one.query for one in telling)),
    )
    mean = state.names / state.named
    found = [(int(number), _score(names.split(), asked, state.named, mean)) for number, names in rows]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:k]


def _counted(tables: PostgresTables, asked: Sequence[_Asked]) -> list[_Asked]:
    """How many passages hold each word."""
    each = f"(SELECT count(*) FROM (SELECT 1 FROM terms AS t WHERE {_HELD} LIMIT {_MOST}) AS held)"  # noqa: S608
    row = tables.execute(f"SELECT {', '.join([each] * len(asked))}", [one.query for one in asked]).fetchone()
    return [_Asked(one.word, one.beginning, held) for one, held in zip(asked, row, strict=True) if held]


def _limits(scope: Scope, outlets: Sequence[str]) -> tuple[str, list[object]]:
    """What narrows a search, as the beginning of a condition, and its values."""
    conditions: list[tuple[str, object]] = []
    if scope.languages:
        conditions.append(("a.language = ANY(?)", sorted(scope.languages)))
    if scope.outlets:
        conditions.append(("a.outlet = ANY(?)", list(outlets)))
    for date, sign in ((scope.since, ">="), (scope.until, "<=")):
        if date:
            conditions.append((f"substr(a.published, 1, {len(date)}) {sign} ?", date))
    if not conditions:
        return "WHERE", []
    joined = "JOIN passages AS p ON p.id = t.rowid JOIN articles AS a ON a.number = p.article WHERE "
    return joined + "".join(f"{text} AND " for text, _ in conditions), [value for _, value in conditions]


def _score(names: Sequence[str], asked: Sequence[_Asked], passages: int, mean: float) -> float:
    held = Counter(names)
    longer = _K1 * (1 - _B + _B * len(names) / mean) if mean else _K1
    score = 0.0
    for one in asked:
        weight = max(_LEAST_WEIGHT, math.log((passages - one.held + 0.5) / (one.held + 0.5)))
        times = one.times(held)
        score += weight * times * (_K1 + 1) / (times + longer)
    return score
