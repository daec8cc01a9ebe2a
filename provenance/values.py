"""The values that travel along the road: frozen, hashable, made of tuples and plain values.

Offsets are Unicode code points into the `text` of the article that a value belongs to, and
`article.text[x.start:x.end] == x.text` holds for every passage, sentence and word.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

PassageKind = Literal["body", "heading", "quote", "credit", "furniture"]
PassageStatus = Literal["traced", "untraced", "skipped"]
ArticleStatus = Literal["traced", "partly-traced", "not-in-index"]
CreditStatus = Literal["confirmed", "contradicted", "unlisted", "uncredited", "unverifiable"]
Relation = Literal["original", "sibling", "wire-copy", "relay"]
Severity = Literal["critical", "major", "minor"]
Support = Literal["strong", "fair", "weak"]
DeepKind = Literal["nli", "metric", "forced-decoding"]

#: The kinds of passages that tell the story and are traced.
STORY_KINDS: frozenset[str] = frozenset({"body", "heading", "quote"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of an article, with its sentences in order.

    `index` counts all passages of the article from 0, furniture included. `language` is an ISO 639-1
    code or "und" where the text is too short to tell.
    """

    index: int
    start: int
    text: str
    kind: PassageKind
    language: str
    sentences: tuple[Sentence, ...]

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Credit:
    """A printed credit ("Source: …"): a claim about the origin, as the page makes it.

    `outlet` is the named outlet as printed, without the introducing word; `url` the link behind it.
    """

    text: str
    outlet: str
    start: int
    end: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article, original or repost.

    `id` is kept verbatim from its source, or derived from the URL or the text. `published` is an ISO
    8601 date or date and time, as precise as the page states it. `left_out` holds lines that the page
    shows and that no passage holds, for a second look before a sentence is called missing.
    """

    id: str
    text: str
    language: str
    passages: tuple[Passage, ...]
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    credit: Credit | None = None
    left_out: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def sha256(self) -> str:
        """SHA-256 of the text, as lower-case hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def story(self) -> tuple[Passage, ...]:
        """The passages that tell the story: no furniture, no credit line."""
        return tuple(passage for passage in self.passages if passage.kind in STORY_KINDS)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of an article (in scripts without spaces: one unit of the model's vocabulary)."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class WordLink:
    """Two words that render each other: positions into a link's words, strength 0..1."""

    original: int
    repost: int
    strength: float


@dataclass(frozen=True, slots=True)
class DeepReading:
    """What a model that the user named says of one pair of texts.

    `model` and `kind` name it, `scores` are its own numbers by name (`provenance.deep.readings`), `doubt` the
    log-odds that they add to a finding by the model's calibration, None where it has none.
    """

    model: str
    kind: DeepKind
    scores: tuple[tuple[str, float], ...]
    doubt: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Aligned sentences; either side may be empty (a sentence left out, or one with no source).

    The sentences of a side stand next to each other in their article, in order. `original_context`
    and `repost_context` hold the text around each side (the neighbouring sentences), where a fact
    that moved next door may be found. `original_support` and `repost_support` say of each word how well
    the best word of the other side could render it, wherever it stands, 0..1; `opposites` are words that
    mean each other's opposite; `closeness` is the cosine of both sides by the embedded model. Where the
    checker has read the link, `wrong` says of each repost word
    and `unrendered` of each original word how doubtful it is, `missing` of each gap between repost
    words (both ends included) that something was left out, `fault` of the whole that it holds a
    fault, and `serious` that people would call an error of it serious, 0..1; `holes` says of each gap
    and `odd` of each word of the repost, read without the original, that a word is missing there or does
    not belong. `deep` is what a model that the user named says of the two sides.
    """

    original: tuple[Sentence, ...]
    repost: tuple[Sentence, ...]
    similarity: float
    original_language: str
    repost_language: str
    original_words: tuple[Word, ...] = ()
    repost_words: tuple[Word, ...] = ()
    words: tuple[WordLink, ...] = ()
    original_context: str = ""
    repost_context: str = ""
    original_support: tuple[float, ...] = ()
    repost_support: tuple[float, ...] = ()
    opposites: tuple[WordLink, ...] = ()
    wrong: tuple[float, ...] = ()
    missing: tuple[float, ...] = ()
    unrendered: tuple[float, ...] = ()
    fault: float | None = None
    serious: float | None = None
    holes: tuple[float, ...] = ()
    odd: tuple[float, ...] = ()
    deep: DeepReading | None = None
    closeness: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A repost passage and the stretch of an original that it comes from.

    `similarity` is that of its links, weighted by length over the whole passage, 0..1; a sentence
    without a counterpart counts 0.
    """

    passage: int
    original_id: str
    start: int
    end: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The links between one repost and one original.

    `score` is the similarity over the whole story of the repost, weighted by length, 0..1; a sentence
    without a counterpart counts 0.
    """

    original_id: str
    links: tuple[Link, ...]
    matches: tuple[Match, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one drift check found in one link, before it is given its place in the report.

    `reason` is one sentence that a reader without linguistics understands. At least one span is set.
    """

    severity: Severity
    probability: float
    reason: str
    repost: Span | None
    original: Span | None


@dataclass(frozen=True, slots=True)
class Drift:
    """One place where the meaning moved, as the report states it.

    `passage` is the index of the repost passage (for an omission: the nearest one before the gap), `also`
    what other checks, and a model that the user named, say of the same fault; `deep` holds that model's scores.
    """

    check: str
    severity: Severity
    probability: float
    reason: str
    passage: int
    repost: Span | None
    original: Span | None
    original_id: str | None
    also: tuple[str, ...] = ()
    deep: DeepReading | None = None


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """The stretch of an original beside a repost passage."""

    id: str
    start: int
    end: int
    text: str
    similarity: float


@dataclass(frozen=True, slots=True)
class TracedPassage:
    """A repost passage with where it came from."""

    passage: Passage
    status: PassageStatus
    probability: float
    original: SourcePassage | None = None
    others: tuple[SourcePassage, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginalArticle:
    """An original that the repost draws on. `share` is the share of traced story passages, 0..1.

    `probability` says that the repost comes from it or, for a copy or relay, through it. `renders` is the
    id of the listed original that this one translates (a relay) or repeats (a wire copy).
    """

    id: str
    title: str | None
    url: str | None
    outlet: str | None
    language: str
    published: str | None
    share: float
    text: str
    relation: Relation = "original"
    probability: float = 0.0
    renders: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched. `since` and `until` are the first and last publication dates, ISO 8601."""

    indexes: tuple[str, ...] = ()
    articles: int = 0
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for the whole article; `probability` says that `originals[0]` is the source."""

    status: ArticleStatus
    probability: float
    credit: CreditStatus
    originals: tuple[OriginalArticle, ...]
    searched: Coverage
    support: Support


@dataclass(frozen=True, slots=True)
class DeepSignature:
    """The model that the user named to read along.

    `revision` is the hub's ("" for a folder), `sha256` the hash of its files, `calibration_sha256` that of its
    calibration ("" where it has none, so that its scores changed nothing).
    """

    model: str
    kind: DeepKind
    sha256: str
    revision: str = ""
    calibration_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a result depends on, so that it can be replayed.

    `index_sha256` is the hash of the index's `index.toml` ("" where no index was searched), `lexicon_sha256`
    that of the lexicon behind the word alignment, `checker_sha256` that of the checker ("" where none read),
    `deep` names the model that the user named to read along, if any;
    `captures` are (article id, SHA-256 of its text); `thresholds` are (name, value).
    """

    version: str
    embedder: str
    model_sha256: str
    index_sha256: str
    thresholds: tuple[tuple[str, float], ...] = ()
    captures: tuple[tuple[str, str], ...] = ()
    lexicon_sha256: str = ""
    checker_sha256: str = ""
    deep: DeepSignature | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of a check."""

    article: Article
    verdict: Verdict
    passages: tuple[TracedPassage, ...]
    drifts: tuple[Drift, ...]
    signature: Signature
    notes: tuple[str, ...] = field(default=())
