"""What becomes of an article that arrives: new, unchanged, a later or earlier text of its id, or a copy of another."""

from __future__ import annotations

import sqlite3
import struct

from provenance.duplicates import is_copy
from provenance.errors import IndexBroken
from provenance.library.build import Build, Known
from provenance.library.captures import COPY, MOST_REVISIONS, REVISION, StoredCapture
from provenance.library.parts import OpenParts
from provenance.library.prepare import Prepared, prepare
from provenance.values import Article

#: What reading a damaged index can raise.
DAMAGE = (sqlite3.DatabaseError, struct.error, ValueError, TypeError, KeyError, IndexError, IndexBroken)
#: Articles that share a band and are compared word by word before a text counts as new.
_MOST_COMPARED = 20


class Placing:
    """Puts articles where they belong in a build.

    `previous` is what a rebuild replaces: only when an article was first seen, and its earlier texts, are
    taken from it.
    """

    def __init__(self, build: Build, previous: OpenParts | None = None) -> None:
        self._build = build
        self._previous = previous

    def place(self, prepared: Prepared) -> None:
        """Store an article, or see that it is there already."""
        build, given = self._build, prepared.given
        known = build.find(given.id)
        if known is not None:
            self._known(prepared, known)
            return
        if build.has_copy(given.id, given.sha256):
            build.state.unchanged += 1
            return
        original = self._copied(prepared)
        if original is not None:
            build.keep_capture(original, prepared.article, COPY, prepared.captured or build.now)
            build.state.copies += 1
            return
        first_seen, revisions = self._history(given.id, given.sha256)
        self._insert(prepared, first_seen or prepared.captured or build.now, revisions)
        build.state.added += 1

    def put_back(self, prepared: Prepared, known: Known, others: list[tuple[StoredCapture, Article]]) -> None:
        """Store an article again that was taken out a moment ago, with these other captures."""
        self._insert(Prepared(prepared.given, prepared.texts, known.seen), known.first_seen, others)

    def _known(self, prepared: Prepared, known: Known) -> None:
        build, article = self._build, prepared.given
        facts = (article.language, article.title, article.url, article.outlet, article.published)
        if known.sha256 == article.sha256 and known.facts == facts:
            build.state.unchanged += 1
            return
        if known.sha256 != article.sha256 and prepared.captured and prepared.captured < known.seen:
            # An archive read late: the newer text stays the one that is searched.
            build.keep_capture(known.number, prepared.article, REVISION, prepared.captured)
            build.state.copies += 1
            return
        others = build.captures(known.number)
        if known.sha256 != article.sha256:
            others.append(_as_revision(build.article(known.number), known))
        build.remove(known.number)
        self._insert(prepared, known.first_seen, others)
        build.state.replaced += 1

    def _insert(self, prepared: Prepared, first_seen: str, others: list[tuple[StoredCapture, Article]]) -> None:
        build = self._build
        seen = prepared.captured or build.now
        number = build.insert(prepared.rows, prepared.texts, first_seen=first_seen, seen=seen)
        revisions = sorted((one for one in others if one[0].kind == REVISION), key=lambda one: one[0].date)
        for capture, whole in [*revisions[:1], *revisions[1:][1 - MOST_REVISIONS :]]:
            build.keep_capture(number, whole, REVISION, capture.seen)
        for capture, whole in others:
            if capture.kind == COPY and is_copy(prepared.given.text, whole.text):
                build.keep_capture(number, whole, COPY, capture.seen)
            elif capture.kind == COPY:
                # The original was rewritten; what was its copy now speaks for itself.
                self.place(prepare(whole, capture.seen))

    def _copied(self, prepared: Prepared) -> int | None:
        for number in self._build.like(prepared.bands)[:_MOST_COMPARED] if prepared.bands else ():
            if is_copy(self._build.article(number).text, prepared.given.text):
                return number
        return None

    def _history(self, id_: str, sha256: str) -> tuple[str | None, list[tuple[StoredCapture, Article]]]:
        if self._previous is None:
            return None, []
        try:
            found = self._previous.find(id_)
            if found is None:
                return None, []
            part, number = found
            row = part.tables.execute(
                "SELECT sha256, first_seen, seen FROM articles WHERE number = ?", (number,)
            ).fetchone()
            revisions = [
                (one, self._previous.packed(number, one))
                for one in self._previous.captures(number)
                if one.kind == REVISION and one.sha256 != sha256
            ]
            if row[0] != sha256:
                revisions.append(_as_revision(self._previous.article(number), Known(number, row[0], (), *row[1:])))
        except DAMAGE:
            # What is being replaced is damaged; the new index must not inherit that.
            self._previous = None
            return None, []
        return str(row[1]), revisions


def _as_revision(article: Article, known: Known) -> tuple[StoredCapture, Article]:
    facts = (article.published, article.outlet, article.url, article.title, article.language)
    return StoredCapture(article.id, REVISION, article.sha256, known.seen, *facts), article
