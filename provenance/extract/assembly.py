"""From labelled stretches of text to an `Article`: sentences, languages, the credit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from provenance.credit import find_credit, is_whole_line
from provenance.errors import EmptyPage
from provenance.language import UNKNOWN_LANGUAGE, has_letters, plain_code, sampled_language
from provenance.segment import sentences
from provenance.values import STORY_KINDS, Article, Credit, Passage, PassageKind

#: More than any article has; a longer text is a data dump or an attack.
MOST_CHARACTERS = 3_000_000
#: Passages with fewer letters are told apart too unreliably to contradict their article.
_FEWEST_LETTERS = 40
#: A less certain guess does not contradict the article either.
_SURE_ENOUGH = 0.7
#: Characters of a passage that tell its language; the whole story tells the article's.
_SAMPLE = 240
_LONG_STORY_LETTERS = 200
_SURE_ENOUGH_OF_A_STORY = 0.4
#: Languages that detectors confuse with each other on short text.
_RELATIVES = (
    frozenset(["cs", "sk"]),
    frozenset(["bs", "hr", "sl", "sr", "mk", "bg"]),
    frozenset(["da", "no", "sv"]),
    frozenset(["be", "ru", "uk"]),
    frozenset(["ca", "es", "gl", "pt"]),
    frozenset(["id", "ms"]),
    frozenset(["az", "tr"]),
    frozenset(["af", "nl"]),
)


@dataclass(frozen=True, slots=True)
class Details:
    """What a page says about its article; `language` is as declared."""

    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled stretch of the text; `url` is a link inside it that may lead to the credited outlet."""

    start: int
    end: int
    kind: PassageKind
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled paragraph before its place in the text is known."""

    text: str
    kind: PassageKind
    url: str | None = None


def join(blocks: Iterable[Block]) -> tuple[str, list[Mark]]:
    """The paragraphs as one text, separated by blank lines, and where each stands."""
    parts: list[str] = []
    marks: list[Mark] = []
    position = 0
    for block in blocks:
        if parts:
            position += 2
        parts.append(block.text)
        marks.append(Mark(position, position + len(block.text), block.kind, block.url))
        position += len(block.text)
    return "\n\n".join(parts), marks


def assemble(text: str, marks: Sequence[Mark], details: Details, article_id: str | None) -> Article:
    """The article that the marks make of the text.

    Args:
        text: The whole text.
        marks: Its paragraphs in order, without overlap and without white space at their ends.
        details: What the page says about it.
        article_id: Kept verbatim; without one, the URL or a hash of the text stands in.

    Raises:
        EmptyPage: There are no paragraphs.
    """
    if not marks:
        raise EmptyPage("There is no text here; give the text of the article itself.")
    marks, credit = _credited(text, marks)
    language = _article_language(text, marks, plain_code(details.language))
    passages = []
    for index, mark in enumerate(marks):
        piece = text[mark.start : mark.end]
        own = _passage_language(piece, language, text)
        spoken = language if own == UNKNOWN_LANGUAGE else own
        passages.append(Passage(index, mark.start, piece, mark.kind, own, sentences(piece, spoken, mark.start)))
    return Article(
        id=article_id or details.url or _derived_id(text),
        text=text,
        language=language,
        passages=tuple(passages),
        title=details.title,
        url=details.url,
        outlet=details.outlet,
        published=details.published,
        credit=credit,
    )


def _credited(text: str, marks: Sequence[Mark]) -> tuple[list[Mark], Credit | None]:
    relabelled: list[Mark] = []
    lines: list[Credit] = []
    inside: list[Credit] = []
    for mark in marks:
        piece = text[mark.start : mark.end]
        credit = find_credit(piece, mark.start, mark.url)
        whole = credit is not None and is_whole_line(credit, piece)
        if credit is not None and (whole or mark.kind in STORY_KINDS):
            (lines if whole else inside).append(credit)
        relabelled.append(replace(mark, kind="credit") if whole else mark)
    # A story of nothing but a credit line has nothing to check it against: the line is its text.
    if not any(mark.kind in STORY_KINDS for mark in relabelled):
        return list(marks), None
    return relabelled, lines[-1] if lines else inside[0] if inside else None


def _article_language(text: str, marks: Sequence[Mark], declared: str | None) -> str:
    story = " ".join(text[mark.start : mark.end] for mark in marks if mark.kind in STORY_KINDS)
    detected, sure = sampled_language(story or text, declared)
    if declared is None:
        return detected
    short = not has_letters(story, _LONG_STORY_LETTERS)
    weak = sure < (_SURE_ENOUGH if short else _SURE_ENOUGH_OF_A_STORY)
    return declared if weak or _related(detected, declared) else detected


def _passage_language(piece: str, language: str, text: str) -> str:
    detected, sure = sampled_language(piece[:_SAMPLE], language)
    if language == UNKNOWN_LANGUAGE or detected in (language, UNKNOWN_LANGUAGE):
        return detected
    weak = sure < _SURE_ENOUGH or not has_letters(piece, _FEWEST_LETTERS)
    if _related(detected, language) or (weak and _is_latin(piece) == _is_latin(text)):
        return language
    return detected


def _related(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _RELATIVES)


def _is_latin(text: str) -> bool:
    letters = list(filter(str.isalpha, text[:2000]))
    return 2 * sum(map("\u0250".__gt__, letters)) > len(letters)


def _derived_id(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
