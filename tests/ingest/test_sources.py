"""Files and folders as articles; what cannot be read is named and passed over."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
from functools import partial
from pathlib import Path

import pytest
from backports import zstd

from provenance.errors import ConfigurationError, EmptyPage
from provenance.ingest import Reject, Sources, lines, packed, pages, read_sources
from provenance.library import Progress, rebuild, verify
from provenance.values import Article
from tests.library.samples import HashEmbedder, article


@pytest.fixture(autouse=True)
def plain_extraction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a page is not what is tested here: text is taken as it is."""

    def article_from_text(text: str, *, id: str | None = None, **known: str | None) -> Article:  # noqa: A002
        return article(id or known.get("url") or "derived", text, **known | {"language": known.get("language") or "en"})

    def read_article(content: bytes, *, name: str, id: str) -> Article:  # noqa: A002
        if b"boom" in content:
            raise ZeroDivisionError(name)
        if not content.strip():
            raise EmptyPage("The page has no text.")
        return article(id, content.decode(), title=name)

    monkeypatch.setattr("provenance.extract.article_from_text", article_from_text, raising=False)
    monkeypatch.setattr("provenance.extract.read_article", read_article, raising=False)


def opened(*sources: Path) -> tuple[Sources, list[Reject]]:
    rejects: list[Reject] = []
    return read_sources([str(source) for source in sources], on_reject=rejects.append), rejects


PACKERS = {
    ".gz": gzip.compress,
    ".xz": lzma.compress,
    ".zst": zstd.compress,
    ".bz2": partial(bz2.compress, compresslevel=1),
}


def write(path: Path, *records: object) -> Path:
    text = "".join((one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in records)
    path.parent.mkdir(parents=True, exist_ok=True)
    if pack := PACKERS.get(path.suffix):
        path.write_bytes(pack(text.encode()))
    else:
        path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.xz", "a.jsonl.zst", "a.ndjson.bz2", "A.NDJSON"])
def test_json_lines(name: str, tmp_path: Path) -> None:
    full = {"id": " a/Ž 1 ", "url": "https://x.example/1", "title": "T", "text": "Words.", "language": "cs"}
    full |= {"outlet": "O", "published": "2024-01-02", "more": [1]}
    source = write(
        tmp_path / name, full, {"id": 17, "text": "More."}, "", {"text": "No id."}, {"id": None, "text": "x"}
    )
    articles, rejects = opened(source)
    first, second, third, fourth = articles
    assert (first.id, first.url, first.title, first.language, first.outlet, first.published) == (
        (" a/Ž 1 ", "https://x.example/1", "T", "cs", "O", "2024-01-02")
    )
    assert (second.id, third.id, fourth.id) == ("17", "derived", "derived")
    assert rejects == []


BROKEN = [
    ("{", "not JSON"),
    ("[1]", "not a JSON object"),
    ("{}", '"text"'),
    ('{"text": 5}', '"text"'),
    ('{"text": "  "}', '"text"'),
    ('{"id": [1], "text": "x"}', '"id" is not text'),
    ('{"id": true, "text": "x"}', '"id" is not text'),
    ('{"id": 1.5, "text": "x"}', '"id" is not text'),
    ('{"outlet": {}, "text": "x"}', '"outlet" is not text'),
    ("[" * 100_000, "not JSON"),
    ('{"id": ' + "9" * 5000 + ', "text": "x"}', "not JSON"),
]


@pytest.mark.parametrize(("line", "reason"), BROKEN)
def test_a_broken_line_is_named_and_passed_over(line: str, reason: str, tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", {"id": "1", "text": "One."}, line, {"id": "2", "text": "Two."})
    articles, rejects = opened(source)
    assert [one.id for one in articles] == ["1", "2"]
    assert [(one.source, one.record) for one in rejects] == [(str(source), "line 2")]
    assert reason in rejects[0].reason


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(b'\xef\xbb\xbf{"id": "1", "text": "One."}\r\n{"text": "\xe9"}\n{"id": "2", "text": "Two."}')
    articles, rejects = opened(source)
    assert [one.id for one in articles] == ["1", "2"]
    assert [one.reason for one in rejects] == ["it is not UTF-8"]


def test_a_line_beyond_the_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)
    long = {"id": "long", "text": "x" * 1000}
    source = write(tmp_path / "a.jsonl", {"id": "1", "text": "One."}, long, {"id": "2", "text": "Two."}, long)
    articles, rejects = opened(source)
    assert [one.id for one in articles] == ["1", "2"]
    assert [one.record for one in rejects] == ["line 2", "line 4"]
    assert "longer than" in rejects[0].reason


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.xz", "a.jsonl.zst", "a.jsonl.bz2"])
def test_a_packed_file_cut_short_gives_what_can_be_read(name: str, tmp_path: Path) -> None:
    records = [{"id": str(number), "text": os.urandom(200).hex()} for number in range(2000)]
    source = write(tmp_path / name, *records)
    source.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    articles, rejects = opened(source)
    ids = [one.id for one in articles]
    assert 0 < len(ids) < 2000
    assert ids == [str(number) for number in range(len(ids))]
    assert f"damaged after line {len(ids)}" in rejects[0].reason


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.xz", "a.jsonl.zst", "a.jsonl.bz2"])
def test_a_packed_file_that_is_none(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text('{"id": "1", "text": "not packed"}\n')
    articles, rejects = opened(tmp_path / name)
    assert list(articles) == []
    assert "damaged" in rejects[0].reason


def test_a_decompression_bomb_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_FREE", 10_000)
    monkeypatch.setattr(packed, "MOST_TIMES", 20)
    source = write(tmp_path / "a.jsonl.xz", {"id": "1", "text": "One."}, *["\t" * 500] * 20_000)
    articles, rejects = opened(source)
    assert [one.id for one in articles] == ["1"]
    assert "unpacks to too much" in rejects[0].reason


def test_a_folder_is_read_with_all_below_it_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.html", "sub/c.txt", "sub/deep/d.HTM", ".hidden.txt", ".git/x.txt", "e.png"):
        write(tmp_path / name, "Words.")
    write(tmp_path / "sub" / "z.jsonl", {"id": "in a line", "text": "x"})
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    articles, rejects = opened(tmp_path)
    assert [one.id for one in articles] == ["a", "b", "sub/c.html", "sub/c.txt", "in a line", "sub/deep/d"]
    assert rejects == []


def test_a_text_file_may_say_what_it_is(tmp_path: Path) -> None:
    write(
        tmp_path / "cs-1.txt",
        "\ufeffTitle: Most: otevřen",
        "OUTLET:Deník",
        "Language: cs",
        "Published: ",
        "Note: made up",
        "",
        "Text: body.",
    )
    ((only,), _) = opened(tmp_path / "cs-1.txt")
    assert (only.id, only.title, only.outlet, only.language) == ("cs-1", "Most: otevřen", "Deník", "cs")
    assert only.text == "Most: otevřen\n\nText: body.\n"


@pytest.mark.parametrize(
    "text",
    ["Title: x\nNot a header\n\nBody.", "Title: x\nBody.", "Nothing: y\n\nBody.", "\nTitle: x\n\nBody.", "Title: x"],
)
def test_a_text_that_only_looks_like_it(text: str, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", text)
    ((only,), _) = opened(tmp_path / "a.txt")
    assert only.text == text + "\n"


def test_pages_that_cannot_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LARGEST_PAGE", 1000)
    for name, text in (("1.html", "boom"), ("2.html", ""), ("3.txt", "x" * 2000), ("4.md", "Fine.")):
        write(tmp_path / name, text)
    articles, rejects = opened(tmp_path)
    assert [one.id for one in articles] == ["4"]
    assert [Path(one.source).name for one in rejects] == ["1.html", "2.html", "3.txt"]
    assert [one.reason for one in rejects][:2] == ["reading it failed (ZeroDivisionError)", "The page has no text."]


def test_a_file_that_goes_away_meanwhile(tmp_path: Path) -> None:
    write(tmp_path / "1.txt", "One.")
    write(tmp_path / "2.jsonl", {"text": "x"})
    articles, rejects = opened(tmp_path / "1.txt", tmp_path / "2.jsonl")
    (tmp_path / "1.txt").unlink()
    (tmp_path / "2.jsonl").unlink()
    assert list(articles) == []
    assert [one.reason for one in rejects] == ["No such file or directory"] * 2


@pytest.mark.parametrize("name", ["nowhere", "a.exe"])
def test_unknown_sources_are_refused_at_once(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    with pytest.raises(ConfigurationError, match=name):
        opened(tmp_path / name)


def test_going_on_behind_some_records(tmp_path: Path) -> None:
    source = write(
        tmp_path / "a.jsonl", {"id": "1", "text": "x"}, "{", {"id": "2", "text": "x"}, {"id": "3", "text": "x"}
    )
    articles, rejects = opened(source)
    assert next(articles).id == "1"
    assert next(articles).id == "2"
    assert (articles.position, len(rejects)) == (3, 1)
    again, rejects = opened(source)
    again.skip(articles.position)
    assert [one.id for one in again] == ["3"]
    assert rejects == []
    assert again.fraction == 1.0
    again.skip(5)


def test_the_fingerprint_follows_the_files(tmp_path: Path) -> None:
    source = write(tmp_path / "in" / "a.txt", "x")
    first = opened(tmp_path / "in")[0].fingerprint
    assert opened(tmp_path / "in")[0].fingerprint == first
    os.utime(source, (1, 1))
    second = opened(tmp_path / "in")[0].fingerprint
    write(tmp_path / "in" / "b.txt", "y")
    assert len({first, second, opened(tmp_path / "in")[0].fingerprint}) == 3


def test_files_that_are_known_unchanged_can_be_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", "One.")
    write(tmp_path / "in" / "b.jsonl", {"id": "2", "text": "Two."}, {"id": "3", "text": "Three."})
    memory: dict[str, str] = {}

    def ids(*, only_new: bool = True) -> list[str]:
        articles = read_sources([str(tmp_path / "in")], on_reject=print, memory=memory, only_new=only_new)
        return [one.id for one in articles]

    assert ids() == ["a", "2", "3"]
    assert ids() == []
    assert ids(only_new=False) == ["a", "2", "3"]
    write(tmp_path / "in" / "c.txt", "Four.")
    os.utime(tmp_path / "in" / "a.txt", (1, 1))
    assert ids() == ["a", "c"]


def test_a_file_is_known_only_when_all_of_it_was_read(tmp_path: Path) -> None:
    source = write(tmp_path / "b.jsonl", {"id": "2", "text": "Two."}, {"id": "3", "text": "Three."})
    memory: dict[str, str] = {}
    articles = read_sources([str(source)], on_reject=print, memory=memory, only_new=True)
    next(articles)
    next(articles)
    assert memory == {}
    assert list(articles) == []
    assert list(memory) == [f"file:{source}"]


def test_half_a_character_costs_no_article(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(r'{"id": "1\ud83d", "text": "Cut in an emoji \ud83d", "title": "\udc00"}' + "\n")
    ((only,), rejects) = opened(source)
    assert (only.id, only.text, only.title) == ("1\ufffd", "Cut in an emoji \ufffd", "\ufffd")
    assert rejects == []


class Stopped(Exception):
    """What interrupts a rebuild here."""


def test_an_interrupted_rebuild_counts_each_record_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [{"id": str(number), "text": f"Story number {number} of them."} for number in range(60)]
    source = write(tmp_path / "a.jsonl", *(one if one["id"][-1] != "7" else "{" for one in records))
    monkeypatch.setattr("provenance.library.writer.TEXTS_AT_ONCE", 10)

    def stop(progress: Progress) -> None:
        if progress.articles >= 30:
            raise Stopped

    articles, rejects = opened(source)
    with pytest.raises(Stopped):
        rebuild("news", articles, home=tmp_path, embedder=HashEmbedder(), rejected=rejects, progress=stop)
    articles, rejects = opened(source)
    summary = rebuild("news", articles, home=tmp_path, embedder=HashEmbedder(), rejected=rejects)
    assert (summary.articles, summary.continued, summary.rejected) == (54, 30, 6)
    assert verify("news", tmp_path) == []
