"""`--deep MODEL`: a named model beside the checks, with and without a calibration of its own."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PRISONERS, ROOT, Run, modules_after
from tests.deep import made
from tests.training.test_drift_training import NEWS, NEWS_FILE

ORIGINAL = ROOT / "indexes" / "demo" / "originals" / "cs-zajatci-hlaseni.txt"
WRONG_NUMBER = "Při požáru zemřelo 17 lidí.\tIn the fire 71 people died.\tcs\ten"
LINES = f"Most přes řeku byl v pondělí otevřen.\tThe bridge was opened on Monday.\tcs\ten\n{WRONG_NUMBER}\n\t\n"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.classifier(tmp_path_factory.mktemp("models") / "tiny-nli", made.NLI_LABELS)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    (tmp_path / "pairs.tsv").write_text(LINES, encoding="utf-8")
    return tmp_path / "pairs.tsv"


def compared(run: Run, pairs: Path, *more: object) -> list[dict[str, Any]]:
    done = run("compare", "--pairs", pairs, "--json", *more)
    assert (done.code, done.err) == (1, "")
    return [json.loads(line) for line in done.out.splitlines()]


def without_model(drift: dict[str, Any]) -> dict[str, Any]:
    return {**{key: value for key, value in drift.items() if key != "deep"}, "also": drift["also"][:-1]}


def test_without_a_model_nothing_speaks_of_one(run: Run, pairs: Path) -> None:
    for line in compared(run, pairs):
        assert line.keys() == {"row", "drifts", "drift_probability"}
        assert all("deep" not in drift for drift in line["drifts"])
    report = json.loads(run("check", PRISONERS, "--against", ORIGINAL, "--json").out)
    assert "deep" not in report["signature"]
    assert all("deep" not in drift for drift in report["drifts"])


def test_compare_shows_the_scores_and_changes_nothing(run: Run, pairs: Path, model: Path) -> None:
    plain, along = compared(run, pairs), compared(run, pairs, "--deep", model)
    for one, other in zip(plain, along, strict=True):
        assert other["drift_probability"] == one["drift_probability"]
        assert [without_model(drift) for drift in other["drifts"]] == one["drifts"]
        assert (other["deep"]["model"], other["deep"]["kind"]) == ("tiny-nli", "nli")
        assert other["deep"]["calibration_sha256"] == ""
        assert len(other["deep"]["sha256"]) == 64
    scores = [one["deep"]["scores"] for one in along]
    assert scores[2] is None
    assert all(
        set(one) == {"entailment", "contradiction", "entailment back", "contradiction back"} for one in scores[:2]
    )
    (drift,) = along[1]["drifts"]
    assert drift["deep"] == {"model": "tiny-nli", "kind": "nli", "scores": scores[1], "doubt": None}


def test_compare_tells_a_reader_what_the_model_is_worth(run: Run, pairs: Path, model: Path) -> None:
    done = run("compare", "--pairs", pairs, "--deep", model)
    assert (done.code, done.err) == (1, "")
    finding, summary, note = done.out.splitlines()
    assert finding.startswith("1: critical number: ")
    assert "The model tiny-nli " in finding
    assert summary == "1 of 3 rows with findings, 1 of them critical or major."
    assert "read along but is not calibrated" in note
    assert "(deep tiny-nli (nli) " in note


def test_check_states_the_model_and_keeps_every_severity(run: Run, model: Path) -> None:
    def report(*more: object) -> dict[str, Any]:
        done = run("check", PRISONERS, "--against", ORIGINAL, "--json", *more)
        assert (done.code, done.err) == (1, "")
        return dict(json.loads(done.out))

    plain, along = report(), report("--deep", model)
    assert plain["drifts"]
    one_sided = [drift for drift in along["drifts"] if "deep" not in drift]
    told = [without_model(drift) if "deep" in drift else drift for drift in along["drifts"]]
    assert told == plain["drifts"]
    assert len(one_sided) < len(told)
    signature = along["signature"].pop("deep")
    assert along["signature"] == plain["signature"]
    assert (signature["model"], signature["kind"], signature["calibration_sha256"]) == ("tiny-nli", "nli", "")
    *notes, note = along["notes"]
    assert notes == plain["notes"]
    assert "tiny-nli read along but is not calibrated" in note
    for form, said in (
        ("text", "Also: The model tiny-nli "),
        ("html", "Also: The model "),
        ("markdown", "Also: The model "),
        ("prov", "read along by"),
    ):
        out = run("check", PRISONERS, "--against", ORIGINAL, "--deep", model, "--format", form).out
        assert said in out
        assert signature["sha256"][:12] in out


def test_a_report_is_verified_with_its_model(run: Run, model: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    run("check", PRISONERS, "--against", ORIGINAL, "--deep", model, "--json", "--out", report)

    def point(*more: object) -> tuple[int, Any]:
        done = run("verify", report, "--json", *more)
        (found,) = [one for one in json.loads(done.out)["points"] if one["name"] == "deep model"]
        return done.code, found["agrees"]

    assert point("--deep", model) == (0, True)
    assert point() == (0, None)
    other = made.classifier(tmp_path / "other", {0: "LABEL_0"})
    assert point("--deep", other) == (1, False)


def test_a_batch_is_done_again_with_another_model(run: Run, model: Path, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(f"{PRISONERS}\n", encoding="utf-8")
    batch = ("check", "--batch", tmp_path / "list", "--out", tmp_path / "out", "--against", ORIGINAL)

    def signed() -> str | None:
        (report,) = (tmp_path / "out" / "reports").glob("*.json")
        return json.loads(report.read_text(encoding="utf-8"))["signature"].get("deep", {}).get("model")

    run(*batch)
    assert signed() is None
    run(*batch, "--deep", model)
    assert signed() == "tiny-nli"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    rows = [f"news\tde\ten\t{text}\t{english}\n" for text, english in NEWS] * 20
    (tmp_path / "corpus.tsv").write_text("".join(rows), encoding="utf-8")
    faithful = "".join(f"{text}\t{english}\tde\ten\n" for text, english in NEWS)
    (tmp_path / "faithful.tsv").write_text(faithful, encoding="utf-8")
    return tmp_path


def test_a_calibration_is_fitted_and_kept_for_its_model(run: Run, pairs: Path, model: Path, corpus: Path) -> None:
    plain = compared(run, pairs)
    calibrate = ("model", "calibrate", "--pairs", corpus / "corpus.tsv", "--faithful", corpus / "faithful.tsv")
    done = run(*calibrate, "--deep", model, "--rows", 100)
    assert (done.code, done.err) == (0, "")
    assert "tiny-nli (nli): fitted on 80 rows. Of 20 held back" in done.out
    (kept,) = (corpus / "data" / "translation-provenance" / "deep").iterdir()
    assert str(kept) in done.out
    along = compared(run, pairs, "--deep", model)
    assert len(along[0]["deep"]["calibration_sha256"]) == 64
    assert [one["drift_probability"] for one in along[:2]] != [one["drift_probability"] for one in plain[:2]]
    assert along[2]["drift_probability"] == plain[2]["drift_probability"]
    assert all(isinstance(drift["deep"]["doubt"], float) for line in along for drift in line["drifts"])
    assert "with a calibration of its own" in run("compare", "--pairs", pairs, "--deep", model).out
    kept.write_text("{}", encoding="utf-8")
    assert "delete it, and fit it again" in run("compare", "--pairs", pairs, "--deep", model).refusal


def test_a_calibration_has_one_place(run: Run, model: Path, corpus: Path) -> None:
    given = ("model", "calibrate", "--pairs", corpus / "corpus.tsv", "--faithful", corpus / "faithful.tsv")
    assert "Give --out FILE, or --deep MODEL" in run(*given).refusal
    assert "Give --out FILE, or --deep MODEL" in run(*given, "--deep", model, "--out", "c.json").refusal
    few = run(*given, "--deep", model, "--rows", 20)
    assert few.code == 2
    assert "are needed; give more pairs in the languages that it knows" in few.err


@pytest.mark.parametrize("command", [("compare", "--pairs"), ("check",)])
def test_a_model_that_cannot_be_opened(
    run: Run, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "empty").mkdir()
    given = PRISONERS if command == ("check",) else pairs
    assert "no config.json" in run(*command, given, "--deep", tmp_path / "empty").refusal
    assert "is not on this computer" in run(*command, given, "--deep", "owner/no-such-model").refusal
    assert "There is no folder" in run(*command, given, "--deep", "no such model").refusal


def test_only_a_named_model_imports_torch(pairs: Path, model: Path) -> None:
    heavy = {"torch", "transformers", "sentence_transformers"}
    assert modules_after("compare", "--pairs", pairs) & heavy == set()
    assert modules_after("compare", "--pairs", pairs, "--deep", model) & heavy == {"torch", "transformers"}


def test_drift_is_measured_with_the_model_reading_along(run: Run, model: Path, corpus: Path) -> None:
    with lzma.open(corpus / NEWS_FILE, "wt", encoding="utf-8") as file:
        file.writelines(f"de-en\tde\t{text}\t{english}\n" for text, english in NEWS)
    measure = ("model", "evaluate", "--drift", corpus, "--each", 6, "--no-checker")
    plain = run(*measure)
    assert (plain.code, plain.err) == (0, "")
    assert run(*measure, "--deep", model).out == plain.out
