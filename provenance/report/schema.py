"""What a JSON report must hold before it is believed: types, ranges, and offsets that agree with the texts.

Fields that this version does not know are passed over, so that a newer minor version stays readable.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from provenance import values
from provenance.errors import ReportError

#: More than any article has; laying a report out takes time quadratic in the findings of one paragraph.
MOST_DRIFTS = 5_000

Offset = Annotated[int, Field(ge=0)]
Probability = Annotated[float, Field(ge=0, le=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, allow_inf_nan=False, frozen=True)


class _Range(_Model):
    start: Offset
    end: Offset


class _Span(_Range):
    quote: str

    def value(self) -> values.Span:
        return values.Span(self.start, self.end, self.quote)


class _OriginalSpan(_Span):
    id: str | None


class _Credit(_Range):
    text: str
    outlet: str
    url: str | None = None

    def value(self) -> values.Credit:
        return values.Credit(self.text, self.outlet, self.start, self.end, self.url)


class _Article(_Model):
    title: str | None
    language: str
    url: str | None
    published: str | None
    text: str
    credit: _Credit | None
    id: str = ""
    outlet: str | None = None

    def value(self, passages: tuple[values.Passage, ...]) -> values.Article:
        return values.Article(
            id=self.id,
            text=self.text,
            language=self.language,
            passages=passages,
            title=self.title,
            url=self.url,
            outlet=self.outlet,
            published=self.published,
            credit=self.credit.value() if self.credit else None,
        )


class _Original(_Model):
    id: str
    title: str | None
    url: str | None
    outlet: str | None
    language: str
    published: str | None
    share: Probability
    text: str
    relation: values.Relation
    probability: Probability = 0.0
    renders: str | None = None

    def value(self) -> values.OriginalArticle:
        return values.OriginalArticle(**self.model_dump())


class _Coverage(_Model):
    indexes: tuple[str, ...]
    articles: Offset
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    since: str | None = Field(alias="from")
    until: str | None = Field(alias="to")

    def value(self) -> values.Coverage:
        return values.Coverage(**self.model_dump())


class _Verdict(_Model):
    status: values.ArticleStatus
    probability: Probability
    credit: values.CreditStatus
    originals: tuple[_Original, ...]
    searched: _Coverage
    support: values.Support

    def value(self) -> values.Verdict:
        return values.Verdict(
            status=self.status,
            probability=self.probability,
            credit=self.credit,
            originals=tuple(original.value() for original in self.originals),
            searched=self.searched.value(),
            support=self.support,
        )


class _SourcePassage(_Range):
    id: str
    text: str
    similarity: FiniteFloat

    def value(self) -> values.SourcePassage:
        return values.SourcePassage(self.id, self.start, self.end, self.text, self.similarity)


class _Passage(_Range):
    index: Offset
    text: str
    kind: values.PassageKind
    status: values.PassageStatus
    probability: Probability
    original: _SourcePassage | None
    others: tuple[_SourcePassage, ...]
    language: str = "und"
    sentences: tuple[_Range, ...] = ()

    def value(self, article: str) -> values.TracedPassage:
        sentences = tuple(values.Sentence(article[s.start : s.end], s.start) for s in self.sentences)
        passage = values.Passage(self.index, self.start, self.text, self.kind, self.language, sentences)
        original = self.original.value() if self.original else None
        return values.TracedPassage(
            passage, self.status, self.probability, original, tuple(other.value() for other in self.others)
        )


class _DeepReading(_Model):
    model: str
    kind: values.DeepKind
    scores: dict[str, FiniteFloat]
    doubt: FiniteFloat | None

    def value(self) -> values.DeepReading:
        return values.DeepReading(self.model, self.kind, tuple(self.scores.items()), self.doubt)


class _DeepSignature(_Model):
    model: str
    kind: values.DeepKind
    sha256: str
    revision: str = ""
    calibration_sha256: str = ""

    def value(self) -> values.DeepSignature:
        return values.DeepSignature(**self.model_dump())


class _Drift(_Model):
    check: str
    severity: values.Severity
    probability: Probability
    reason: str
    passage: Offset
    repost: _Span | None
    original: _OriginalSpan | None
    original_id: str | None = None
    also: tuple[str, ...] = ()
    deep: _DeepReading | None = None

    def value(self) -> values.Drift:
        return values.Drift(
            check=self.check,
            severity=self.severity,
            probability=self.probability,
            reason=self.reason,
            passage=self.passage,
            repost=self.repost.value() if self.repost else None,
            original=self.original.value() if self.original else None,
            original_id=self.original.id if self.original else self.original_id,
            also=self.also,
            deep=self.deep.value() if self.deep else None,
        )


class _Capture(_Model):
    id: str
    sha256: str


class _Signature(_Model):
    version: str
    embedder: str
    model_sha256: str
    index_sha256: str
    thresholds: dict[str, FiniteFloat] = {}
    captures: tuple[_Capture, ...] = ()
    lexicon_sha256: str = ""
    checker_sha256: str = ""
    deep: _DeepSignature | None = None

    def value(self) -> values.Signature:
        return values.Signature(
            version=self.version,
            embedder=self.embedder,
            model_sha256=self.model_sha256,
            index_sha256=self.index_sha256,
            thresholds=tuple(self.thresholds.items()),
            captures=tuple((capture.id, capture.sha256) for capture in self.captures),
            lexicon_sha256=self.lexicon_sha256,
            checker_sha256=self.checker_sha256,
            deep=self.deep.value() if self.deep else None,
        )


class _Report(_Model):
    schema_: Literal["provenance.report/1"] = Field(alias="schema")
    article: _Article
    verdict: _Verdict
    passages: tuple[_Passage, ...]
    drifts: tuple[_Drift, ...] = Field(max_length=MOST_DRIFTS)
    signature: _Signature
    notes: tuple[str, ...] = ()


def read(data: bytes) -> values.Report:
    """The report in UTF-8 JSON from anywhere.

    Raises:
        ReportError: It is not JSON, not of this schema, or its offsets do not agree with its texts.
    """
    try:
        found = _Report.model_validate_json(data)
    except ValidationError as error:
        raise ReportError(_explain(error)) from error
    _agree(found)
    passages = tuple(passage.value(found.article.text) for passage in found.passages)
    return values.Report(
        article=found.article.value(tuple(traced.passage for traced in passages)),
        verdict=found.verdict.value(),
        passages=passages,
        drifts=tuple(drift.value() for drift in found.drifts),
        signature=found.signature.value(),
        notes=found.notes,
    )


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    again = "make it again with `provenance check … --format json`"
    if first["type"] == "json_invalid":
        return f"The report is not valid JSON; {again}."
    if first["loc"] == ("schema",):
        return f"The report is not of the schema provenance.report/1 that this version reads; {again}."
    # A key of the report itself may stand in the location: only names of ours are repeated.
    place = ".".join(str(part) for part in first["loc"] if isinstance(part, int) or part.isidentifier())[:80]
    return f"The report cannot be read: its field {place} is missing or of the wrong kind; {again}."


def _agree(found: _Report) -> None:
    """Refuse a report that quotes what is not in its texts."""
    text = found.article.text
    for position, passage in enumerate(found.passages):
        inside = all(passage.start <= s.start <= s.end <= passage.end for s in passage.sentences)
        if passage.index != position or not inside or not _quotes(text, passage, passage.text):
            raise ReportError(f"The report was altered: passage {position} does not agree with the article's text.")
    originals = {original.id: original.text for original in found.verdict.originals}
    for number, drift in enumerate(found.drifts):
        source = originals.get((drift.original.id if drift.original else None) or "")
        true = drift.repost is None or _quotes(text, drift.repost, drift.repost.quote)
        if drift.original is not None and source is not None:
            true = true and _quotes(source, drift.original, drift.original.quote)
        if not true or drift.passage >= max(1, len(found.passages)):
            raise ReportError(f"The report was altered: finding {number} does not agree with the texts that it quotes.")
    for passage in found.passages:
        for beside in (passage.original, *passage.others):
            if beside and beside.id in originals and not _quotes(originals[beside.id], beside, beside.text):
                raise ReportError(
                    f"The report was altered: what stands beside passage {passage.index} is not in its original."
                )


def _quotes(text: str, where: _Range, quote: str) -> bool:
    return where.end - where.start == len(quote) and text[where.start : where.end] == quote
