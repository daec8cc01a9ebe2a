"""Verdicts on hand-made alignments: which article, how sure, what the credit is worth."""

from __future__ import annotations

from dataclasses import replace

import pytest

import provenance.verdict as verdict_module
from provenance.values import Alignment, Article, Coverage, Credit, Match, Passage, Sentence
from provenance.verdict import (
    ARTICLE_WEIGHTS,
    LEAST_ARTICLE,
    Aligned,
    article_features,
    article_probability,
    judge,
    judge_against,
    logistic,
)

COVERAGE = Coverage(("news",), 3, ("Ranní list", "Večerní pošta"), ("cs",), "2026-01-01", "2026-02-01")
SENTENCES = [
    "The river rose above the second flood level during the night.",
    "About ninety households were moved to the sports hall by the fire brigade.",
    "The mayor said that the new dam had held and nobody was hurt.",
    "Trains between the two towns will not run before Thursday.",
]


def article(id_: str, *, outlet: str | None = None, language: str = "en", sentences: list[str] = SENTENCES) -> Article:
    text, passages = "", []
    for index, sentence in enumerate(sentences):
        text += "\n\n" if text else ""
        passages.append(Passage(index, len(text), sentence, "body", language, (Sentence(sentence, len(text)),)))
        text += sentence
    return Article(id_, text, language, tuple(passages), title=id_, outlet=outlet)


def aligned(original: Article, similarities: dict[int, float]) -> Aligned:
    """`original` rendering these passages of the repost, each from its own passage of the same number."""
    matches = tuple(
        Match(index, original.id, original.passages[index].start, original.passages[index].end, similarity)
        for index, similarity in similarities.items()
    )
    return Aligned(original, Alignment(original.id, (), matches, sum(similarities.values()) / len(SENTENCES)))


def credit(repost: Article, outlet: str) -> Article:
    return replace(repost, credit=Credit(f"Source: {outlet}", outlet, 0, 5))


ALL = {0: 0.6, 1: 0.6, 2: 0.6, 3: 0.6}
RANNI = article("ranni", outlet="Ranní list", language="cs")
VECERNI = article("vecerni", outlet="Večerní pošta", language="cs")
OTHER = aligned(VECERNI, {0: 0.2, 1: 0.15, 2: 0.2, 3: 0.1})
REPOST = article("repost")


def test_a_repost_that_follows_one_original_is_traced_to_it() -> None:
    judgement = judge(REPOST, [OTHER, aligned(RANNI, ALL)], COVERAGE, "strong")
    verdict = judgement.verdict
    assert (verdict.status, verdict.originals[0].id, verdict.credit) == ("traced", "ranni", "uncredited")
    assert verdict.probability > 0.95
    assert verdict.originals[0].share == 1.0
    assert [one.original.id if one.original else None for one in judgement.passages] == ["ranni"] * 4
    assert [source.original.id for source in judgement.sources] == ["ranni"]


def test_what_resembles_everything_a_little_is_not_in_the_index() -> None:
    weak = [aligned(RANNI, {0: 0.2, 1: 0.22, 2: 0.15}), OTHER]
    judgement = judge(REPOST, weak, COVERAGE, "strong")
    assert judgement.verdict.status == "not-in-index"
    assert judgement.verdict.probability < LEAST_ARTICLE
    assert judgement.sources == ()
    assert all(one.original is None for one in judgement.passages)


def test_no_candidate_at_all_is_an_answer_too() -> None:
    verdict = judge(REPOST, [], COVERAGE, "weak").verdict
    assert (verdict.status, verdict.probability, verdict.originals) == ("not-in-index", 0.0, ())


def test_an_article_that_no_passage_was_traced_to_is_no_copy_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdict_module, "LEAST_PASSAGE", 1.1)
    judgement = judge(credit(REPOST, "Ranní list"), [aligned(RANNI, ALL), OTHER], COVERAGE, "strong")
    assert judgement.verdict.status == "not-in-index"
    assert [one.relation for one in judgement.verdict.originals] == ["sibling"]
    assert judgement.verdict.credit == "unverifiable"


def test_passages_of_two_originals_go_to_both() -> None:
    two = [aligned(RANNI, {0: 0.6, 1: 0.65, 2: 0.1}), aligned(VECERNI, {2: 0.6, 3: 0.6})]
    judgement = judge(REPOST, two, COVERAGE, "strong")
    assert [one.original.id for one in judgement.passages if one.original] == ["ranni", "ranni", "vecerni", "vecerni"]
    assert {one.id for one in judgement.verdict.originals if one.relation == "original"} == {"ranni", "vecerni"}


def test_text_of_its_own_makes_it_partly_traced() -> None:
    judgement = judge(REPOST, [aligned(RANNI, {0: 0.65, 1: 0.65})], COVERAGE, "strong")
    assert judgement.verdict.status == "partly-traced"
    assert [one.status for one in judgement.passages] == ["traced", "traced", "untraced", "untraced"]


def test_a_second_article_on_the_same_event_is_a_sibling_and_a_copy_is_a_wire_copy() -> None:
    near = {index: value - 0.1 for index, value in ALL.items()}
    sibling = article("sibling", language="de", sentences=[text.upper() for text in SENTENCES])
    copy = replace(RANNI, id="copy", outlet="Večerní pošta")
    judgement = judge(REPOST, [aligned(RANNI, ALL), aligned(sibling, near), aligned(copy, near)], COVERAGE, "strong")
    assert {one.id: one.relation for one in judgement.verdict.originals} == {
        "ranni": "original", "sibling": "sibling", "copy": "wire-copy",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("outlet", "expected"),
    [
        ("Ranni list", "confirmed"),
        ("Večerní pošta", "contradicted"),
        ("Večerní pošty", "contradicted"),
        ("Reuters", "unverifiable"),
    ],
)
def test_the_credit_is_checked_against_the_evidence(outlet: str, expected: str) -> None:
    assert judge(credit(REPOST, outlet), [aligned(RANNI, ALL), OTHER], COVERAGE, "strong").verdict.credit == expected


def test_a_credit_that_leaves_out_a_second_source_is_called_so() -> None:
    two = [aligned(RANNI, {0: 0.6, 1: 0.65}), aligned(VECERNI, {2: 0.6, 3: 0.6})]
    assert judge(credit(REPOST, "Ranní list"), two, COVERAGE, "strong").verdict.credit == "unlisted"


def test_a_given_original_of_another_outlet_contradicts_the_credit() -> None:
    judgement = judge_against(credit(REPOST, "Reuters"), aligned(RANNI, ALL), "fair")
    assert (judgement.verdict.credit, judgement.verdict.status) == ("contradicted", "traced")
    assert judgement.verdict.searched == Coverage()


def test_probability_rises_with_strength_and_lead() -> None:
    strengths = [
        article_probability(REPOST, [aligned(RANNI, dict.fromkeys(ALL, s)), OTHER]) for s in (0.1, 0.3, 0.5, 0.7)
    ]
    assert strengths == sorted(strengths)
    alone, contested = ([aligned(RANNI, ALL)], [aligned(RANNI, ALL), aligned(VECERNI, dict.fromkeys(ALL, 0.58))])
    assert article_probability(REPOST, alone) > article_probability(REPOST, contested)


def test_the_lead_is_measured_where_the_article_renders_the_repost() -> None:
    strength, lead = article_features(REPOST, [aligned(RANNI, {0: 0.6, 1: 0.6}), aligned(VECERNI, {2: 0.7, 3: 0.7})])
    assert strength == pytest.approx(0.6, abs=0.1)
    assert lead > 0.05


def test_the_logistic_does_not_overflow() -> None:
    assert logistic(ARTICLE_WEIGHTS, (1e9, 1e9)) == pytest.approx(1.0)
    assert logistic(ARTICLE_WEIGHTS, (-1e9, -1e9)) == pytest.approx(0.0)
