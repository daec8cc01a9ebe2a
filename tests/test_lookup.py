"""Where one sentence comes from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from provenance.embed.static import open_embedded
from provenance.library import OpenIndex, open_index, rebuild
from provenance.lookup import find_sentence
from tests.library.samples import HashEmbedder, article, many

ORIGINALS = {
    "flood": ("Hasiči zachránili tři děti z řeky. Starosta jim poděkoval.", "Hladina stále stoupá."),
    "fire": ("Hasiči zachránili psa z hořící školy. Škola zůstane zavřená.", "Příčina se vyšetřuje."),
    "theft": ("Zloději odnesli z muzea starý astroláb.", "Hasiči zachránili tři obrazy."),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    home = tmp_path_factory.mktemp("indexes")
    articles = [article(id_, *text, language="cs") for id_, text in ORIGINALS.items()]
    rebuild("news", articles, home=home, embedder=open_embedded())
    with open_index("news", home=home, embedder=open_embedded()) as opened:
        yield opened


def test_the_sentence_that_says_it_comes_first_and_no_article_twice(index: OpenIndex) -> None:
    first, *others = find_sentence("Firefighters rescued three children from the river.", [index], open_embedded(), 5)
    assert (first.article.id, first.sentence.text) == ("flood", "Hasiči zachránili tři děti z řeky")
    assert first.article.text[first.sentence.start :].startswith(first.sentence.text)
    assert first.passage.index == 0
    assert sorted(one.article.id for one in (first, *others)) == sorted(ORIGINALS)
    assert all(-1 <= one.similarity <= 1 for one in (first, *others))


def test_no_more_than_asked_for(index: OpenIndex) -> None:
    assert len(find_sentence("The school stays closed.", [index], open_embedded(), 1)) == 1


def test_without_an_index_nothing_is_found() -> None:
    assert find_sentence("The school stays closed.", [], open_embedded(), 5) == ()


def test_a_model_that_reads_texts_as_a_whole_ranks_by_similarity(tmp_path_factory: pytest.TempPathFactory) -> None:
    home, embedder = tmp_path_factory.mktemp("indexes"), HashEmbedder()
    rebuild("news", many(9), home=home, embedder=embedder)
    with open_index("news", home=home, embedder=embedder) as opened:
        found = find_sentence("river bridge mayor case 4", [opened], embedder, 9)
    assert [one.similarity for one in found] == sorted((one.similarity for one in found), reverse=True)
