"""The two sides of a link as running text, so that a check can match patterns and hand back spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter

from provenance.language import NAMES
from provenance.values import Finding, Link, Sentence, Severity, Span, Word

_start, _end = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of a link; sides are told apart by identity, which makes them quick to look up.

    `text` is the sentences with the gaps between them filled with spaces, so that position `i` in
    `text` is the offset `start + i` in the article. `label` names the side in a reason ("the Czech
    original"). `context` is the text around the side. `linked` holds, for each word of `words`, the
    positions of its counterparts on the other side, strongest first, and `strengths` those links' strengths;
    `support` says how well any word of the other side could render it.
    """

    text: str
    start: int
    language: str
    label: str
    context: str
    words: tuple[Word, ...]
    linked: tuple[tuple[int, ...], ...]
    strengths: tuple[tuple[float, ...], ...]
    support: tuple[float, ...] = ()

    @property
    def original(self) -> bool:
        """Whether this is the original's side."""
        return self.label.endswith("original")

    @property
    def subject(self) -> str:
        """The label at the beginning of a sentence ("The Czech original")."""
        return self.label[0].upper() + self.label[1:]

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`, in offsets of the article."""
        return Span(self.start + start, self.start + end, self.text[start:end])

    def whole(self) -> Span:
        """The span of the whole side."""
        return self.span(0, len(self.text))

    def words_in(self, start: int, end: int) -> tuple[int, ...]:
        """Positions of the words that overlap `text[start:end]`."""
        first = bisect_right(self.words, self.start + start, key=_end)
        return tuple(range(first, max(first, bisect_left(self.words, self.start + end, key=_start))))

    def strongest(self, start: int, end: int) -> float:
        """The strength of the strongest link of a word in `text[start:end]`, 0 without one."""
        return max((s for i in self.words_in(start, end) for s in self.strengths[i]), default=0.0)

    def counterparts(self, start: int, end: int) -> tuple[int, ...]:
        """Positions of the other side's words that are linked to words in `text[start:end]`."""
        return tuple(sorted({j for i in self.words_in(start, end) for j in self.linked[i]}))


def one_sided(
    side: Side, span: Span, reason: str, *, missing: float, extra: float, severity: Severity = "minor"
) -> Finding:
    """A finding about something that only `side` has: missing from the repost, or extra in it."""
    if side.original:
        return Finding(severity, missing, reason, repost=None, original=span)
    return Finding(severity, extra, reason, repost=span, original=None)


#: The sides of the links looked at last, by the links' identity: hashing a link takes longer than a check.
_recent: dict[int, tuple[Link, tuple[Side, Side]]] = {}
_MOST_RECENT = 64


def sides(link: Link) -> tuple[Side, Side]:
    """The original side and the repost side of a link; the same objects while the link is being looked at."""
    known = _recent.get(id(link))
    if known is not None and known[0] is link:
        return known[1]
    if len(_recent) >= _MOST_RECENT:
        _recent.clear()
    both = _sides(link)
    _recent[id(link)] = link, both
    return both


def _sides(link: Link) -> tuple[Side, Side]:
    there = [(-word.strength, word.original, word.repost) for word in link.words]
    back = [(-word.strength, word.repost, word.original) for word in link.words]
    text, start = _running(link.original)
    original = Side(
        text=text,
        start=start,
        language=link.original_language,
        label=f"the {_named(link.original_language)}original",
        context=link.original_context,
        words=link.original_words,
        linked=_linked(len(link.original_words), there),
        strengths=_strengths(len(link.original_words), there),
        support=link.original_support,
    )
    text, start = _running(link.repost)
    repost = Side(
        text=text,
        start=start,
        language=link.repost_language,
        label=f"the {_named(link.repost_language)}repost",
        context=link.repost_context,
        words=link.repost_words,
        linked=_linked(len(link.repost_words), back),
        strengths=_strengths(len(link.repost_words), back),
        support=link.repost_support,
    )
    return original, repost


def _named(code: str) -> str:
    return f"{NAMES[code]} " if code in NAMES else ""


def _running(sentences: tuple[Sentence, ...]) -> tuple[str, int]:
    if not sentences:
        return "", 0
    start, pieces, at = sentences[0].start, [], sentences[0].start
    for sentence in sentences:
        pieces += [" " * (sentence.start - at), sentence.text]
        at = sentence.end
    return "".join(pieces), start


def _linked(count: int, pairs: list[tuple[float, int, int]]) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in range(count)]
    for _, here, there in sorted(pairs):
        found[here].append(there)
    return tuple(map(tuple, found))


def _strengths(count: int, pairs: list[tuple[float, int, int]]) -> tuple[tuple[float, ...], ...]:
    found: list[list[float]] = [[] for _ in range(count)]
    for strength, here, _ in sorted(pairs):
        found[here].append(-strength)
    return tuple(map(tuple, found))
