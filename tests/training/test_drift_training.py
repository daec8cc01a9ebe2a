from __future__ import annotations

import json
import lzma
import random
from pathlib import Path

import numpy as np
import pytest

from provenance.bitext import Row
from provenance.drift import fluency, vocabulary
from provenance.drift.calibration import RULES, open_calibration
from provenance.drift.sex_odds import traits
from provenance.embed.static import open_embedded
from provenance.errors import TrainingError
from provenance.models import open_models
from provenance.training.calibrate import calibrate, read_faithful
from provenance.training.checker.authentic import CRITICAL_PARTS, CRITICAL_TRAINS
from provenance.training.corpus import Pair, fingerprint
from provenance.training.drift_calibration import Example, fit
from provenance.training.drift_evaluation import Texts, area, correlation, measure_faults, shuffled, span_agreement
from provenance.training.drift_faults import FAULTS, Pool, faulty
from provenance.training.drift_material import AUTHENTIC, judged_rows, made_rows
from provenance.training.drift_report import NEWS as NEWS_FILE
from provenance.training.drift_report import evaluate_drift
from provenance.training.drift_sexes import FEWEST_TEXTS, Told, fit_sexes, learn_sexes, told_sex
from provenance.training.drift_words import count_words

TEXT = "In October the mayor Anna Novak did not open 12 new bridges, which she said were allegedly very expensive."
OTHER = "V květnu starostka Anna Nováková neotevřela 12 nových mostů, které byly údajně velmi drahé pro město."
POOL = Pool((
    "The minister Karel Dvorak said on Monday that nothing had been decided about the schools in Brno yet.",
    "Several hundred people walked through the old streets of Ostrava with candles and small paper flags.",
))  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_changes_its_text_and_is_drawn_alike_each_time(kind: str) -> None:
    both = " ".join(POOL.texts)
    fitting = {"quotation_opened": f'"{TEXT}"', "denial_made": POOL.texts[1].replace("walked", "were")}
    text = (fitting | {"sentence_lost": both, "sentence_added": both}).get(kind, TEXT)
    made = [FAULTS[kind](text, OTHER, "en", POOL, random.Random(3)) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0] not in (None, text)


def test_sexes_are_learned_from_the_pronouns_of_english(tmp_path: Path) -> None:
    towns = [f"{a}{b}" for a in "bdfghjklmnprstvz" for b in ("rno", "lava", "strava", "ihlava", "zlin", "ostrov")]
    pairs = [
        Pair("newstest", "cs", "en", f"Odešl{ending} z města {town} za {n} dní.", f"{who} left {town} in {n} days.")
        for n, town in enumerate(towns * (1 + 2 * FEWEST_TEXTS // len(towns)))
        for ending, who in (("a", "She"), ("", "He"))
    ]
    learned = learn_sexes(
        [*pairs, Pair("newstest", "fi", "en", "Hän tuli.", "She came.")], open_embedded().tokenizer, tmp_path
    )
    assert set(learned) == {"cs"}
    weights = fit_sexes([Told(pair.text_a, "She" in pair.text_b, False) for pair in pairs], open_embedded().tokenizer)
    assert weights[list(traits("Odešla"))].sum() > 2
    assert weights[list(traits("Odešl"))].sum() < -2
    assert abs(weights[list(traits("města"))].sum()) < 0.5
    assert (tmp_path / "sexes.bin").is_file()
    assert told_sex("She said that he left.") is None
    assert told_sex("They left.") is None


def test_a_fault_that_does_not_fit_is_not_made() -> None:
    assert FAULTS["figure_changed"]("No figures here.", "", "en", POOL, random.Random(0)) is None
    assert faulty("Yes.", "Ano.", "en", POOL, random.Random(0), ("scrambled", "name_removed")) is None


def examples(count: int, seed: int) -> list[Example]:
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        bad = number % 2 == 1
        features = {
            "longer": draw.gauss(1.5 if bad else 0.0, 1.0),
            "number serious": 0.9 * (bad and draw.random() < 0.6),
        }
        rows.append(Example(features, "cs", "en", "made" if bad else "faithful"))
    return rows


def test_a_fit_ranks_faults_above_faithful_rows_and_flags_no_more_than_it_may() -> None:
    names = ("longer", "number serious")
    fitted = fit(
        examples(600, 1), names, [e for e in examples(400, 2) if not e.faulty], most_flagged=0.05, centred=("longer",)
    )
    fresh = examples(600, 3)
    scores = np.array([fitted.row(one.features, "cs", "en") for one in fresh])
    labels = np.array([one.faulty for one in fresh])
    assert area(scores[labels], scores[~labels]) > 0.85
    assert (scores[~labels] >= 0.5).mean() < 0.12
    assert fitted.finding("number", 0.6, serious=True) > 0.6
    assert all(weight >= 0 for bend in fitted.bends.values() for weight in bend.weights)


def test_words_are_counted_without_machine_translations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.embed.static import open_embedded
    from provenance.training import drift_words

    monkeypatch.setattr(drift_words, "FEWEST_WORDS", 10)
    monkeypatch.setattr(drift_words, "FEWEST_FOR_FLUENCY", 10)
    pairs = [Pair("tatoeba", "en", "cs", f"the river {n} runs", f"řeka {n} teče") for n in range(30)]
    pairs += [Pair("wmt21sys", "en", "cs", "the borrowed", "výpůjčka")] * 5
    counted = count_words(pairs, open_embedded().tokenizer, tmp_path)
    assert counted["en"] <= 30
    assert {path.name for path in tmp_path.iterdir()} == {vocabulary.DATA_FILE.name, fluency.DATA_FILE.name}
    assert "výpůjčka".encode() not in (tmp_path / vocabulary.DATA_FILE.name).read_bytes()


def test_areas_and_correlations() -> None:
    assert area(np.array([0.9, 0.8]), np.array([0.1, 0.8])) == 0.875
    assert correlation(np.array([True, False]), np.array([True, False])) == 1.0
    assert correlation(np.array([True, True]), np.array([True, False])) == 0.0
    assert span_agreement([frozenset({1, 2})], [frozenset({2, 3})]) == 0.5


def test_shuffling_keeps_languages_together() -> None:
    rows = [Texts("a", "A", "cs", "en"), Texts("b", "B", "cs", "en"), Texts("c", "C", "de", "en")]
    assert [row.original for row in shuffled(rows)] == ["b", "a", "c"]


NEWS = [
    ("Der Minister besuchte am Montag 12 Schulen in Bremen.", "The minister visited 12 schools in Bremen on Monday."),
    ("Die Brücke bleibt bis Ende Oktober gesperrt.", "The bridge stays closed until the end of October."),
    ("Der Zug hatte wegen des Sturms zwei Stunden Verspätung.", "The train was two hours late because of the storm."),
    ("Mehrere hundert Menschen gingen durch die Altstadt.", "Several hundred people walked through the old town."),
    ("Das Gericht wies die Klage der Firma zurück.", "The court rejected the company's complaint."),
    ("Die Feuerwehr löschte den Brand am frühen Morgen.", "Firefighters put out the blaze early in the morning."),
]


def test_a_folder_of_development_sets_is_measured(tmp_path: Path) -> None:
    with lzma.open(tmp_path / NEWS_FILE, "wt", encoding="utf-8") as file:
        file.writelines(f"de-en\tde\t{text}\t{english}\n" for text, english in NEWS)
    lines: list[str] = []
    evaluate_drift(tmp_path, open_models(checker=False), each=6, say=lines.append)
    assert any(line.startswith("de-en") for line in lines)
    assert any("probability rises for 1.000" in line for line in lines)


def test_faults_are_told_by_the_originals_language() -> None:
    rows = [Texts(text, english, language, "en") for language in ("de", "nl") for text, english in NEWS]
    models = open_models(checker=False)
    found = list(measure_faults(rows, models, np.linspace(0, 0.5, 50), 8, {}))
    (figures,) = [one for one in found if one.kind == "figure_changed"]
    assert all(sum(own.n for own in one.by_language.values()) == one.n for one in found)
    assert set(figures.by_language) == {"de", "nl"}
    assert figures.by_language["de"].flagged > figures.by_language["de"].untouched


def test_marked_translations_are_measured_beside_controls_and_raters(tmp_path: Path) -> None:
    header = ["system", "doc", "doc_id", "seg_id", "rater", "source", "target", "category", "severity"]
    rows = [
        ["s", f"doc{doc}", "1", str(doc), rater, "Die Mühle steht am Fluss.", target, category, severity]
        for doc in range(24)
        for rater, target, category, severity in (
            ("r1", "The <v>mall</v> stands by the river.", "Accuracy/Mistranslation", "Major" if doc % 2 else "Minor"),
            ("r2", "The <v>mall stands</v> by the river.", "Accuracy/Mistranslation", "Major" if doc % 2 else "Minor"),
        )
    ]
    with lzma.open(tmp_path / "mqm-newstest2020-en-de.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join("\t".join(row) for row in [header, *rows]) + "\n")
    lines: list[str] = []
    evaluate_drift(tmp_path, open_models(checker=False), each=4, say=lines.append)
    (line,) = [line for line in lines if line.startswith("MQM en-de")]
    assert "target only 0.50, length 0.50" in line
    # Four of the characters that one of them marked and eleven of the other's are the same.
    assert line.endswith("rater against rater 0.53")


def test_a_folder_without_development_sets_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="holds none of"):
        evaluate_drift(tmp_path, open_models(checker=False), each=1, say=print)


def test_a_calibration_is_fitted_and_written(tmp_path: Path) -> None:
    pairs = [Pair("news", "de", "en", text, english) for text, english in NEWS] * 8
    known = [Row(number, *texts, "de", "en") for number, texts in enumerate(NEWS)]
    made = list(made_rows(pairs, 1))
    sets = calibrate(made, known, open_models(checker=False), tmp_path / "c.json", most_flagged=0.1)
    assert open_calibration(RULES, tmp_path / "c.json") == sets[RULES]


def test_texts_to_be_left_out_are() -> None:
    pairs = [Pair("news", "de", "en", text, english) for text, english in NEWS] * 8
    left_out = frozenset({fingerprint(NEWS[0][0])})
    texts = {one.row.original for one in made_rows(pairs, 1, left_out)} | {
        one.row.repost for one in made_rows(pairs, 1, left_out)
    }
    assert NEWS[1][0] in texts
    assert NEWS[0][0] not in texts


def test_judged_translations_are_taken_from_the_parts_that_nothing_trains_on(tmp_path: Path) -> None:
    path = tmp_path / "critical.jsonl"
    rows = [
        {
            "split": "train", "pair": "en-cs", "source": f"Source {n}.", "translation": f"Překlad {n}.",
            "annotations": json.dumps([1, 1, 0] if n % 2 else [0, 0, 0]),
        }
        for n in range(80)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    made = list(judged_rows((), (path,), 1))
    assert {one.kind for one in made} == {"faithful", AUTHENTIC}
    assert all(fingerprint(one.row.original) % CRITICAL_PARTS not in CRITICAL_TRAINS for one in made)
    assert 5 < len(made) < 40


def test_a_news_set_gives_the_half_that_sets_points(tmp_path: Path) -> None:
    with lzma.open(tmp_path / NEWS_FILE, "wt", encoding="utf-8") as file:
        file.writelines(f"de-en\tde\t{text}\t{english}\n" for text, english in NEWS)
    known = read_faithful(tmp_path / NEWS_FILE)
    assert {row.repost for row in known} == {english for _, english in NEWS if fingerprint(english) % 2 == 0}
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("Ano, jistě.\tYes, certainly.\tcs\ten\n", encoding="utf-8")
    assert [(row.original, row.repost_language) for row in read_faithful(pairs)] == [("Ano, jistě.", "en")]


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="cannot be read"):
        read_faithful(tmp_path / "none.tsv")
