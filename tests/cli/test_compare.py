"""`provenance compare`: one line for each row, whatever the row holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from provenance.bitext import LONGEST_LINE, read_rows
from tests.cli.conftest import Run

FAITHFUL = "Most přes řeku byl v pondělí otevřen.\tThe bridge over the river was opened on Monday."
WRONG_NUMBER = "Při požáru zemřelo 17 lidí.\tIn the fire 71 people died."
NUMBER = {"check", "severity", "probability", "reason", "also", "passage", "repost", "original"}


def rows(run: Run, path: Path, content: str | bytes, code: int = 0) -> list[dict[str, Any]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    done = run("compare", "--pairs", path, "--json")
    assert (done.code, done.err) == (code, "")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["row"] for line in lines] == list(range(len(lines)))
    assert all(line.keys() >= {"row", "drifts", "drift_probability"} for line in lines)
    assert all(0 <= line["drift_probability"] <= 1 for line in lines)
    return lines


def test_a_line_for_each_row(run: Run, tmp_path: Path) -> None:
    lines = rows(run, tmp_path / "pairs.tsv", f"{FAITHFUL}\n{WRONG_NUMBER}\n", code=1)
    good, bad = lines
    assert good["drifts"] == []
    assert good["drift_probability"] < 0.5 <= bad["drift_probability"]
    (drift,) = [one for one in bad["drifts"] if one["check"] == "number"]
    assert drift.keys() >= NUMBER
    original, repost = WRONG_NUMBER.split("\t")
    assert original[drift["original"]["start"] : drift["original"]["end"]] == drift["original"]["quote"] == "17"
    assert repost[drift["repost"]["start"] : drift["repost"]["end"]] == drift["repost"]["quote"] == "71"


def test_the_probability_is_finely_graded(run: Run, tmp_path: Path) -> None:
    original = "Most přes řeku byl v pondělí otevřen"
    reposts = ["The bridge over the river was opened on Monday", "The bridge was opened", "Rain fell in the hills", "x"]
    lines = rows(run, tmp_path / "pairs.tsv", "".join(f"{original}.\t{one}.\n" for one in reposts), code=0)
    graded = [line["drift_probability"] for line in lines]
    assert len(set(graded)) == len(graded)
    assert any(one != round(one, 4) for one in graded)


@pytest.mark.parametrize(
    "row", ["A text.\t", "\tA text.", "\t", " \t \u00a0", "\x00\tA text.", "", "\t\tcs\ten", "\t\t\t"]
)
def test_a_blank_side_still_gives_a_line(run: Run, tmp_path: Path, row: str) -> None:
    lines = rows(run, tmp_path / "pairs.tsv", f"{FAITHFUL}\n{row}\n{FAITHFUL}\n")
    assert len(lines) == 3
    assert lines[1]["drifts"] == []
    assert lines[0]["drift_probability"] == lines[2]["drift_probability"]


def test_line_ends_are_no_part_of_a_text(run: Run, tmp_path: Path) -> None:
    unix = rows(run, tmp_path / "unix.tsv", f"{FAITHFUL}\n{WRONG_NUMBER}\n", code=1)
    assert rows(run, tmp_path / "dos.tsv", f"{FAITHFUL}\r\n{WRONG_NUMBER}\r\n", code=1) == unix
    assert rows(run, tmp_path / "open.tsv", f"{FAITHFUL}\n{WRONG_NUMBER}", code=1) == unix
    assert rows(run, tmp_path / "marked.tsv", b"\xef\xbb\xbf" + f"{FAITHFUL}\n{WRONG_NUMBER}".encode(), code=1) == unix


def test_only_tabs_and_newlines_separate(tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text('"He said ""no""\t"A\u2028B\x0bC\x85D\n\u2029"\t\'x"\n', encoding="utf-8")
    first, second = read_rows(tmp_path / "pairs.tsv")
    assert (first.original, first.repost) == ('"He said ""no""', '"A\u2028B\x0bC\x85D')
    assert (second.original, second.repost) == ('\u2029"', "'x\"")


def test_languages_are_those_of_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("Ano.\tYes.\tCS \ten\n", encoding="utf-8")
    (row,) = read_rows(tmp_path / "pairs.tsv")
    assert (row.original_language, row.repost_language) == ("cs", "en")
    for languages, named in (("", "Czech"), ("\tcs\ten", "Czech"), ("\tpl-PL\ten", "Polish"), ("\tnone\ten", "Czech")):
        (line,) = rows(run, tmp_path / "pairs.tsv", f"{WRONG_NUMBER}{languages}\n", code=1)
        assert any(f"The {named} original" in drift["reason"] for drift in line["drifts"])


def test_a_text_that_was_left_in_its_language(run: Run, tmp_path: Path) -> None:
    text = "Starosta v pondělí oznámil, že most přes řeku zůstane až do podzimu uzavřený."
    (line,) = rows(run, tmp_path / "pairs.tsv", f"{text}\t{text}\tcs\ten\n", code=1)
    assert "untranslated" in {drift["check"] for drift in line["drifts"]}


def test_bytes_that_are_no_utf_8(run: Run, tmp_path: Path) -> None:
    content = f"{FAITHFUL}\n".encode() + b"caf\xe9 \xff\xfe\tA caf\xc3\xa9.\n" + f"{FAITHFUL}\n".encode()
    assert len(rows(run, tmp_path / "pairs.tsv", content)) == 3


@pytest.mark.parametrize("languages", ["\tzz\tqq", "\t../..\t\x1b[31m", "\t\ten", "\tcs", "\tcs\ten\tmore\tand more"])
def test_odd_languages(run: Run, tmp_path: Path, languages: str) -> None:
    assert len(rows(run, tmp_path / "pairs.tsv", f"{FAITHFUL}{languages}\n")) == 1


def test_text_for_a_reader(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text(f"{FAITHFUL}\n{WRONG_NUMBER}\n", encoding="utf-8")
    done = run("compare", "--pairs", tmp_path / "pairs.tsv")
    assert (done.code, done.err) == (1, "")
    *findings, summary = done.out.splitlines()
    assert findings
    assert all(line.startswith("1: ") for line in findings)
    assert summary == "1 of 2 rows with findings, 1 of them critical or major."


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"one column only\n", "Row 0 of pairs.tsv has one column"),
        (b"a\tb\na b\n", "Row 1 of pairs.tsv has one column"),
        ("a\tb\n".encode("utf-16"), "UTF-16"),
        (b"a\tb\n" + b"a\t" + b"b" * LONGEST_LINE + b"\n", "Row 1 of pairs.tsv has more than"),
        (bytes(3 * LONGEST_LINE), "Row 0 of pairs.tsv has more than"),
    ],
)
def test_rows_that_cannot_be_read(run: Run, tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "pairs.tsv").write_bytes(content)
    done = run("compare", "--pairs", tmp_path / "pairs.tsv", "--json")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert complaint in done.err
    # What was compared before the bad row is not lost.
    assert [json.loads(line)["row"] for line in done.out.splitlines()] == list(range("Row 1" in complaint))


def test_files_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    assert "There is no file nowhere.tsv" in run("compare", "--pairs", "nowhere.tsv").refusal
    assert "Is a directory" in run("compare", "--pairs", tmp_path).refusal


def test_an_empty_file_has_no_rows(run: Run, tmp_path: Path) -> None:
    assert rows(run, tmp_path / "pairs.tsv", "") == []


def test_ctrl_c_says_how_far_it_came(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance import bitext

    def stop(*_: object) -> Any:
        yield bitext.RowResult(0, (), 0.25)
        raise KeyboardInterrupt

    monkeypatch.setattr(bitext, "compare_rows", stop)
    done = run("compare", "--pairs", tmp_path / "pairs.tsv", "--json")
    assert (done.code, done.err) == (130, "Stopped after 1 rows.\n")
    assert json.loads(done.out)["drift_probability"] == 0.25
