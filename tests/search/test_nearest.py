"""The nearest passages: ranked as `measure_retrieval` ranks, over one index or several, long ones by their parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from provenance.embed.static import open_embedded
from provenance.library import OpenIndex, open_index, rebuild
from provenance.likeness import SHORTLIST
from provenance.search.nearest import FEWEST_COMPARED, nearest_passages
from provenance.training.evaluate import measure_retrieval
from tests.library.samples import HashEmbedder, article, many

#: Reports that lie close to each other, and a translation of each.
REPORTS = {
    "Rada města schválila stavbu nového mostu přes řeku.": "The city council approved a new bridge over the river.",
    "Rada města zamítla stavbu nového mostu přes řeku.": "The city council rejected a new bridge over the river.",
    "Rada města zamítla prodej staré radnice u řeky.": "The city council rejected the sale of the old town hall.",
    "Starosta otevřel nový most přes řeku.": "The mayor opened the new bridge over the river.",
    "Starosta otevřel novou školu u řeky.": "The mayor opened the new school by the river.",
    "Hasiči zachránili tři děti z řeky.": "Firefighters rescued three children from the river.",
    "Hasiči zachránili psa z hořící školy.": "Firefighters rescued a dog from the burning school.",
    "Policie hledá tři děti, které utekly ze školy.": "Police are looking for three children who ran away.",
    "Policie hledá řidiče, který srazil psa.": "Police are looking for the driver who hit a dog.",
    "Řidiči se mají vyhnout mostu, který se opravuje.": "Drivers should avoid the bridge that is under repair.",
    "Most se bude opravovat dva roky.": "The bridge will be under repair for two years.",
    "Škola bude dva týdny zavřená.": "The school will be closed for two weeks.",
}


def opened(home: Path, name: str, articles: dict[str, str]) -> OpenIndex:
    stored = [article(id_, text, language="cs") for id_, text in articles.items()]
    rebuild(name, stored, home=home, embedder=open_embedded())
    return open_index(name, home=home, embedder=open_embedded())


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    with opened(tmp_path_factory.mktemp("indexes"), "reports", {text: text for text in REPORTS}) as index:
        yield index


def test_the_search_ranks_as_evaluate_scores(reports: OpenIndex) -> None:
    ranks = []
    for text, translation in REPORTS.items():
        (found,) = nearest_passages([reports], [translation], open_embedded())
        ranks.append(1 + [one.article_id for one in found].index(text))
    figures = measure_retrieval(open_embedded(), list(REPORTS.values()), list(REPORTS))
    assert np.mean([rank == 1 for rank in ranks]) == figures.p_at_1
    assert np.mean([1 / rank for rank in ranks]) == pytest.approx(figures.mean_reciprocal_rank)


def test_word_pieces_decide_where_vectors_lie_close(reports: OpenIndex) -> None:
    asked = "Firefighters rescued three children from the river; nobody was hurt."
    (found,) = nearest_passages([reports], [asked], open_embedded())
    assert found[0].article_id == "Hasiči zachránili tři děti z řeky."
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_several_indexes_are_ranked_as_one(reports: OpenIndex, tmp_path: Path) -> None:
    halves = [dict.fromkeys(list(REPORTS)[part::2]) for part in (0, 1)]
    asked = list(REPORTS.values())
    with (
        opened(tmp_path, "one", {text: text for text in halves[0]}) as one,
        opened(tmp_path, "two", {text: text for text in halves[1]}) as two,
    ):
        apart = nearest_passages([one, two], asked, open_embedded())
    whole = nearest_passages([reports], asked, open_embedded())
    assert [[near.article_id for near in row] for row in apart] == [[near.article_id for near in row] for row in whole]
    assert all((near.article_id in halves[near.index]) for row in apart for near in row)


def test_a_long_passage_is_as_near_as_the_part_that_was_found(tmp_path: Path) -> None:
    filler = " ".join(f"Zasedání číslo {number} bylo odloženo na příští měsíc." for number in range(60))
    telling = "Zloději odnesli z muzea starý astroláb."
    texts = {"long": f"{filler} {telling}", "rival": "Zloději odnesli z obchodu nový telefon."}
    with opened(tmp_path, "museum", texts) as index:
        (found,) = nearest_passages([index], ["Thieves took an old astrolabe from the museum."], open_embedded())
    assert found[0].article_id == "long"


def test_where_many_ask_each_gets_fewer(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    rebuild("news", many(40), home=tmp_path, embedder=embedder)
    with open_index("news", home=tmp_path, embedder=embedder) as index:
        (alone,) = nearest_passages([index], ["river bridge"], embedder)
        many_ask = nearest_passages([index], ["river bridge", *(f"mayor {n}" for n in range(99))], embedder)
    assert len(alone) == SHORTLIST
    assert {len(found) for found in many_ask} == {FEWEST_COMPARED}
    assert [one.article_id for one in many_ask[0]] == [one.article_id for one in alone[:FEWEST_COMPARED]]


def test_nothing_asked_finds_nothing(reports: OpenIndex) -> None:
    assert nearest_passages([reports], [], open_embedded()) == []
    assert nearest_passages([], ["river"], open_embedded()) == [[]]
