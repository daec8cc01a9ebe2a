"""CSV files: columns by name, several separators, rows that cannot be read."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from backports import zstd

from provenance.ingest import Reject, lines, read_sources
from provenance.values import Article


def read(path: Path) -> tuple[list[Article], list[Reject]]:
    rejects: list[Reject] = []
    return list(read_sources([str(path)], on_reject=rejects.append)), rejects


ROWS = [
    ["ID", "Note", " text ", "title", "published"],
    ["1", "x", 'First line, with "quotes"; and more.\n\nSecond | paragraph.', "One", "2024-05-06"],
    ["2", "", "Příliš žluťoučký kůň.", "", ""],
]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table(separator: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(ROWS)
    (one, two), rejects = read(path)
    assert (one.id, one.title, one.published, one.text) == ("1", "One", "2024-05-06", ROWS[1][2])
    assert len(one.passages) == 2
    assert (two.id, two.title, two.published, two.text) == ("2", None, None, ROWS[2][2])
    assert rejects == []


@pytest.mark.parametrize(("name", "pack"), [("a.csv.gz", gzip.compress), ("a.TSV.ZST", zstd.compress)])
def test_a_packed_table(name: str, pack: object, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(pack(b"text\nA few words.\n"))  # type: ignore[operator]
    assert [one.text for one in read(path)[0]] == ["A few words."]


def test_rows_that_cannot_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.ingest.tables.LONGEST_LINE", 1000)
    monkeypatch.setattr(lines, "LONGEST_LINE", 1000)
    path = tmp_path / "a.csv"
    path.write_bytes(
        b"id,text\n1,Fine.\n2,\n3,caf\xe9\n4,One,too many\n\n5\n6," + b"x" * 2000 + b"\n7,\x00nul\n8,Fine.\n"
    )
    articles, rejects = read(path)
    assert [one.id for one in articles] == ["1", "7", "8"]
    assert [one.record for one in rejects] == ["line 3", "line 4", "line 5", "line 7", "line 8"]
    said = [one.reason for one in rejects]
    assert [
        '"text"' in said[0],
        "UTF-8" in said[1],
        "3 columns" in said[2],
        '"text"' in said[3],
        "long" in said[4],
    ] == [True] * 5


def test_a_quote_that_never_ends_costs_a_bounded_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.ingest.tables.LONGEST_LINE", 1000)
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,Fine.\n2,"never ends\n' + "3,Fine.\n" * 500 + "4,Fine.\n")
    articles, rejects = read(path)
    assert articles[0].id == "1"
    assert articles[-1].id == "4"
    assert "no row" in rejects[0].reason


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", '"', "\x00\n", "texts\nx\n"])
def test_a_table_without_texts_is_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content)
    articles, rejects = read(path)
    assert articles == []
    assert [one.record for one in rejects] == ["file"]
    assert '"text"' in rejects[0].reason


def test_a_damaged_packed_table_gives_what_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"text\n" + b"A few words.\n" * 9)[:-9])
    assert "damaged" in read(path)[1][-1].reason
