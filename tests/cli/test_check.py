"""`provenance check`: its report as a program reads it, and what bad input ends in."""

from __future__ import annotations

import functools
import json
import os
import random
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.cli.conftest import PRISONERS, REPOSTS, ROOT, Run, spawn

ALL = sorted(path for path in REPOSTS.iterdir() if path.suffix in {".txt", ".html"})
ORIGINAL = ROOT / "indexes" / "demo" / "originals" / "cs-zajatci-hlaseni.txt"

REPORT = {"schema", "article", "verdict", "passages", "drifts", "signature"}
ARTICLE = {"title", "language", "url", "published", "text", "credit"}
VERDICT = {"status", "probability", "credit", "originals", "searched", "support"}
SOURCE = {"id", "title", "url", "outlet", "language", "published", "share", "text", "relation"}
SEARCHED = {"indexes", "articles", "outlets", "languages", "from", "to"}
PASSAGE = {"index", "start", "end", "text", "kind", "status", "probability", "original", "others"}
PLACE = {"id", "start", "end", "text", "similarity"}
DRIFT = {"check", "severity", "probability", "reason", "also", "passage", "repost", "original"}
SIGNATURE = {"version", "embedder", "model_sha256", "index_sha256", "thresholds"}


def holds_the_contract(report: dict[str, Any]) -> None:
    """Every field that the schema names is there, and every offset leads to its text."""
    assert report.keys() >= REPORT
    assert report["schema"] == "provenance.report/1"
    article, verdict = report["article"], report["verdict"]
    assert article.keys() >= ARTICLE
    if credit := article["credit"]:
        assert article["text"][credit["start"] : credit["end"]] == credit["text"]
        assert credit["outlet"]
    assert verdict.keys() >= VERDICT
    assert verdict["status"] in {"traced", "partly-traced", "not-in-index"}
    assert verdict["credit"] in {"confirmed", "contradicted", "unlisted", "uncredited", "unverifiable"}
    assert verdict["support"] in {"strong", "fair", "weak"}
    assert 0 <= verdict["probability"] <= 1
    assert verdict["searched"].keys() >= SEARCHED
    assert all(one.keys() >= SOURCE for one in verdict["originals"])
    assert report["signature"].keys() >= SIGNATURE
    texts = {one["id"]: one["text"] for one in verdict["originals"]}
    for number, passage in enumerate(report["passages"]):
        assert passage.keys() >= PASSAGE
        assert passage["index"] == number
        assert passage["kind"] in {"body", "heading", "quote", "credit", "furniture"}
        assert passage["status"] in {"traced", "untraced", "skipped"}
        assert article["text"][passage["start"] : passage["end"]] == passage["text"]
        assert (passage["status"] == "traced") == (passage["original"] is not None)
        if place := passage["original"]:
            assert texts[place["id"]][place["start"] : place["end"]] == place["text"]
        for place in filter(None, [passage["original"], *passage["others"]]):
            assert place.keys() >= PLACE
            assert place["end"] - place["start"] == len(place["text"])
            assert 0 <= place["similarity"] <= 1
    for drift in report["drifts"]:
        assert drift.keys() >= DRIFT
        assert drift["severity"] in {"critical", "major", "minor"}
        assert 0 <= drift["probability"] <= 1
        assert drift["reason"]
        assert 0 <= drift["passage"] < len(report["passages"])
        assert drift["repost"] or drift["original"]
        if here := drift["repost"]:
            assert article["text"][here["start"] : here["end"]] == here["quote"]
        if there := drift["original"]:
            assert texts[there["id"]][there["start"] : there["end"]] == there["quote"]


def expected_code(report: dict[str, Any]) -> int:
    serious = any(drift["severity"] != "minor" for drift in report["drifts"])
    return int(serious or report["verdict"]["credit"] == "contradicted")


@pytest.mark.parametrize("repost", ALL, ids=lambda path: path.name)
def test_every_demo_repost_in_json_and_in_text(run: Run, repost: Path) -> None:
    done = run("check", repost, "--json")
    report = json.loads(done.out)
    holds_the_contract(report)
    assert (done.code, done.err) == (expected_code(report), "")

    text = run("check", repost)
    assert (text.code, text.err) == (done.code, "")
    assert "\x1b" not in text.out
    assert max(map(cell_len, text.out.splitlines())) <= 80


def test_the_source_of_the_prisoners_repost_is_found(run: Run) -> None:
    report = json.loads(run("check", PRISONERS, "--json").out)
    verdict = report["verdict"]
    assert (verdict["status"], verdict["credit"]) == ("traced", "confirmed")
    assert verdict["originals"][0]["id"] == ORIGINAL.stem
    assert verdict["originals"][0]["text"]
    assert {"negation", "intensity"} <= {drift["check"] for drift in report["drifts"]}
    assert len(report["signature"]["index_sha256"]) == 64


def test_formats(run: Run, tmp_path: Path) -> None:
    as_json = run("check", PRISONERS, "--format", "json").out
    assert as_json == run("check", PRISONERS, "--json").out
    assert as_json.endswith("}\n")
    for form, beginning in (
        ("html", "<!DOCTYPE html>"),
        ("markdown", "**Traced"),
        ("annotations", "{"),
        ("prov", "{"),
        ("text", "Traced"),
    ):
        printed = run("check", PRISONERS, "--format", form)
        assert printed.out.lower().startswith(beginning.lower()), form
        written = run("check", PRISONERS, "--format", form, "--out", tmp_path / "report")
        assert (written.code, written.out, written.err) == (printed.code, "", "")
        assert (tmp_path / "report").read_text(encoding="utf-8").rstrip("\n") == printed.out.rstrip("\n")


def test_a_report_goes_through_a_link_to_its_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    run("check", PRISONERS, "--json", "--out", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    holds_the_contract(json.loads((tmp_path / "target").read_text(encoding="utf-8")))
    assert run("check", PRISONERS, "--out", "/dev/null").code == 1
    assert not Path("/dev/null").is_file()


def test_standard_input_is_as_good_as_a_file(run: Run) -> None:
    content = PRISONERS.read_bytes()
    from_file, from_input = run("check", PRISONERS, "--json"), run("check", "-", "--json", stdin=content)
    assert json.loads(from_input.out) == json.loads(from_file.out)
    page = (REPOSTS / "flood-repost.html").read_bytes()
    assert json.loads(run("check", "-", "--json", stdin=page).out)["verdict"]["originals"]


def test_against_a_known_original(run: Run, tmp_path: Path) -> None:
    done = run("check", PRISONERS, "--against", ORIGINAL, "--json")
    report = json.loads(done.out)
    holds_the_contract(report)
    (original,) = report["verdict"]["originals"]
    assert (original["outlet"], original["language"]) == ("Seznam Zprávy", "cs")
    assert report["signature"]["index_sha256"] == ""
    assert done.code == expected_code(report) == 1
    # Nothing is searched, so there need be no index.
    assert run("check", PRISONERS, "--against", ORIGINAL, "--indexes", tmp_path / "none", "--json").out == done.out


def test_an_article_against_itself_has_no_findings(run: Run) -> None:
    done = run("check", ORIGINAL, "--against", ORIGINAL, "--json")
    report = json.loads(done.out)
    assert (done.code, report["verdict"]["status"], report["drifts"]) == (0, "traced", [])


def test_wide_characters_count_as_two_columns(run: Run) -> None:
    original = next((ROOT / "indexes" / "demo" / "originals").glob("zh-*.txt"))
    out = run("check", original, "--against", original).out
    assert max(map(cell_len, out.splitlines())) <= 80


@pytest.fixture
def site() -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(REPOSTS)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_from_the_web(run: Run, site: str) -> None:
    address = f"{site}/flood-repost.html"
    assert "not a public address" in run("check", address).refusal
    done = run("check", address, "--allow-private", "127.0.0.1", "--json")
    report = json.loads(done.out)
    holds_the_contract(report)
    from_file = json.loads(run("check", REPOSTS / "flood-repost.html", "--json").out)
    assert report["article"]["text"] == from_file["article"]["text"]
    assert report["drifts"] == from_file["drifts"]
    assert "no page at this address" in run("check", f"{site}/none", "--allow-private", "127.0.0.1").refusal
    against = run("check", REPOSTS / "flood-repost.html", "--against", address, "--allow-private", "127.0.0.1")
    assert against.code in (0, 1)
    assert against.err == ""


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("http://127.0.0.1/", "not a public address"),
        ("HTTP://127.0.0.1/", "not a public address"),
        ("http://[::1]/", "not a public address"),
        ("http://169.254.169.254/latest/", "not a public address"),
        ("http://2130706433/", "unusual spelling"),
        ("http://0x7f.1/", "unusual spelling"),
        ("http://no-such-name.invalid/", "No site is known"),
        ("ftp://example.org/a.txt", "must start with http"),
        ("file:///etc/passwd", "must start with http"),
        ("https://", "not one of a web page"),
        ("http://exa\x1b[31mmple.org/", ""),
        ("www.example.org/story", "start an address with https://"),
    ],
)
def test_addresses_that_are_not_fetched(run: Run, address: str, complaint: str) -> None:
    assert complaint in run("check", address).refusal
    assert complaint in run("check", PRISONERS, "--against", address).refusal


def test_a_closed_port(run: Run) -> None:
    assert "cannot be reached" in run("check", "http://127.0.0.1:9/", "--allow-private", "127.0.0.1").refusal


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8


FORM = b"<html><body><form><input name=q></form><ul><li><a href=a>One</a></li><li><a href=b>Two</a></li></ul></html>"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b"  \n\t \r\n \xef\xbb\xbf", "is empty"),
        ("empty.html", b"<html></html>", "no text"),
        ("random.bin", random.Random(1).randbytes(5000), "no readable text"),
        ("random.html", random.Random(2).randbytes(5000), "no readable text"),
        ("picture.png", png(), "an image"),
        ("picture.txt", png(), "an image"),
        ("program", Path(os.path.realpath("/proc/self/exe")).read_bytes()[:50_000], "no readable text"),
        ("form.html", FORM, "no story"),
        ("feed.xml", b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "a feed"),
        ("words.docx", b"PK\x03\x04" + bytes(2000), "Word document"),
        ("pages.pdf", b"%PDF-1.7\n" + bytes(2000), "PDF is damaged"),
        ("\x1b[31mred.txt", b"", "is empty"),
    ],
)
def test_files_without_an_article(run: Run, tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert complaint in run("check", name).refusal
    assert complaint in run("check", PRISONERS, "--against", name).refusal
    assert complaint in run("check", "-", stdin=content).refusal


def test_a_huge_page(run: Run, tmp_path: Path) -> None:
    for name, beginning in (("huge.html", b"<!doctype html><p>Rain.</p>"), ("huge.txt", b"Rain.")):
        with (tmp_path / name).open("wb") as file:
            file.write(beginning)
            file.truncate(100_000_000)
        assert "larger than 20 MB" in run("check", name).refusal
        assert run("check", PRISONERS, "--against", name).refusal


@pytest.mark.parametrize(
    ("source", "complaint"),
    [("nowhere.txt", "There is no file nowhere.txt"), (".", "Is a directory"), ("no\x1b[31m.txt", "no␛[31m.txt")],
)
def test_names_that_are_no_file(run: Run, source: str, complaint: str) -> None:
    assert complaint in run("check", source).refusal
    assert complaint in run("check", PRISONERS, "--against", source).refusal


def test_a_name_that_is_no_utf_8(home: Path) -> None:
    name = os.fsdecode(b"na\xefve.txt")
    assert "There is no file na" in spawn("check", name, "--indexes", home).refusal


def test_utf_16_is_read(run: Run, tmp_path: Path) -> None:
    text = PRISONERS.read_text(encoding="utf-8")
    (tmp_path / "wide.txt").write_text(text, encoding="utf-16")
    assert json.loads(run("check", "wide.txt", "--json").out) == json.loads(run("check", PRISONERS, "--json").out)


def invented(seed: int) -> str:
    draw = random.Random(seed)

    def word() -> str:
        return "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(1, 4)))

    return "\n\n".join(" ".join(word() for _ in range(25)).capitalize() + "." for _ in range(4))


TRICKS = (
    "The minister \x1b[31mspoke\x1b[0m on Monday\x00 about \u202ethe budget\u202c of the town.\n\n"
    "The mayor said on Friday that the bridge\ud800 would open \u2066again\u2069.\n"
).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("invented.txt", invented(1).encode()),
        ("line.txt", b"The council of the town met. " * 300),
        ("letters.txt", b"a" * 200_000),
        ("deep.html", b"<div>" * 20_000 + b"<p>The council met on Monday and agreed on the plan.</p>"),
        ("bold.html", b"<html><body>" + b"<b>" * 50_000 + b"The council met on Monday and agreed."),
        ("tricks.txt", TRICKS),
        ("tricks.html", b"<html><body><article><p>" + TRICKS.replace(b"\n\n", b"</p><p>") + b"</p></article></html>"),
        ("script.html", b"<html><body><script>alert(1)</script><p>The council met on Monday and agreed.</p></html>"),
    ],
)
def test_strange_articles_end_well(run: Run, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    for source, against in ((name, []), (name, ["--against", ORIGINAL]), (PRISONERS, ["--against", name])):
        done = run("check", source, *against, "--json")
        if done.code == 2:
            assert done.refusal
            continue
        holds_the_contract(json.loads(done.out))
        text = run("check", source, *against).out
        assert not set("\x1b\x00\u202e\u2066") & set(text)
        assert max(map(cell_len, text.splitlines())) <= 80


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_end_well(run: Run, content: bytes) -> None:
    done = run("check", "-", "--json", stdin=content)
    if done.code == 2:
        assert done.refusal
    else:
        holds_the_contract(json.loads(done.out))


def test_options_that_cannot_be_used(run: Run, tmp_path: Path) -> None:
    assert "choose one of text, json" in run("check", PRISONERS, "--format", "xyz").refusal
    assert "There is no folder" in run("check", PRISONERS, "--out", "nowhere/report.html").refusal
    assert "Is a directory" in run("check", PRISONERS, "--out", tmp_path).refusal
    missing = run("check", PRISONERS, "--index", "news").refusal
    assert "`provenance index rebuild news SOURCES`" in missing
    assert "there are: demo" in missing
    for name in ("../etc", "a/b", "", ".", "/etc", "a\x1b[31m"):
        assert "cannot be the name of an index" in run("check", PRISONERS, "--index", name).refusal
    assert "embedded" in run("check", PRISONERS, "--embedder", "no such model").refusal


@pytest.fixture
def news(home: Path, tmp_path: Path) -> Path:
    """A copy of the demo index under a name of its own, in the folder `mine`."""
    shutil.copytree(home / "demo", tmp_path / "mine" / "news")
    return tmp_path / "mine" / "news"


def garbage(path: Path) -> None:
    path.write_bytes(b"\x00\xffnonsense")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def zeros(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 8)
        file.write(bytes(size * 3 // 4))


@pytest.mark.parametrize("file", ["index.toml", "gen-1/articles.sqlite", "gen-1/vectors/rows.f16"])
@pytest.mark.parametrize("damage", [garbage, cut, Path.unlink], ids=["garbage", "cut", "gone"])
def test_a_broken_index(run: Run, news: Path, file: str, damage: Any) -> None:
    damage(news / file)
    refusal = run("check", PRISONERS, "--index", "news", "--indexes", news.parent).refusal
    assert "provenance index rebuild news" in refusal


def test_a_damaged_table(run: Run, news: Path) -> None:
    zeros(news / "gen-1" / "articles.sqlite")
    refusal = run("check", PRISONERS, "--index", "news", "--indexes", news.parent).refusal
    assert "provenance index rebuild news" in refusal


def test_flipped_bytes_never_end_in_a_fault(run: Run, news: Path) -> None:
    draw = random.Random(5)
    path = news / "gen-1" / "articles.sqlite"
    whole = path.read_bytes()
    for _ in range(8):
        content = bytearray(whole)
        for _ in range(40):
            content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        path.write_bytes(content)
        done = run("check", PRISONERS, "--index", "news", "--indexes", news.parent, "--json")
        if done.code == 2:
            assert "news" in done.refusal
        else:
            holds_the_contract(json.loads(done.out))


def test_a_manifest_that_leads_out_of_its_folder(run: Run, news: Path) -> None:
    path = news / "index.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"gen-1"', '"../../../etc"'), encoding="utf-8")
    assert "damaged" in run("check", PRISONERS, "--index", "news", "--indexes", news.parent).refusal


def test_an_index_by_another_embedder_is_refused_by_name(run: Run, news: Path) -> None:
    path = news / "index.toml"
    lines = path.read_text(encoding="utf-8").replace('name = "embedded"', 'name = "org/LaBSE"').splitlines()
    other = [f'sha256 = "{"0" * 64}"' if line.startswith("sha256 = ") else line for line in lines]
    path.write_text("\n".join(other), encoding="utf-8")
    refusal = run("check", PRISONERS, "--index", "news", "--indexes", news.parent).refusal
    assert "made by the embedder 'org/LaBSE', not by 'embedded'" in refusal
