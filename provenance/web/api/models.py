"""What the API takes and gives, as Pydantic models: the source of its OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from provenance.web.history import LONGEST_NOTE, Mark
from provenance.web.jobs import MOST_ARTICLES, State

#: Characters of a text, of an address, of a name; pairs of one comparison.
LONGEST_TEXT, LONGEST_ADDRESS, LONGEST_NAME = 3_000_000, 8_192, 100
MOST_PAIRS, MOST_PLACES = 1_000, 50
#: Characters of one side of a pair, and of a sentence to look up.
LONGEST_SIDE, LONGEST_SENTENCE = 20_000, 2_000

_Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
_Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Source(_Body):
    """An article: exactly one of `url`, `text` and `html`; beside `html`, `address` says where the page was seen."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ADDRESS)] | None = None
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)] | None = None
    html: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)] | None = None
    address: Annotated[str, StringConstraints(max_length=LONGEST_ADDRESS)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(given is not None for given in (self.url, self.text, self.html)) != 1:
            raise ValueError("give exactly one of url, text and html")
        return self


class CheckRequest(Source):
    """An article to check; with `against`, a known original is compared and nothing is searched."""

    index: list[_Name] = Field([], max_length=20, description="Names of indexes; else the first of the desk.")
    against: Source | None = None
    keep: bool = Field(default=False, description="Keep the report in the history, under the address in `Location`.")


class JobRequest(_Body):
    """Articles to check one after the other; their reports are kept in the history."""

    articles: list[Source] = Field(min_length=1, max_length=MOST_ARTICLES)
    index: list[_Name] = Field([], max_length=20)


class JobItem(BaseModel):
    """How far one article of a job is; `report` is an id for /reports/{id}."""

    source: str
    state: State
    stage: str | None
    report: str | None
    error: str | None


class JobState(BaseModel):
    """How far a job is."""

    id: str
    events: str = Field(description="Where its progress can be followed as server-sent events.")
    ended: bool
    articles: list[JobItem]


class Pair(_Body):
    """Two texts that say the same."""

    original: str = Field(max_length=LONGEST_SIDE)
    repost: str = Field(max_length=LONGEST_SIDE)
    original_language: _Language | None = None
    repost_language: _Language | None = None


class CompareRequest(_Body):
    """Pairs of texts to compare, without a search."""

    pairs: list[Pair] = Field(min_length=1, max_length=MOST_PAIRS)


class PairResult(BaseModel):
    """The findings in one pair, as in the JSON report."""

    row: int
    drifts: list[dict[str, Any]]
    drift_probability: float


class CompareAnswer(BaseModel):
    """One result for each pair, in their order."""

    rows: list[PairResult]


class SearchRequest(_Body):
    """A sentence, and where to look for it."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SENTENCE)]
    index: list[_Name] = Field([], max_length=20)
    limit: int = Field(10, ge=1, le=MOST_PLACES)


class FoundSentence(BaseModel):
    """A sentence of an original; `start` counts code points of the original's text."""

    text: str
    start: int


class FoundPassage(BaseModel):
    """The paragraph around it."""

    index: int
    start: int
    text: str


class FoundOriginal(BaseModel):
    """The article that it stands in."""

    id: str
    title: str | None
    url: str | None
    outlet: str | None
    language: str
    published: str | None


class FoundPlace(BaseModel):
    """Where a sentence may come from; `similarity` is a cosine, and grades no fidelity."""

    index: str
    similarity: float
    sentence: FoundSentence
    passage: FoundPassage
    original: FoundOriginal


class SearchAnswer(BaseModel):
    """Places, best first."""

    places: list[FoundPlace]


class IndexInfo(BaseModel):
    """What an index of this desk holds; `problem` says why it cannot be used."""

    name: str
    articles: int | None
    passages: int | None
    created: str | None
    outlets: list[str]
    languages: list[str]
    since: str | None
    until: str | None
    problem: str | None


class IndexList(BaseModel):
    """The indexes of this desk, the default first."""

    indexes: list[IndexInfo]


class Health(BaseModel):
    """Whether the desk can work."""

    status: Literal["ok", "starting"]
    version: str
    workers: int
    waiting: int


class ReportEntry(BaseModel):
    """One report of the history."""

    id: str
    created: str
    source: str
    summary: dict[str, Any]
    reviewed: int


class ReportList(BaseModel):
    """Reports, newest first."""

    reports: list[ReportEntry]


class ReviewRequest(_Body):
    """What someone says about a finding; neither mark nor note takes it back."""

    mark: Mark | None = None
    note: str = Field("", max_length=LONGEST_NOTE)


class ReviewState(ReviewRequest):
    """What was said about a finding."""

    finding: int
    updated: str


class ReviewList(BaseModel):
    """What was said about the findings of a report."""

    reviews: list[ReviewState]


class Deleted(BaseModel):
    """How many reports were deleted."""

    deleted: int


class Problem(BaseModel):
    """An error (RFC 9457): `title` is its kind, `detail` one sentence with the remedy."""

    type: str
    title: str
    status: int
    detail: str
