"""Sentences for readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.report.safe import host_name, plain, shorten, shorten_middle, web_url
from provenance.report.view import ranked
from provenance.report.wording import (
    Outside,
    confidence,
    credit,
    date_words,
    headline,
    likelihood,
    percent,
    searched,
    spoken,
    tally,
)
from provenance.values import Coverage
from tests.report.samples import REPORT


@pytest.mark.parametrize(
    ("probability", "words", "number"),
    [
        (1.0, "almost certain", "over 99%"),
        (0.95, "almost certain", "95%"),
        (0.9, "very likely", "90%"),
        (0.7, "likely", "70%"),
        (0.5, "possible", "50%"),
        (0.2, "unlikely", "20%"),
        (0.0, "very unlikely", "under 1%"),
    ],
)
def test_probabilities_are_said_without_false_certainty(probability: float, words: str, number: str) -> None:
    assert (likelihood(probability), percent(probability)) == (words, number)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2022-11-18", "18 November 2022"),
        ("2022-11-18T21:05:00+01:00", "18 November 2022"),
        ("2022-11", "November 2022"),
        ("2022", "2022"),
        ("2022-13-01", "2022-13-01"),
        ("yesterday", "yesterday"),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_as_precise_as_they_are_known(moment: str | None, words: str | None) -> None:
    assert date_words(moment) == words


@pytest.mark.parametrize(
    ("status", "part"),
    [
        ("confirmed", "“Source: Hlasy povodí” is confirmed"),
        ("contradicted", "is contradicted: the text was traced to Hlasy povodí instead"),
        ("unlisted", "to an outlet that it does not name"),
        ("unverifiable", "could not be verified"),
        ("uncredited", "prints no source, though its text was traced to Hlasy povodí"),
    ],
)
def test_every_state_of_the_credit_has_its_sentence(status: str, part: str) -> None:
    report = replace(REPORT, verdict=replace(REPORT.verdict, credit=status))
    assert part in spoken(credit(report))


def test_headlines() -> None:
    verdict = REPORT.verdict
    traced = replace(REPORT, verdict=replace(verdict, status="traced"))
    assert spoken(headline(traced)) == (
        "Traced to Hlasy povodí (Czech), 10 June 2023: "
        "“Hráz u Dolní Lhoty drží, starosta popírá, že o prasklině věděl”."
    )
    given = replace(REPORT, verdict=replace(verdict, status="not-in-index", searched=Coverage(articles=1)))
    assert spoken(headline(given)).startswith("Not from this original")
    unknown = replace(REPORT, verdict=replace(verdict, originals=()))
    assert spoken(headline(unknown)).endswith("come from an original.")
    assert confidence(unknown) == ()


def test_what_was_searched_is_counted_where_it_is_long() -> None:
    many = Coverage(("a", "b"), 1, tuple(map(str, range(7))), ("cs",), None, "2023")
    assert spoken(searched(many)) == "searched 1 article from 7 outlets in Czech, published 2023 (index a and b)"


def test_outside_text_is_told_apart_in_a_phrase() -> None:
    outside = [piece for piece in headline(REPORT) if isinstance(piece, Outside)]
    assert [piece.text for piece in outside] == [
        "Hlasy povodí", "Czech", "10 June 2023", "Hráz u Dolní Lhoty drží, starosta popírá, že o prasklině věděl",
    ]  # fmt: skip
    assert outside[-1].language == "cs"


def test_findings_are_ranked_by_severity_and_then_by_what_was_lost() -> None:
    order = [drift.check for drift in ranked(REPORT.drifts)]
    assert order == ["negation", "number", "hedge", "omission", "intensity", "addition", "condensing"]
    assert tally(REPORT.drifts) == "7 findings (2 critical, 3 major, 2 minor)"
    assert tally(()) == "no findings"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.cz/a?b=c#d", "example.cz"),
        ("http://[::1]:8080/x", "::1"),
        ("https://příklad.example/č", "příklad.example"),
        ("HTTPS://example.cz", "example.cz"),
        ("ftp://example.cz", None),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("https://example.cz/ x", None),
        ("https://a:b@example.cz/", None),
        ("https://[broken", None),
        ("https:///path", None),
        ("https://example.cz/" + "x" * 2000, None),
        ("https://example.cz/\ud800", None),
        ("", None),
        (None, None),
    ],
)
def test_only_plain_web_addresses_pass(url: str | None, host: str | None) -> None:
    assert host_name(url) == host
    assert web_url(url) == (url if host else None)


def test_control_characters_become_visible_and_direction_controls_go() -> None:
    assert plain("a\x1b[31m\u202eb\tc\n\nd\x9b2J\x00") == "a␛[31mb c d\ufffd2J␀"


def test_long_text_is_cut_at_a_space_with_an_ellipsis() -> None:
    assert shorten("one two three four", 15) == "one two three…"
    assert shorten("short", 15) == "short"
    assert shorten("x" * 20, 10) == "x" * 9 + "…"
    assert shorten_middle("a" * 30 + "b" * 30, 30) == "a" * 20 + " … " + "b" * 10
