"""Reposts of known originals, their trials, and the figures, on a handful of invented documents."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.embed.static import open_embedded
from provenance.extract import article_from_text
from provenance.library import OpenIndex, open_index, rebuild
from provenance.training.reposts import Document, read_documents, reposts
from provenance.training.tracing import article_threshold, fit_weights, measure_articles, measure_passages
from provenance.training.trials import Trial, article_choice, passage_choices, run_trials
from provenance.verdict.calibration import ARTICLE_FEATURES, PASSAGE_FEATURES, WEIGHTS_FILE, weights

STORIES = [
    (
        ["Nový most přes řeku otevřeli v pondělí.", "Stavba stála 412 milionů korun.", "Trvala tři roky."],
        ["The new bridge over the river was opened on Monday.", "It cost 412 million crowns.", "It took three years."],
    ),
    (
        ["Sestry v nemocnici stávkují.", "Odbory chtějí o osm procent vyšší mzdy.", "Operace byly odloženy."],
        [
            "Nurses in the hospital are on strike.",
            "The union wants eight per cent more pay.",
            "Operations were put off.",
        ],
    ),
    (
        ["Zloději odnesli z muzea starý astroláb.", "Hlídač nic neviděl.", "Policie hledá bílou dodávku."],
        ["Thieves took an old astrolabe from the museum.", "The guard saw nothing.", "Police look for a white van."],
    ),
    (
        ["V lese se zase objevil vlk.", "Farmáři žádají náhradu za ovce.", "Ochránci radí stavět ploty."],
        ["A wolf was seen in the forest again.", "Farmers ask to be paid for sheep.", "Experts advise fences."],
    ),
    (["Zítra nepůjde proud."], ["There will be no power tomorrow."]),
]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    path = tmp_path_factory.mktemp("documents") / "documents.jsonl"
    lines = [
        {"pair": "cs-en", "doc": f"d{number}", "source": [source], "reference": [{"text": [english]}], "systems": []}
        for number, (source, english) in enumerate(STORIES)
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    return read_documents(path)


@pytest.fixture(scope="module")
def index(documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    home = tmp_path_factory.mktemp("indexes")
    articles = [article_from_text("\n\n".join(one.original), id=one.id, language="cs") for one in documents]
    rebuild("originals", articles, home=home, embedder=open_embedded())
    with open_index("originals", home=home, embedder=open_embedded()) as opened:
        yield opened


@pytest.fixture(scope="module")
def trials(documents: list[Document], index: OpenIndex) -> list[Trial]:
    return list(run_trials(list(reposts(documents, 1.0, random.Random(2))), index, open_embedded()))


def test_documents_are_cut_alike_on_both_sides(documents: list[Document]) -> None:
    assert [one.id for one in documents] == [f"cs-{number:04d}" for number in range(5)]
    assert {one.is_short for one in documents[:4]} == {False}
    assert documents[4].is_short
    for one, (source, english) in zip(documents, STORIES, strict=True):
        assert " ".join(one.original) == " ".join(source)
        assert [" ".join(text) for _, text in one.translations] == [" ".join(english)]
        assert all(len(text) == len(one.paragraphs) for _, text in one.translations)


def test_each_repost_is_tried_with_its_originals_and_without(trials: list[Trial]) -> None:
    for trial in trials:
        homes = {home for home, _ in trial.repost.homes}
        assert trial.removed <= homes
        assert trial.is_inside == bool(homes - trial.removed)
        assert not {one.id for one in trial.candidates} & trial.removed
    assert {trial.repost.kind for trial in trials} >= {"long", "joined"}


def test_the_choices_know_the_right_answer(trials: list[Trial]) -> None:
    for trial in trials:
        choice = article_choice(trial)
        assert choice.features.shape == (len(trial.candidates), len(ARTICLE_FEATURES))
        assert choice.right.any() == trial.is_inside
        for passage in passage_choices(trial):
            assert passage.features.shape == (len(passage.right), len(PASSAGE_FEATURES))


def test_weights_are_fitted_and_written(trials: list[Trial], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "weights.json"
    monkeypatch.setattr("provenance.verdict.calibration.WEIGHTS_FILE", mine)
    try:
        fit_weights(trials, mine)
        articles, passages = measure_articles(trials), measure_passages(trials)
        assert articles.first == 1.0
        assert articles.auc > 0.95
        assert passages.first > 0.9
        assert 0 < article_threshold(trials) < 1
    finally:
        monkeypatch.undo()
        weights.cache_clear()
    assert WEIGHTS_FILE.is_file()
