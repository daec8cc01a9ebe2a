"""Verdicts on hand-made alignments: which article, how sure, which passage from where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.values import Coverage, OriginalArticle
from provenance.verdict import judge_against, weights
from tests.verdict.samples import (
    ALL,
    OTHER,
    RANNI,
    REPOST,
    SENTENCES,
    VECERNI,
    aligned,
    article,
    credit,
    judged,
)


def relations(originals: tuple[OriginalArticle, ...]) -> dict[str, str]:
    return {one.id: one.relation for one in originals}


def test_a_repost_that_follows_one_original_is_traced_to_it() -> None:
    judgement = judged(OTHER, aligned(RANNI, ALL))
    verdict = judgement.verdict
    assert (verdict.status, verdict.originals[0].id, verdict.credit) == ("traced", "ranni", "uncredited")
    assert verdict.probability > 0.95
    assert verdict.originals[0].share == 1.0
    assert [one.original.id if one.original else None for one in judgement.passages] == ["ranni"] * 4
    assert [source.original.id for source in judgement.sources] == ["ranni"]


def test_what_resembles_everything_a_little_is_not_in_the_index() -> None:
    judgement = judged(aligned(RANNI, {0: 0.2, 1: 0.22, 2: 0.15}), OTHER)
    assert judgement.verdict.status == "not-in-index"
    assert judgement.verdict.probability < weights()["thresholds"][0]
    assert judgement.sources == ()
    assert all(one.original is None for one in judgement.passages)


def test_no_candidate_at_all_is_an_answer_too() -> None:
    verdict = judged().verdict
    assert (verdict.status, verdict.probability, verdict.originals) == ("not-in-index", 0.0, ())


def test_passages_of_two_originals_go_to_both() -> None:
    judgement = judged(aligned(RANNI, {0: 0.75, 1: 0.8, 2: 0.1}), aligned(VECERNI, {2: 0.75, 3: 0.75}))
    assert [one.original.id for one in judgement.passages if one.original] == ["ranni", "ranni", "vecerni", "vecerni"]
    assert relations(judgement.verdict.originals) == {"ranni": "original", "vecerni": "original"}


def test_a_sibling_that_fits_one_passage_as_well_does_not_take_it() -> None:
    judgement = judged(aligned(RANNI, {**ALL, 2: 0.6}), aligned(VECERNI, {0: 0.2, 1: 0.15, 2: 0.62}))
    assert {one.original.id for one in judgement.passages if one.original} == {"ranni"}


def test_text_of_its_own_makes_it_partly_traced() -> None:
    judgement = judged(aligned(RANNI, {0: 0.85, 1: 0.85}))
    assert judgement.verdict.status == "partly-traced"
    assert [one.status for one in judgement.passages] == ["traced", "traced", "untraced", "untraced"]


def test_every_traced_sentence_has_a_home() -> None:
    homes = judged(aligned(RANNI, {0: 0.75, 1: 0.8}), aligned(VECERNI, {2: 0.75, 3: 0.75})).homes
    starts = [passage.sentences[0].start for passage in REPOST.passages]
    assert [homes[start] for start in starts] == ["ranni", "ranni", "vecerni", "vecerni"]


def test_a_second_article_on_the_same_event_is_a_sibling_and_a_copy_is_a_wire_copy() -> None:
    near = {index: value - 0.1 for index, value in ALL.items()}
    sibling = article("sibling", language="de", sentences=[text.upper() for text in SENTENCES])
    copy = replace(RANNI, id="copy", outlet="Večerní pošta", published="2026-01-19")
    originals = judged(aligned(RANNI, ALL), aligned(sibling, near), aligned(copy, near)).verdict.originals
    assert relations(originals) == {"ranni": "original", "sibling": "sibling", "copy": "wire-copy"}
    assert {one.id: one.renders for one in originals}["copy"] == "ranni"


def test_a_text_that_stands_in_the_index_twice_is_not_less_sure() -> None:
    copy = replace(RANNI, id="copy", published="2026-01-19")
    verdict = judged(aligned(RANNI, ALL), aligned(copy, ALL)).verdict
    assert (verdict.status, verdict.originals[0].id) == ("traced", "ranni")
    assert verdict.probability > 0.9


def test_of_equal_copies_the_earliest_is_the_source() -> None:
    earlier = replace(RANNI, id="earlier", published="2026-01-12")
    assert judged(aligned(RANNI, ALL), aligned(earlier, ALL)).verdict.originals[0].id == "earlier"


def test_of_equal_copies_the_credited_outlet_is_the_source() -> None:
    copy = replace(RANNI, id="copy", outlet="Večerní pošta", published="2026-01-19")
    verdict = judged(aligned(RANNI, ALL), aligned(copy, ALL), repost=credit(REPOST, "Večerní pošta")).verdict
    assert (verdict.originals[0].id, verdict.credit) == ("copy", "confirmed")


def test_an_original_dated_after_the_repost_is_called_out() -> None:
    late = replace(RANNI, published="2026-03-05")
    assert "2026-03-05" in judged(aligned(late, ALL), OTHER).notes[0]
    assert judged(aligned(RANNI, ALL), OTHER).notes == ()


def test_of_equal_copies_one_dated_after_the_repost_is_not_the_source() -> None:
    late = replace(RANNI, id="late", published="2026-03-05")
    undated = replace(RANNI, id="undated", published=None)
    assert judged(aligned(late, ALL), aligned(undated, ALL)).verdict.originals[0].id == "undated"


def chain(similarity: float) -> tuple[OriginalArticle, ...]:
    """A German article that translates a Czech one which fits the repost this well."""
    relay = article("relay", language="de", sentences=[text.upper() for text in SENTENCES], published="2026-01-19")
    pair = [frozenset(("ranni", "relay"))]
    judgement = judged(aligned(relay, ALL), aligned(RANNI, dict.fromkeys(ALL, similarity)), translations=pair)
    assert "cs → de → en" in judgement.notes[0]
    return judgement.verdict.originals


def test_a_relay_that_fits_better_comes_first_with_the_original_behind_it() -> None:
    originals = chain(0.5)
    assert [(one.id, one.relation, one.renders) for one in originals] == [
        ("relay", "relay", "ranni"), ("ranni", "original", None),
    ]  # fmt: skip


def test_where_the_content_cannot_decide_the_original_comes_before_its_relay() -> None:
    originals = chain(0.75)
    assert [(one.id, one.relation, one.renders) for one in originals] == [
        ("ranni", "original", None), ("relay", "relay", "ranni"),
    ]  # fmt: skip


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
    assert judged(aligned(RANNI, ALL), OTHER, repost=credit(REPOST, outlet)).verdict.credit == expected


def test_a_credit_that_leaves_out_a_second_source_is_called_so() -> None:
    two = aligned(RANNI, {0: 0.75, 1: 0.8}), aligned(VECERNI, {2: 0.75, 3: 0.75})
    assert judged(*two, repost=credit(REPOST, "Ranní list")).verdict.credit == "unlisted"
    assert judged(*two, repost=credit(REPOST, "Ranní list, Večerní pošta")).verdict.credit == "confirmed"


def test_a_given_original_of_another_outlet_contradicts_the_credit() -> None:
    judgement = judge_against(credit(REPOST, "Reuters"), aligned(RANNI, ALL), "fair")
    assert (judgement.verdict.credit, judgement.verdict.status) == ("contradicted", "traced")
    assert judgement.verdict.searched == Coverage()


def test_a_given_original_that_nothing_comes_from_is_not_the_source() -> None:
    judgement = judge_against(REPOST, aligned(RANNI, {}), "fair")
    assert (judgement.verdict.status, judgement.sources) == ("not-in-index", ())


def test_a_credit_speaks_for_an_article_of_its_outlet_that_fits_so_so() -> None:
    so_so = aligned(RANNI, dict.fromkeys(ALL, 0.44))
    named, other = (judged(so_so, OTHER, repost=credit(REPOST, outlet)) for outlet in ("Ranní list", "Reuters"))
    assert named.verdict.probability > other.verdict.probability
    assert judged(so_so, repost=credit(REPOST, "Ranní list")).verdict.probability == pytest.approx(
        judged(so_so).verdict.probability
    )
