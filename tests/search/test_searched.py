"""Several indexes as one, a narrowed search, and an original as it stood when it was reposted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import pytest

from provenance.embed.static import open_embedded
from provenance.errors import ConfigurationError
from provenance.extract import article_from_text
from provenance.library import OpenIndex, open_index, rebuild
from provenance.library.captures import StoredCapture
from provenance.search import as_it_stood, coverage_of_all, find_candidates, narrowed, scope_of
from provenance.values import Article

CZECH = [
    article_from_text(text, id=id_, outlet=outlet, language="cs", published=published)
    for id_, outlet, published, text in (
        (
            "bridge",
            "Seznam Zprávy",
            "2026-04-03",
            "Nový most přes Lužnici otevřeli v pondělí.\n\nStál 412 milionů korun.",
        ),
        ("school", "Novinky", "2026-05-11", "Škola v Bechyni dostala novou střechu.\n\nOprava trvala celé léto."),
    )
]
GERMAN = [
    article_from_text(
        "Die Pflegekräfte der Klinik streiken seit Montag.\n\nSie fordern acht Prozent mehr Lohn.",
        id="strike",
        outlet="Nordkurier",
        language="de",
        published="2026-06-20",
    )
]


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenIndex, ...]]:
    home: Path = tmp_path_factory.mktemp("indexes")
    rebuild("czech", CZECH, home=home, embedder=open_embedded())
    rebuild("german", GERMAN, home=home, embedder=open_embedded())
    with ExitStack() as stack:
        yield tuple(
            stack.enter_context(open_index(name, home=home, embedder=open_embedded())) for name in ("czech", "german")
        )


def found(indexes: tuple[OpenIndex, ...], text: str) -> list[str]:
    repost: Article = article_from_text(text)
    return [one.article.id for one in find_candidates(indexes, repost.story, open_embedded())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Nurses have been on strike since Monday.", "strike"), ("The new bridge was opened on Monday.", "bridge")],
)
def test_several_indexes_are_searched_as_one(indexes: tuple[OpenIndex, ...], text: str, expected: str) -> None:
    assert found(indexes, text)[0] == expected


def test_the_coverage_is_that_of_all(indexes: tuple[OpenIndex, ...]) -> None:
    covered = coverage_of_all(indexes)
    assert (covered.indexes, covered.articles) == (("czech", "german"), 3)
    assert (covered.languages, covered.since, covered.until) == (("cs", "de"), "2026-04-03", "2026-06-20")
    assert set(covered.outlets) == {"Seznam Zprávy", "Novinky", "Nordkurier"}


@pytest.mark.parametrize(
    ("languages", "outlets", "since", "until", "expected"),
    [
        (["de"], [], None, None, {"strike"}),
        ([], ["Seznam Zpravy"], None, None, {"bridge"}),
        ([], ["novinky.cz"], None, None, {"school"}),
        ([], [], "2026-05", None, {"school", "strike"}),
        (["cs"], [], None, "2026-04-30", {"bridge"}),
        ([], [], None, None, {"bridge", "school", "strike"}),
    ],
)
def test_a_search_can_be_narrowed(
    indexes: tuple[OpenIndex, ...],
    languages: list[str],
    outlets: list[str],
    since: str | None,
    until: str | None,
    expected: set[str],
) -> None:
    views = narrowed(indexes, scope_of(languages, outlets, since, until))
    assert set(found(views, "A bridge, a school and a strike.")) == expected
    assert coverage_of_all(views).articles == len(expected)


@pytest.mark.parametrize(
    ("languages", "since", "said"),
    [(["klingon"], None, "klingon"), ([], "last week", "last week"), ([], "2026-13", "2026-13")],
)
def test_what_cannot_narrow_a_search_is_said(languages: list[str], since: str | None, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        scope_of(languages, [], since, None)


def test_an_outlet_that_no_index_holds_is_said(indexes: tuple[OpenIndex, ...]) -> None:
    with pytest.raises(ConfigurationError, match="Le Monde"):
        narrowed(indexes, scope_of([], ["Le Monde"], None, None))


OLD, NEW = (
    article_from_text(
        f"Nový most přes Lužnici otevřeli v pondělí.\n\nStál {cost} milionů korun.", id="b", language="cs"
    )
    for cost in (412, 520)
)


@pytest.mark.parametrize(
    ("reposted", "cost"),
    [("2026-04-10", "412"), ("2026-06-01", "520"), ("2026-02-01", "412"), (None, "520"), ("2026-05", "520")],
)
def test_an_original_is_taken_as_it_stood_when_it_was_reposted(reposted: str | None, cost: str) -> None:
    index = cast("OpenIndex", Captured())
    assert cost in as_it_stood(NEW, index, reposted).text


class Captured:
    """An index whose article was captured in April and, rewritten, in May."""

    def seen(self, _: str) -> str:
        return "2026-05-02T08:00:00+00:00"

    def captures(self, id_: str) -> tuple[StoredCapture, ...]:
        seen = "2026-04-03T08:00:00+00:00"
        return (StoredCapture(id_, "revision", OLD.sha256, seen, None, None, None, None, "cs"),)

    def capture(self, _: str, capture: StoredCapture) -> Article:
        assert capture.sha256 == OLD.sha256
        return OLD
