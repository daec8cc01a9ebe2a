"""What the checker thinks of the words that a finding turns on."""

from __future__ import annotations

from dataclasses import replace

from provenance.drift.denial import doubted_denials
from provenance.drift.opinion import opinion
from provenance.drift.sides import sides
from provenance.values import Finding, Link
from tests.drift.links import make_link


def read(*doubted: str) -> Link:
    """A link whose original's words the checker doubts where they are named."""
    link = make_link(
        "Starosta neotevřel 2 mosty.",
        "The mayor opened 2 bridges.",
        glosses="Starosta=mayor neotevřel=opened mosty=bridges",
    )
    scores = tuple(0.9 if word.text in doubted else 0.1 for word in link.original_words)
    return replace(link, unrendered=scores, wrong=(0.05,) * len(link.repost_words), fault=0.5)


def finding(link: Link) -> Finding:
    original, repost = sides(link)
    return Finding("major", 0.6, "It moved.", repost=repost.whole(), original=original.whole())


def test_a_check_turns_on_its_own_kind_of_words() -> None:
    link = read("neotevřel")
    assert opinion("negation", finding(link), link) == 0.9
    assert opinion("number", finding(link), link) == 0.1
    in_words = Finding("major", 0.6, "It moved.", repost=sides(link)[1].span(0, 9), original=None)
    assert opinion("number", in_words, link) is None
    assert opinion("garble", finding(link), link) == 0.9


def test_words_outside_the_finding_say_nothing() -> None:
    link = read("neotevřel")
    original, repost = sides(link)
    elsewhere = Finding("major", 0.6, "It moved.", repost=repost.span(0, 3), original=original.span(0, 8))
    assert opinion("garble", elsewhere, link) == 0.1
    assert opinion("garble", replace(elsewhere, repost=None, original=None), link) is None


def test_without_the_checker_there_is_no_opinion() -> None:
    link = replace(read("neotevřel"), unrendered=(), wrong=(), fault=None)
    assert opinion("negation", finding(link), link) is None


def test_a_doubted_negator_is_told_with_the_clause_that_lost_it() -> None:
    for doubted, told in (((), 0), (("mosty",), 0), (("neotevřel",), 1)):
        link = read(*doubted)
        original, repost = sides(link)
        found = list(doubted_denials(original, repost, link.unrendered))
        assert len(found) == told, doubted
        assert all(denial.cue.text == "neotevřel" for denial, _ in found)
        assert all(repost.text[clause.start : clause.end] == "The mayor opened 2 bridges" for _, clause in found)
    assert not list(doubted_denials(original, repost, ()))
