"""Candidates: passages vote, rare names and numbers propose, the credited outlet is raised."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from provenance.embed.static import open_embedded
from provenance.extract import article_from_text
from provenance.library import OpenIndex, open_index, rebuild
from provenance.search import credit_names, find_candidates
from provenance.values import Article, Credit

ORIGINALS = {
    "bridge": (
        "Jihozápad",
        "Nový most přes Lužnici otevřeli v pondělí.",
        "Stavba stála 412 milionů korun a trvala tři roky.",
        "První po něm přešli žáci místní školy.",
    ),
    "bridge-2": (
        "Večerník",
        "V pondělí se otevřel most u Bechyně.",
        "Řidiči si zkrátí cestu o půl hodiny.",
        "Starosta poděkoval stavbařům.",
    ),
    "strike": (
        "Nordkurier",
        "Die Pflegekräfte der Klinik streiken seit Montag.",
        "Die Gewerkschaft fordert acht Prozent mehr Lohn.",
        "Die Klinikleitung bedauert die abgesagten Operationen.",
    ),
    "museum": (
        "El Faro",
        "Los ladrones se llevaron un astrolabio del siglo XVI.",
        "El vigilante Anselmo Carballeda no vio nada.",
        "La policía busca una furgoneta blanca.",
    ),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    home = tmp_path_factory.mktemp("indexes")
    articles = [
        article_from_text("\n\n".join(text), id=id_, outlet=outlet) for id_, (outlet, *text) in ORIGINALS.items()
    ]
    rebuild("news", articles, home=home, embedder=open_embedded())
    with open_index("news", home=home, embedder=open_embedded()) as opened:
        yield opened


def candidates(index: OpenIndex, text: str, credit: Credit | None = None) -> list[str]:
    repost: Article = article_from_text(text)
    return [one.article.id for one in find_candidates([index], repost.story, open_embedded(), credit=credit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The new bridge over the Lužnice was opened on Monday.\n\nIt cost 412 million crowns and took three years.",
            "bridge",
        ),
        (
            "Nurses of the clinic have been on strike since Monday.\n\nThe union demands eight per cent more pay.",
            "strike",
        ),
        ("Thieves took an astrolabe of the sixteenth century.\n\nPolice are looking for a white van.", "museum"),
        ("Anselmo Carballeda", "museum"),
    ],
)
def test_the_original_comes_first(index: OpenIndex, text: str, expected: str) -> None:
    assert candidates(index, text)[0] == expected


def test_the_credited_outlet_wins_where_the_text_cannot_decide(index: OpenIndex) -> None:
    text = "A bridge was opened on Monday."
    printed = [Credit(f"Source: {name}", name, 0, 1) for name in ("Jihozapad", "Vecernik")]
    assert [candidates(index, text, credit)[0] for credit in printed] == ["bridge", "bridge-2"]


def test_a_repost_without_story_has_no_candidates(index: OpenIndex) -> None:
    assert find_candidates([index], (), open_embedded()) == ()


def test_without_an_index_there_are_no_candidates() -> None:
    assert find_candidates([], article_from_text("A bridge was opened.").story, open_embedded()) == ()


def test_no_article_comes_twice(index: OpenIndex) -> None:
    found = candidates(index, "The bridge.\n\nThe strike.\n\nThe museum.\n\nThe bridge cost 412 million.")
    assert len(found) == len(set(found))


def test_a_link_behind_the_credit_names_the_outlet_too() -> None:
    credit = Credit("Source: here", "here", 0, 4, url="https://www.faro.example/a")
    assert credit_names(credit, "El Faro", "https://faro.example/b")
    assert not credit_names(credit, "El Faro", "https://other.example/b")


def test_a_credit_may_name_several_outlets() -> None:
    credit = Credit("Source: ČTK, El Faro", "ČTK, El Faro", 0, 4)
    assert credit_names(credit, "El Faro", None)
    assert credit_names(credit, "ČTK", None)
    assert not credit_names(credit, "El País", None)


def test_a_paragraph_of_many_sentences_asks_in_parts(index: OpenIndex) -> None:
    filler = " ".join("The committee met again and put the question off until later." for _ in range(30))
    assert candidates(index, f"{filler} Thieves took an astrolabe of the sixteenth century.")[0] == "museum"
