"""Reports of any content whose offsets hold, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from provenance.values import (
    STORY_KINDS,
    Article,
    Coverage,
    Credit,
    DeepReading,
    DeepSignature,
    Drift,
    OriginalArticle,
    Passage,
    Report,
    Sentence,
    Signature,
    SourcePassage,
    Span,
    TracedPassage,
    Verdict,
)

#: Astral, right-to-left, quotes, controls, combining marks, markup.
SPECIAL = "𝔘😀אבגعربي„“”’'\"<>&`*_[]()\\\n\r\t\x1b\x00\x85\u2028\u202e\u2066\u0301\u200d漢"
TEXT = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters(exclude_categories=["Cs"])), max_size=30)
WORDS = TEXT.filter(bool)
MAYBE = st.none() | TEXT
LANGUAGES = st.sampled_from(["en", "cs", "ar", "he", "ja", "und"])
PROBABILITY = st.floats(0, 1)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
KINDS = st.sampled_from(["nli", "metric", "forced-decoding"])
SCORES = st.dictionaries(TEXT, FINITE, max_size=4).map(lambda scores: tuple(scores.items()))
DEEP = st.builds(DeepReading, TEXT, KINDS, SCORES, st.none() | FINITE)


@st.composite
def _passages(draw: st.DrawFn) -> tuple[str, tuple[Passage, ...]]:
    text = ""
    passages = []
    for index, parts in enumerate(draw(st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=5))):
        text += "\n\n" if text else ""
        start = len(text)
        sentences = []
        for part in parts:
            sentences.append(Sentence(part, len(text)))
            text += part
        kind = draw(st.sampled_from(["body", "heading", "quote", "credit", "furniture"]))
        shown = tuple(sentences) if draw(st.booleans()) else ()
        passages.append(Passage(index, start, text[start:], kind, draw(LANGUAGES), shown))
    return text, tuple(passages)


def _span(draw: st.DrawFn, text: str) -> tuple[int, int, str]:
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return start, end, text[start:end]


def _original(draw: st.DrawFn, number: int) -> OriginalArticle:
    return OriginalArticle(
        id=f"{number}{draw(TEXT)}",
        title=draw(MAYBE),
        url=draw(MAYBE),
        outlet=draw(MAYBE),
        language=draw(LANGUAGES),
        published=draw(MAYBE | st.just("2022-11-18")),
        share=draw(PROBABILITY),
        text=draw(TEXT),
        relation=draw(st.sampled_from(["original", "sibling", "wire-copy", "relay"])),
    )


def _beside(draw: st.DrawFn, originals: tuple[OriginalArticle, ...]) -> SourcePassage:
    original = draw(st.sampled_from(originals))
    start, end, text = _span(draw, original.text)
    return SourcePassage(original.id, start, end, text, draw(st.floats(-1, 1)))


def _traced(draw: st.DrawFn, passage: Passage, originals: tuple[OriginalArticle, ...]) -> TracedPassage:
    if passage.kind not in STORY_KINDS:
        return TracedPassage(passage, "skipped", 0.0)
    if not originals or draw(st.booleans()):
        return TracedPassage(passage, "untraced", draw(PROBABILITY))
    others = tuple(_beside(draw, originals) for _ in range(draw(st.integers(0, 2))))
    return TracedPassage(passage, "traced", draw(PROBABILITY), _beside(draw, originals), others)


def _drift(draw: st.DrawFn, article: Article, originals: tuple[OriginalArticle, ...]) -> Drift:
    original = draw(st.sampled_from(originals)) if originals and draw(st.booleans()) else None
    repost = Span(*_span(draw, article.text)) if original is None or draw(st.booleans()) else None
    return Drift(
        check=draw(st.sampled_from(["omission", "number", "condensing", "hedge"]) | WORDS),
        severity=draw(st.sampled_from(["critical", "major", "minor"])),
        probability=draw(PROBABILITY),
        reason=draw(TEXT),
        passage=draw(st.integers(0, max(0, len(article.passages) - 1))),
        repost=repost,
        original=Span(*_span(draw, original.text)) if original else None,
        original_id=original.id if original else draw(MAYBE),
        deep=draw(st.none() | DEEP),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text, passages = draw(_passages())
    credit = None
    if draw(st.booleans()):
        start, end, quote = _span(draw, text)
        credit = Credit(quote, draw(TEXT), start, end, draw(MAYBE))
    article = Article(
        draw(TEXT), text, draw(LANGUAGES), passages, draw(MAYBE), draw(MAYBE), draw(MAYBE), draw(MAYBE), credit
    )
    originals = tuple(_original(draw, number) for number in range(draw(st.integers(0, 3))))
    names = st.lists(TEXT, max_size=3).map(tuple)
    return Report(
        article=article,
        verdict=Verdict(
            status=draw(st.sampled_from(["traced", "partly-traced", "not-in-index"])),
            probability=draw(PROBABILITY),
            credit=draw(st.sampled_from(["confirmed", "contradicted", "unlisted", "uncredited", "unverifiable"])),
            originals=originals,
            searched=Coverage(
                draw(names), draw(st.integers(0, 10**9)), draw(names), draw(names), draw(MAYBE), draw(MAYBE)
            ),
            support=draw(st.sampled_from(["strong", "fair", "weak"])),
        ),
        passages=tuple(_traced(draw, passage, originals) for passage in passages),
        drifts=tuple(_drift(draw, article, originals) for _ in range(draw(st.integers(0, 4)))),
        signature=Signature(
            draw(TEXT),
            draw(TEXT),
            draw(TEXT),
            draw(TEXT),
            tuple(draw(st.dictionaries(TEXT, FINITE, max_size=3)).items()),
            tuple(draw(st.lists(st.tuples(TEXT, TEXT), max_size=3))),
            draw(TEXT),
            deep=draw(st.none() | st.builds(DeepSignature, TEXT, KINDS, TEXT, TEXT, TEXT)),
        ),
        notes=draw(names),
    )
