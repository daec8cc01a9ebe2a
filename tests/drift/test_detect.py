from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.drift import detect as module
from provenance.drift.calibration import Calibration
from provenance.drift.detect import LEAST_PROBABILITY, SHIPPED_THRESHOLDS, detect
from provenance.drift.registry import Check
from provenance.values import Alignment, Article, Drift, Finding, Link, Passage, Sentence, Span
from tests.drift.links import sentences_of, words_of

ORIGINAL = (
    "Záplavy poškodily 300 domů.\nStarosta mluvil v pondělí. Řeka klesá.\nHasiči zachránili 14 lidí u mostu v Lhotě."
)
REPOST = "The floods damaged 3,000 houses.\nThe mayor spoke on Thursday. The river is falling."


def article(identity: str, text: str, language: str) -> Article:
    passages, at = [], 0
    for index, paragraph in enumerate(text.split("\n")):
        sentences = tuple(Sentence(s.text, at + s.start) for s in sentences_of(paragraph))
        passages.append(Passage(index, at, paragraph, "body", language, sentences))
        at += len(paragraph) + 1
    return Article(identity, text, language, tuple(passages))


def link(original: Article, repost: Article, here: slice, there: slice) -> Link:
    originals = tuple(s for p in original.passages for s in p.sentences)[here]
    reposts = tuple(s for p in repost.passages for s in p.sentences)[there]
    return Link(
        original=originals,
        repost=reposts,
        similarity=0.7,
        original_language=original.language,
        repost_language=repost.language,
        original_words=tuple(replace(w, start=w.start + s.start) for s in originals for w in words_of(s.text)),
        repost_words=tuple(replace(w, start=w.start + s.start) for s in reposts for w in words_of(s.text)),
    )


@pytest.fixture
def pages() -> tuple[Article, Article]:
    return article("a1", ORIGINAL, "cs"), article("r1", REPOST, "en")


@pytest.fixture
def alignment(pages: tuple[Article, Article]) -> Alignment:
    original, repost = pages
    links = (
        link(original, repost, slice(0, 1), slice(0, 1)),
        link(original, repost, slice(1, 3), slice(1, 3)),
        link(original, repost, slice(3, 4), slice(0, 0)),
    )
    return Alignment("a1", links, (), 0.7)


def test_drifts_have_their_place_and_quote_their_articles(alignment: Alignment, pages: tuple[Article, Article]) -> None:
    original, repost = pages
    drifts = detect(alignment, repost, original)
    number = next(d for d in drifts if d.check == "number")
    date = next(d for d in drifts if d.check == "date")
    assert (number.passage, date.passage) == (0, 1)
    assert number.repost == Span(19, 24, "3,000")
    assert number.original == Span(18, 21, "300")
    assert date.repost is not None
    assert repost.text[date.repost.start : date.repost.end] == "Thursday"
    assert {d.original_id for d in drifts} == {"a1"}
    assert detect(alignment, repost, original) == drifts


def test_reasons_quote_both_values_and_name_the_languages(alignment: Alignment, pages: tuple[Article, Article]) -> None:
    reasons = [d.reason for d in detect(alignment, pages[1], pages[0])]
    assert "The Czech original says 300, the English repost says 3,000." in reasons


def stub(monkeypatch: pytest.MonkeyPatch, **findings: list[Finding]) -> None:
    def check(name: str) -> Check:
        return Check(name, "?", lambda _: iter(findings[name]))

    monkeypatch.setattr(module, "checks", lambda: tuple(map(check, findings)))
    monkeypatch.setattr(module, "calibration_of", lambda _: Calibration(0.0, {}, {}, {}, 0.5))


def one_link(pages: tuple[Article, Article]) -> Alignment:
    return Alignment("a1", (link(*pages, slice(0, 1), slice(0, 1)),), (), 0.7)


def finding(probability: float, repost: tuple[int, int] | None, original: tuple[int, int] | None) -> Finding:
    spans = [
        None if at is None else Span(*at, text[slice(*at)]) for at, text in ((repost, REPOST), (original, ORIGINAL))
    ]
    return Finding("major", probability, "Something moved.", *spans)


def test_improbable_findings_are_dropped(monkeypatch: pytest.MonkeyPatch, pages: tuple[Article, Article]) -> None:
    stub(monkeypatch, a=[finding(LEAST_PROBABILITY - 0.01, (0, 3), None), finding(LEAST_PROBABILITY, (4, 10), None)])
    assert [d.repost for d in detect(one_link(pages), pages[1], pages[0])] == [Span(4, 10, "floods")]


def test_one_fault_is_told_once(monkeypatch: pytest.MonkeyPatch, pages: tuple[Article, Article]) -> None:
    weak = replace(finding(0.7, (4, 10), (0, 7)), reason="It moved a little.")
    stub(monkeypatch, weak=[weak], strong=[finding(0.9, (4, 10), (0, 7))])
    (drift,) = detect(one_link(pages), pages[1], pages[0])
    assert (drift.check, drift.reason, drift.also) == ("strong", "Something moved.", ("It moved a little.",))
    assert drift.probability > 0.9


def test_an_omission_speaks_for_what_it_holds(monkeypatch: pytest.MonkeyPatch, pages: tuple[Article, Article]) -> None:
    stub(
        monkeypatch,
        number=[finding(0.9, None, (18, 21)), finding(0.9, (19, 24), (18, 21))],
        omission=[finding(0.9, None, (8, 26))],
    )
    found = [(d.check, d.repost is None) for d in detect(one_link(pages), pages[1], pages[0])]
    assert sorted(found) == [("number", False), ("omission", True)]


def test_findings_outside_their_article_are_not_given(
    monkeypatch: pytest.MonkeyPatch, pages: tuple[Article, Article]
) -> None:
    wrong = [
        Finding("major", 0.9, "Wrong.", Span(0, 3, "xyz"), None),
        Finding("major", 0.9, "Outside.", Span(9000, 9003, "xyz"), None),
        Finding("major", 0.9, "Nowhere.", None, None),
    ]
    stub(monkeypatch, a=wrong)
    assert detect(one_link(pages), pages[1], pages[0]) == ()


def test_white_space_between_sentences_is_read_from_the_article() -> None:
    original = article("a1", "Přišlo 20 lidí.\u00a0\u00a0Zůstalo 12 lidí.", "cs")
    repost = article("r1", "They came.  They stayed.", "en")
    both = Alignment("a1", (link(original, repost, slice(0, 2), slice(0, 2)),), (), 0.7)
    for drift in detect(both, repost, original):
        assert_quotes(drift, repost, original)


def test_an_omission_belongs_to_the_passage_before_the_gap(
    monkeypatch: pytest.MonkeyPatch, alignment: Alignment, pages: tuple[Article, Article]
) -> None:
    start = ORIGINAL.index("Hasiči")
    lost = finding(0.9, None, (start, len(ORIGINAL)))
    check = Check("omission", "?", lambda link: iter([] if link.repost else [lost]))
    monkeypatch.setattr(module, "checks", lambda: (check,))
    assert [d.passage for d in detect(alignment, pages[1], pages[0])] == [1]


def test_thresholds_are_named_for_the_signature() -> None:
    assert dict(SHIPPED_THRESHOLDS)["drift"] == LEAST_PROBABILITY


TEXT = st.text(
    alphabet=st.sampled_from(list("abcČžАбв日本1234567890 .,:-–/%€$“”„«»\"'()\u00a0\u202f٣५½万億VIX")), max_size=80
)
LANGUAGES = st.sampled_from(["cs", "en", "de", "ru", "ja", "zh", "ar", "hi", "th", "und", "xx"])


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT, LANGUAGES, LANGUAGES)
def test_every_quote_is_the_text_at_its_offsets(before: str, after: str, here: str, there: str) -> None:
    original = article("a1", f"Úvod 3.\n{before}", here)
    repost = article("r1", f"Intro 5.\n{after}", there)
    links = (link(original, repost, slice(0, 9), slice(0, 9)), link(original, repost, slice(1, 2), slice(1, 2)))
    for drift in detect(Alignment("a1", links, (), 0.5), repost, original):
        assert_quotes(drift, repost, original)


def assert_quotes(drift: Drift, repost: Article, original: Article) -> None:
    for span, page in ((drift.repost, repost), (drift.original, original)):
        if span is not None:
            assert page.text[span.start : span.end] == span.quote
            assert span.quote
    assert repost.passages[drift.passage].index == drift.passage
