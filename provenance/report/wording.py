"""What a report says in words, the same in every format for readers.

A sentence is a `Phrase`: our own words, and outside text marked as such, so that each format can
escape and isolate what it did not write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from provenance.language import language_name
from provenance.report.safe import host_name, shorten
from provenance.values import (
    STORY_KINDS,
    Article,
    Coverage,
    DeepSignature,
    Drift,
    OriginalArticle,
    Report,
    Signature,
    TracedPassage,
)

LONGEST_TITLE = 200
MOST_NAMED = 6

#: Check id: its name in a report.
CHECKS = {
    "omission": "Left out", "addition": "Added", "number": "Number", "date": "Date", "measurement": "Measurement",
    "name": "Name", "negation": "Negation", "antonym": "Opposite", "quote": "Quotation",
    "attribution": "Attribution", "hedge": "Certainty", "intensity": "Strength", "pronoun": "Who is meant",
    "tense": "Time of the event", "untranslated": "Not translated", "mistranslation": "Wrong meaning",
    "garble": "Garbled", "condensing": "Shortened",
}  # fmt: skip
RELATIONS = {
    "original": "the original",
    "sibling": "another report of the same event",
    "wire-copy": "the same wire copy elsewhere",
    "relay": "a translation between the original and this page",
}
STATUSES = {"traced": "Traced", "partly-traced": "Partly traced", "not-in-index": "Not in this index"}
CREDITS = {
    "confirmed": "confirmed",
    "contradicted": "contradicted",
    "unlisted": "incomplete",
    "uncredited": "none printed",
    "unverifiable": "not verifiable",
}
#: How well the model supports the languages at hand, and what that means for the reader.
SUPPORT = {
    "strong": "Well supported.",
    "fair": "Fairly supported: read the findings beside the quotes before using them.",
    "weak": "Weakly supported: take this as a lead to follow, not as proof.",
}

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?", re.DOTALL)
_LIKELIHOODS = (
    (0.95, "almost certain"),
    (0.85, "very likely"),
    (0.65, "likely"),
    (0.40, "possible"),
    (0.15, "unlikely"),
    (0.0, "very unlikely"),
)


@dataclass(frozen=True, slots=True)
class Outside:
    """Text that this program did not write, within a phrase."""

    text: str
    language: str = ""


Phrase = tuple[str | Outside, ...]


def spoken(phrase: Phrase, show: Callable[[Outside], str] = lambda outside: outside.text) -> str:
    """The phrase as one string; `show` says how outside text is written."""
    return "".join(piece if isinstance(piece, str) else show(piece) for piece in phrase)


def percent(probability: float) -> str:
    """A probability as a reader takes it: never quite sure, never impossible."""
    if probability > 0.99:
        return "over 99%"
    return "under 1%" if probability < 0.01 else f"{probability * 100:.0f}%"


def likelihood(probability: float) -> str:
    """A probability in words ("very likely")."""
    return next((words for floor, words in _LIKELIHOODS if probability >= floor), _LIKELIHOODS[-1][1])


def count(number: int, noun: str) -> str:
    """A number with its noun ("1 article", "12,345 articles")."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def date_words(moment: str | None) -> str | None:
    """An ISO 8601 date in words, as precise as it is ("18 November 2022"); other text stays as it is."""
    if not moment:
        return None
    match = _DATE.fullmatch(moment)
    if match is None or not 1 <= int(match[2] or 1) <= 12:
        return shorten(moment, 40)
    month = _MONTHS[int(match[2]) - 1] if match[2] else ""
    day = str(int(match[3])) if match[3] else ""
    return " ".join(part for part in (day, month, match[1]) if part)


def language_words(code: str) -> str:
    """The name of a language; an unknown code is outside text, and shortened."""
    return shorten(language_name(code), 40)


def check_name(check: str) -> str:
    """The name of a check in a report; an id that has none stands for itself."""
    return CHECKS.get(check, check.replace("-", " ").replace("_", " ").capitalize())


def publisher(original: OriginalArticle) -> Outside:
    """Who published an original: its outlet, else its host, else its id."""
    return Outside(shorten(original.outlet or host_name(original.url) or original.id, LONGEST_TITLE))


def title(article: Article | OriginalArticle) -> str:
    """The title, shortened where it is longer than a title should be."""
    return shorten(article.title or "An article without a title", LONGEST_TITLE)


def source(original: OriginalArticle) -> Phrase:
    """An original as a reader names it: outlet, language, date and title."""
    date = date_words(original.published)
    named: Phrase = (": “", Outside(title(original), original.language), "”") if original.title else ()
    dated: Phrase = (", ", Outside(date)) if date else ()
    return (publisher(original), " (", Outside(language_words(original.language)), ")", *dated, *named)


def relation(original: OriginalArticle, listed: Iterable[OriginalArticle]) -> Phrase:
    """What a listed original is to the repost, and which other one it renders or repeats itself."""
    said = RELATIONS[original.relation]
    rendered = next((other for other in listed if other.id == original.renders and other is not original), None)
    return (said, ", of ", publisher(rendered)) if rendered else (said,)


def story_of(report: Report) -> tuple[TracedPassage, ...]:
    """The traced passages that tell the story."""
    return tuple(traced for traced in report.passages if traced.passage.kind in STORY_KINDS)


def headline(report: Report) -> Phrase:
    """The verdict in one plain sentence."""
    verdict = report.verdict
    given = not verdict.searched.indexes
    if verdict.status == "not-in-index":
        if given:
            return ("Not from this original: the text given does not appear to be the source.",)
        return ("Not in this index: ", *searched(verdict.searched), ".")
    best: Phrase = source(verdict.originals[0]) if verdict.originals else ("an original",)
    if verdict.status == "traced":
        return ("Traced to ", *best, ".")
    story = story_of(report)
    found = sum(traced.status == "traced" for traced in story)
    mainly = "come from" if len({t.original.id for t in story if t.original}) < 2 else "were found, mainly in"
    return (f"Partly traced: {found} of {count(len(story), 'paragraph')} {mainly} ", *best, ".")


def confidence(report: Report) -> Phrase:
    """How sure the verdict is, in words and as a number; empty where there is no candidate."""
    verdict = report.verdict
    if not verdict.originals:
        return ()
    sure = f"{likelihood(verdict.probability)} ({percent(verdict.probability)})"
    if verdict.status == "not-in-index":
        return ("The nearest candidate is ", *source(verdict.originals[0]), f" It is {sure} to be the source.")
    # "unlikely" and "possible" read on as well as "almost certain" does.
    return (f"That this is the source is {sure}.",)


def credit(report: Report) -> Phrase:
    """What the printed credit claims and whether it holds."""
    printed = report.article.credit
    originals = report.verdict.originals
    found: Phrase = (publisher(originals[0]),) if originals else ("another outlet",)
    if printed is None or report.verdict.credit == "uncredited":
        if report.verdict.status == "not-in-index":
            return ("The page prints no source.",)
        return ("The page prints no source, though its text was traced to ", *found, ".")
    claim: Phrase = ("“", Outside(shorten(printed.text, LONGEST_TITLE), report.article.language), "”")
    match report.verdict.credit:
        case "confirmed":
            return (*claim, " is confirmed: the text was traced to the outlet that it names.")
        case "contradicted":
            return (*claim, " is contradicted: the text was traced to ", *found, " instead.")
        case "unlisted":
            return (*claim, " is incomplete: part of the text was traced to an outlet that it does not name.")
        case _:
            return (*claim, " could not be verified with what was searched.")


def searched(coverage: Coverage) -> Phrase:
    """What was searched, so that "not found" is no more than it says."""
    if not coverage.indexes:
        return ("compared with the one original that was given; no index was searched",)
    period = [date for date in (date_words(coverage.since), date_words(coverage.until)) if date]
    where: list[str | Outside] = [f"searched {count(coverage.articles, 'article')}"]
    if coverage.outlets:
        where += [" from ", *_listed(map(Outside, coverage.outlets), len(coverage.outlets), "outlet")]
    if coverage.languages:
        names = (Outside(language_words(code)) for code in coverage.languages)
        where += [" in ", *_listed(names, len(coverage.languages), "language")]
    if period:
        where += [", published ", Outside(period[0])]
        where += [" to ", Outside(period[1])] if len(period) > 1 else []
    return (*where, " (index ", *_listed(map(Outside, coverage.indexes), len(coverage.indexes), "index"), ")")


def _listed(names: Iterable[Outside], number: int, noun: str) -> list[str | Outside]:
    if number > MOST_NAMED:
        return [f"{number:,} {noun}{'es' if noun.endswith('x') else 's'}"]
    listed: list[str | Outside] = []
    for position, name in enumerate(names):
        if position:
            listed.append(" and " if position == number - 1 else ", ")
        listed.append(Outside(shorten(name.text, 80), name.language))
    return listed


def tally(drifts: Iterable[Drift]) -> str:
    """How many findings of which severity ("3 findings (1 critical, 2 major)")."""
    by_severity = Counter(drift.severity for drift in drifts)
    total = by_severity.total()
    if not total:
        return "no findings"
    parts = [
        f"{by_severity[severity]} {severity}" for severity in ("critical", "major", "minor") if by_severity[severity]
    ]
    return f"{count(total, 'finding')} ({', '.join(parts)})"


def signature_line(signature: Signature) -> str:
    """The signature on one line, hashes shortened to twelve digits."""
    parts = [
        f"provenance {signature.version}",
        f"embedder {signature.embedder}",
        f"model {signature.model_sha256[:12] or 'none'}",
        f"lexicon {signature.lexicon_sha256[:12] or 'none'}",
        f"checker {signature.checker_sha256[:12] or 'none'}",
        *([deep_words(signature.deep)] if signature.deep else []),
        f"index {signature.index_sha256[:12] or 'none'}",
        *(f"{name} {value:g}" for name, value in signature.thresholds),
    ]
    return " | ".join(parts)


def deep_words(deep: DeepSignature) -> str:
    """The named model, its fingerprint and its calibration's, shortened to twelve digits."""
    calibrated = f"calibration {deep.calibration_sha256[:12]}" if deep.calibration_sha256 else "not calibrated"
    return f"deep {deep.model} ({deep.kind}) {deep.sha256[:12]}, {calibrated}"


def reasons(drift: Drift) -> tuple[str, ...]:
    """What is said of a drift, a sentence each: its own reason, then what other checks say of the same fault."""
    return (drift.reason, *(f"Also: {one}" for one in drift.also))
