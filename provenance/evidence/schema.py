"""`bundle.json`, schema `provenance.evidence/1`: how the pages were captured and how the originals are divided."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from provenance import values
from provenance.errors import ReportError
from provenance.evidence.holding import Evidence, HeldOriginal
from provenance.reading import Capture
from provenance.report.safe import encodable

SCHEMA: Literal["provenance.evidence/1"] = "provenance.evidence/1"
MOST_ORIGINALS = 100

Offset = Annotated[int, Field(ge=0)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class _Range(_Model):
    start: Offset
    end: Offset


class _Passage(_Range):
    kind: values.PassageKind
    language: str
    sentences: tuple[_Range, ...]


class _Original(_Model):
    id: str
    title: str | None
    url: str | None
    outlet: str | None
    language: str
    published: str | None
    seen: str | None
    passages: tuple[_Passage, ...]


class _Page(_Model):
    name: str
    url: str | None
    content_type: str | None
    charset: str | None
    taken: str


class Bundle(_Model):
    """What `bundle.json` holds; the texts and the page's bytes stand in files of their own."""

    schema_: Literal["provenance.evidence/1"] = Field(alias="schema")
    version: str
    page: _Page | None
    originals: tuple[_Original, ...] = Field(max_length=MOST_ORIGINALS)


def describe(evidence: Evidence) -> str:
    """The text of `bundle.json`."""
    page = evidence.page
    described = Bundle(
        schema=SCHEMA,
        version=evidence.report.signature.version,
        page=None
        if page is None
        else _Page(
            name=page.name, url=page.url, content_type=page.content_type, charset=page.charset, taken=page.taken
        ),
        originals=tuple(_original(held) for held in evidence.originals),
    )
    # Pydantic's own JSON fails on lone surrogates.
    return encodable(json.dumps(described.model_dump(by_alias=True), ensure_ascii=False, indent=2)) + "\n"


def read(data: bytes) -> Bundle:
    """What a `bundle.json` from anywhere says.

    Raises:
        ReportError: It is not of this schema.
    """
    try:
        return Bundle.model_validate_json(data)
    except ValidationError as error:
        raise ReportError("The bundle's list of contents cannot be read; ask for the bundle again.") from error


def captured(page: _Page, content: bytes) -> Capture:
    """The page as it was captured."""
    return Capture(page.name, content, page.taken, page.url, page.content_type, page.charset)


def held(described: _Original, text: str) -> HeldOriginal:
    """An original with its text.

    Raises:
        ReportError: Its passages are not in its text.
    """
    passages = []
    end = 0
    for index, one in enumerate(described.passages):
        inside = all(one.start <= s.start <= s.end <= one.end for s in one.sentences)
        if not end <= one.start <= one.end <= len(text) or not inside:
            raise ReportError("The bundle was altered: an original is divided where its text does not reach.")
        end = one.end
        sentences = tuple(values.Sentence(text[s.start : s.end], s.start) for s in one.sentences)
        passages.append(values.Passage(index, one.start, text[one.start : one.end], one.kind, one.language, sentences))
    article = values.Article(
        id=described.id,
        text=text,
        language=described.language,
        passages=tuple(passages),
        title=described.title,
        url=described.url,
        outlet=described.outlet,
        published=described.published,
    )
    return HeldOriginal(article, described.seen)


def _original(held: HeldOriginal) -> _Original:
    article = held.article
    return _Original(
        id=article.id,
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        language=article.language,
        published=article.published,
        seen=held.seen,
        passages=tuple(
            _Passage(
                start=passage.start,
                end=passage.end,
                kind=passage.kind,
                language=passage.language,
                sentences=tuple(_Range(start=one.start, end=one.end) for one in passage.sentences),
            )
            for passage in article.passages
        ),
    )
