"""`provenance model`: what the embedded model says of itself, and how it is measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

PAIRS = [
    ("Most byl v pondělí otevřen.", "The bridge was opened on Monday."),
    ("V horách napadl sníh.", "Snow fell in the mountains."),
    ("Starosta odmítl odpovědět.", "The mayor refused to answer."),
    ("Škola zůstane zavřená.", "The school will stay closed."),
]


def tsv(path: Path, rows: list[tuple[str, str]]) -> Path:
    path.write_text("".join(f"{left}\t{right}\n" for left, right in rows), encoding="utf-8")
    return path


def test_info_names_data_licences_and_figures(run: Run) -> None:
    done = run("model", "info")
    assert (done.code, done.err) == (0, "")
    known = json.loads(run("model", "info", "--json").out)
    assert known.keys() >= {"name", "pieces", "dim", "corpora", "languages", "figures", "sha256", "lexicon_sha256"}
    assert known["sha256"] in done.out
    assert known["lexicon_sha256"] in done.out
    for corpus in known["corpora"]:
        assert corpus["licence"]
        assert corpus["name"] in done.out
    for code in known["languages"]:
        assert f"\n  {code} " in done.out


def test_evaluate(run: Run, tmp_path: Path) -> None:
    path = tsv(tmp_path / "pairs.tsv", PAIRS)
    figures = json.loads(run("model", "evaluate", "--pairs", path, "--json").out)
    assert figures.keys() >= {"n", "p_at_1", "p_at_5", "mean_reciprocal_rank"}
    assert figures["n"] == len(PAIRS)
    assert 0.5 <= figures["p_at_1"] <= figures["mean_reciprocal_rank"] <= figures["p_at_5"] == 1
    text = run("model", "evaluate", "--pairs", path)
    assert (text.code, text.err) == (0, "")
    assert f"{figures['p_at_1']:.4f}" in text.out


def test_evaluate_counts_identical_strings_as_hits(run: Run, tmp_path: Path) -> None:
    path = tsv(tmp_path / "pairs.tsv", [PAIRS[0]] * 3)
    assert json.loads(run("model", "evaluate", "--pairs", path, "--json").out)["p_at_1"] == 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"", "is empty"), (b"a\tb\nonly\n", "Row 1 of pairs.tsv has one column"), (b"\xff\xfe\tx\n", "pairs.tsv")],
)
def test_pairs_that_cannot_be_read(run: Run, tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "pairs.tsv").write_bytes(content)
    assert complaint in run("model", "evaluate", "--pairs", tmp_path / "pairs.tsv").refusal


def test_files_and_models_that_are_not_there(run: Run, tmp_path: Path) -> None:
    assert "nowhere.tsv" in run("model", "evaluate", "--pairs", "nowhere.tsv").refusal
    path = tsv(tmp_path / "pairs.tsv", PAIRS)
    assert "embedded" in run("model", "evaluate", "--pairs", path, "--embedder", "no such model").refusal


def training_rows(path: Path, count: int = 120) -> Path:
    lines = [f"own\tcs\ten\tSlovo {n} a {n * n} tady.\tWord {n} and {n * n} here.\n" for n in range(count)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_a_trained_model_is_used_and_extended_by_its_folder(run: Run, tmp_path: Path) -> None:
    pairs, first, second = training_rows(tmp_path / "pairs.tsv"), tmp_path / "first", tmp_path / "second"
    done = run("model", "train", "--pairs", pairs, "--out", first, "--steps", "2", "--vectors-only")
    assert (done.code, done.err) == (0, "")
    assert "step 2 of 2" in done.out
    more = run("model", "train", "--base", first, "--pairs", pairs, "--out", second, "--steps", "2")
    assert (more.code, more.err) == (0, "")
    rows = tsv(tmp_path / "rows.tsv", PAIRS)
    figures = json.loads(run("model", "evaluate", "--pairs", rows, "--embedder", second, "--json").out)
    assert figures["n"] == len(PAIRS)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--pairs", "nowhere.tsv", "--out", "m"], "nowhere.tsv cannot be read"),
        (["--pairs", "pairs.tsv", "--out", "m", "--base", "nowhere"], "nowhere"),
        (["--pairs", "few.tsv", "--out", "m"], "name more parallel text"),
    ],
)
def test_training_that_cannot_begin(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], complaint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    training_rows(Path("pairs.tsv"))
    training_rows(Path("few.tsv"), 5)
    assert complaint in run("model", "train", *options).refusal


def test_words_are_counted_into_tables(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"news\ten\tcs\t{right}\t{left}\n" for left, right in PAIRS)
    (tmp_path / "pairs.tsv").write_text(rows, encoding="utf-8")
    outcome = run("model", "count-words", "--pairs", str(tmp_path / "pairs.tsv"), "--out", str(tmp_path / "tables"))
    assert outcome.code == 0
    assert "in 2 languages counted" in outcome.out
    assert {one.name for one in (tmp_path / "tables").iterdir()} == {"vocabulary.bin", "fluency.bin", "sexes.bin"}


def test_a_proofreader_needs_enough_text(run: Run, tmp_path: Path) -> None:
    rows = ["\t".join(("newstest", "cs", "en", *pair)) for pair in PAIRS]
    (tmp_path / "pairs.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    outcome = run(
        "model",
        "train-proofreader",
        "--pairs",
        str(tmp_path / "pairs.tsv"),
        "--out",
        str(tmp_path / "run"),
        "--steps",
        "2",
    )
    assert outcome.code == 2
    assert "No language has enough text" in outcome.err
    assert "more files of parallel text" in outcome.err
