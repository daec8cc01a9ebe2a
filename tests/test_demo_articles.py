from __future__ import annotations

import datetime
import html
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from provenance.language import detect_language
from provenance.values import ArticleStatus, CreditStatus

DEMO = Path(__file__).resolve().parent.parent / "indexes" / "demo"
ORIGINALS = sorted((DEMO / "originals").glob("*.txt"))
EXPECTED: list[dict[str, Any]] = json.loads((DEMO / "reposts" / "expected.json").read_text(encoding="utf-8"))

HEADER_KEYS = {"Title", "Outlet", "Language", "Published", "URL"}
LANGUAGES = {"ar", "cs", "de", "es", "fr", "ja", "pl", "ru", "sk", "tr", "uk", "zh"}
CHECKS = {
    "addition", "date", "garble", "hedge", "intensity", "name", "negation", "number", "omission", "quote",
    "untranslated",
}  # fmt: skip


@cache
def header_and_body(path: Path) -> tuple[dict[str, str], str]:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return fields, body.strip()


def paragraphs(path: Path) -> list[str]:
    return header_and_body(path)[1].split("\n\n")


def repost_text(name: str) -> str:
    """The words of a repost without its tags, one line for each line of the file."""
    source = (DEMO / "reposts" / name).read_text(encoding="utf-8")
    return html.unescape(re.sub(r"<[^>]*>", "", source)) if name.endswith(".html") else source


def original(stem: str) -> Path:
    return DEMO / "originals" / f"{stem}.txt"


def test_collection_is_large_and_multilingual() -> None:
    languages = Counter(header_and_body(path)[0]["Language"] for path in ORIGINALS)
    assert len(ORIGINALS) >= 40
    assert set(languages) >= LANGUAGES
    assert languages["cs"] >= 8


@pytest.mark.parametrize("path", ORIGINALS, ids=lambda path: path.stem)
def test_header_is_complete_and_agrees_with_the_file_name(path: Path) -> None:
    fields, _ = header_and_body(path)
    assert set(fields) >= HEADER_KEYS
    assert all(value == value.strip() and value for value in fields.values())
    assert path.stem.split("-")[0] == fields["Language"]
    datetime.date.fromisoformat(fields["Published"])
    host = re.match(r"https://([^/]+)/", fields["URL"])
    assert host is not None
    assert host[1].endswith(".example") or "Note" in fields


@pytest.mark.parametrize("path", ORIGINALS, ids=lambda path: path.stem)
def test_body_is_a_short_article_in_the_language_it_names(path: Path) -> None:
    fields, body = header_and_body(path)
    assert 5 <= len(paragraphs(path)) <= 9
    assert all(paragraph and "\n" not in paragraph for paragraph in paragraphs(path))
    length = len(body) / 2 if fields["Language"] in {"ja", "zh"} else len(body.split())
    assert 120 <= length <= 260
    assert detect_language(body) == fields["Language"]


def test_urls_and_titles_are_unique() -> None:
    for key in ("URL", "Title"):
        assert not [value for value, n in Counter(header_and_body(p)[0][key] for p in ORIGINALS).items() if n > 1]


def test_no_paragraph_stands_in_two_originals() -> None:
    seen = Counter(paragraph for path in ORIGINALS for paragraph in paragraphs(path))
    assert not [paragraph for paragraph, n in seen.items() if n > 1]


def test_an_outlet_writes_in_one_language_on_one_site() -> None:
    sites: dict[str, set[tuple[str, str]]] = {}
    for path in ORIGINALS:
        fields, _ = header_and_body(path)
        sites.setdefault(fields["Outlet"], set()).add((fields["Language"], fields["URL"].split("/")[2]))
    assert not {outlet: found for outlet, found in sites.items() if len(found) > 1}


def test_every_repost_is_described_once() -> None:
    files = {path.name for path in (DEMO / "reposts").iterdir() if path.suffix in {".html", ".txt"}}
    assert Counter(entry["file"] for entry in EXPECTED) == Counter(files)
    assert len(files) >= 8


def test_reposts_cover_every_case() -> None:
    assert {fault["check"] for entry in EXPECTED for fault in entry["faults"]} == CHECKS
    assert {entry["credit"] for entry in EXPECTED} == set(get_args(CreditStatus))
    assert {entry["status"] for entry in EXPECTED} == set(get_args(ArticleStatus))
    assert {entry["language"] for entry in EXPECTED} >= {"en", "es"}
    assert any(len(entry["originals"]) == 2 for entry in EXPECTED)
    assert any(entry["originals"] and not entry["faults"] for entry in EXPECTED)


@pytest.mark.parametrize("entry", EXPECTED, ids=lambda entry: entry["file"])
def test_every_fault_points_at_words_that_stand_there(entry: dict[str, Any]) -> None:
    text = repost_text(entry["file"])
    bodies = [header_and_body(original(stem))[1] for stem in entry["originals"]]
    for fault in entry["faults"]:
        assert fault["repost"] or fault["original"]
        assert (fault["repost"] is None) == (fault["check"] == "omission")
        assert (fault["original"] is None) == (fault["check"] == "addition")
        assert fault["repost"] is None or text.count(fault["repost"]) == 1
        assert fault["original"] is None or sum(body.count(fault["original"]) for body in bodies) == 1


@pytest.mark.parametrize("entry", EXPECTED, ids=lambda entry: entry["file"])
def test_a_repost_agrees_with_its_description(entry: dict[str, Any]) -> None:
    text = repost_text(entry["file"])
    assert detect_language(text) == entry["language"]
    assert (entry["credit"] == "uncredited") == (re.search(r"^(Source|Fuente): ", text, re.MULTILINE) is None)
    assert (entry["status"] == "not-in-index") == (not entry["originals"])
