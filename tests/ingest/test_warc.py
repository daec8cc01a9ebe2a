"""WARC and WACZ files: whole ones, and those that a crawl, a disk or an enemy has damaged."""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
import zlib
from pathlib import Path

import brotli
import pytest

from provenance.ingest import Reject, Sources, capture, framing, packed, read_sources, wacz
from tests.ingest import archives
from tests.ingest.archives import http, page, record, story


def opened(path: Path) -> tuple[Sources, list[Reject]]:
    rejects: list[Reject] = []
    return read_sources([str(path)], on_reject=rejects.append), rejects


def read(path: Path) -> tuple[list[str | None], list[Reject]]:
    articles, rejects = opened(path)
    return [article.url for article in articles], rejects


def written(tmp_path: Path, content: bytes, name: str = "a.warc.gz") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def urls(*numbers: int) -> list[str]:
    return [f"https://news.example/{number}" for number in numbers]


OTHERS = [
    record(b"software: test\r\n", kind="warcinfo", Content_Type="application/warc-fields"),
    record(b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n", kind="request"),
    record(b"outlinks", kind="metadata"),
    record(http(b"", status="404 Not Found"), WARC_Target_URI="https://news.example/gone"),
    record(http(b"\x89PNG", kind="image/png"), WARC_Target_URI="https://news.example/picture"),
    record(b"HTTP/1.1 200 OK\r\n\r\n", kind="revisit", WARC_Target_URI="https://news.example/1"),
]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "A.WARC.GZ"])
def test_pages_are_read_and_the_rest_is_passed_over(name: str, tmp_path: Path) -> None:
    records = [OTHERS[0], page(1), *OTHERS[1:], page(2)]
    content = archives.packed(records) if name.lower().endswith("gz") else b"".join(records)
    articles, rejects = opened(written(tmp_path, content, name))
    first = next(articles)
    assert (first.id, first.title, first.language) == ("https://news.example/1", "Day 1", "en")
    assert articles.captured == "2024-05-06T07:08:09Z"
    assert [one.url for one in articles] == urls(2)
    assert rejects == []
    assert articles.fraction == 1.0


def test_a_gzip_file_of_one_member_is_read_too(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(b"".join([page(1), page(2), page(3)])))
    assert read(path) == (urls(1, 2, 3), [])


def test_a_resource_record_is_a_page_without_a_head(tmp_path: Path) -> None:
    header = {"Content_Type": "text/html", "WARC_Target_URI": "file:///home/a.html"}
    path = written(tmp_path, record(story("Day 1"), kind="resource", **header), "a.warc")
    articles, rejects = opened(path)
    (only,) = articles
    assert (only.title, only.url, rejects) == ("Day 1", None, [])


CHUNKED = b"5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (story("Day 1")[:5], len(story("Day 1")) - 5, story("Day 1")[5:])
DEFLATED = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (CHUNKED, ["Transfer-Encoding: chunked"]),
        (gzip.compress(story("Day 1")), ["Content-Encoding: gzip"]),
        (zlib.compress(story("Day 1")), ["Content-Encoding: deflate"]),
        (DEFLATED.compress(story("Day 1")) + DEFLATED.flush(), ["Content-Encoding: deflate"]),
        (brotli.compress(story("Day 1")), ["Content-Encoding: br"]),
        # Crawls store pages unpacked and keep the header of the packed one.
        (story("Day 1"), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (story("Day 1"), ["Content-Encoding: br"]),
        (story("Day 1"), ["Content-Length: 7"]),
    ],
)
def test_the_codings_of_http_are_undone(body: bytes, headers: list[str], tmp_path: Path) -> None:
    path = written(tmp_path, record(http(body, headers=headers), WARC_Target_URI="<https://news.example/1>"), "a.warc")
    assert read(path) == (urls(1), [])


def test_the_charset_of_the_header_counts(tmp_path: Path) -> None:
    body = story("Příliš žluťoučký den").decode().encode("cp1250")
    path = written(tmp_path, record(http(body, kind="text/html; charset=windows-1250")), "a.warc")
    articles, rejects = opened(path)
    assert [one.title for one in articles] == ["Příliš žluťoučký den"]
    assert rejects == []


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (gzip.compress(story("Day 1"))[:-30], ["Content-Encoding: gzip"], "damaged"),
        (brotli.compress(story("Day 1"))[:-9], ["Content-Encoding: br"], "damaged"),
        (b"\x00\x01\x02" * 50, ["Content-Encoding: br"], "damaged"),
        (story("Day 1"), ["Content-Encoding: zstd"], "not supported"),
        (b"", [], "empty"),
    ],
)
def test_a_page_that_cannot_be_unpacked_is_named(body: bytes, headers: list[str], reason: str, tmp_path: Path) -> None:
    bad = record(http(body, headers=headers), WARC_Target_URI="https://news.example/bad")
    found, rejects = read(written(tmp_path, archives.packed([page(1), bad, page(2)])))
    assert found == urls(1, 2)
    assert [one.record for one in rejects] == ["record 2 https://news.example/bad"]
    assert reason in rejects[0].reason


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress])
def test_a_page_that_unpacks_to_too_much_is_cut(pack: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "LARGEST_PAGE", 100_000)
    coding = "gzip" if pack is gzip.compress else "br"
    bomb = record(http(pack(b"<p>" + b"x" * 10_000_000), headers=[f"Content-Encoding: {coding}"]))  # type: ignore[operator]
    found, rejects = read(written(tmp_path, archives.packed([bomb, page(1)])))
    assert found == urls(1)
    assert "more than" in rejects[0].reason


LIES = [
    (page(2, Content_Length="5"), "length"),
    (page(2, Content_Length="100000"), "length"),
    (page(2, Content_Length="-1"), "no length"),
    (page(2, Content_Length="1e3"), "no length"),
    (page(2, Content_Length="9" * 30), "no length"),
    (page(2, Content_Length="٣"), "no length"),
    (page(2).replace(b"Content-Length", b"Content-Width"), "no length"),
    (b"Not a record at all\r\n\r\n" * 5, "begin"),
    (b"WARC/1.0\r\n" + b"X: y\r\n" * 20_000, "begin"),
]


@pytest.mark.parametrize(("lie", "reason"), LIES)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_record_that_lies_costs_only_itself(lie: bytes, reason: str, name: str, tmp_path: Path) -> None:
    records = [page(1), lie, page(3), page(4)]
    found, rejects = read(written(tmp_path, b"".join(records) if name == "a.warc" else archives.packed(records), name))
    assert found[0] == urls(1)[0]
    assert found[-2:] == urls(3, 4)
    if name == "a.warc" or lie.startswith(b"WARC/"):
        assert len(rejects) == 1
        assert any(word in rejects[0].reason for word in (reason, "cut short"))


def test_many_lies_do_not_make_a_file_be_searched_for_ever(tmp_path: Path) -> None:
    lies = [record(b"x", length=10_000_000) for _ in range(3000)]
    found, rejects = read(written(tmp_path, b"".join([page(1), *lies, page(2)]), "a.warc"))
    assert found[0] == urls(1)[0]
    assert 100 <= len(rejects) <= 3001


@pytest.mark.parametrize("cut", [1, 10, 300, -10, -300])
def test_a_file_cut_short_gives_what_is_whole(cut: int, tmp_path: Path) -> None:
    records = [page(1), page(2), page(3)]
    last = gzip.compress(records[2])
    whole = archives.packed(records[:2])
    found, rejects = read(written(tmp_path, whole + last[:cut]))
    assert found == urls(1, 2)
    assert len(rejects) == 1
    found, rejects = read(written(tmp_path, b"".join(records)[:cut], "b.warc"))
    assert len(rejects) == 1
    assert found == (urls(1, 2) if cut < 0 else [])


def test_flipped_bits_cost_the_record_that_they_hit(tmp_path: Path) -> None:
    dice = random.Random(5)
    members = [gzip.compress(page(number)) for number in range(60)]
    starts = [sum(map(len, members[:number])) for number in range(60)]
    content = bytearray(b"".join(members))
    hit = sorted(dice.sample(range(60), 12))
    for number in hit:
        content[starts[number] + dice.randrange(20, len(members[number]) - 8)] ^= 1 << dice.randrange(8)
    found, rejects = read(written(tmp_path, bytes(content)))
    assert found == urls(*(number for number in range(60) if number not in hit))
    assert len(rejects) == len(hit)


def test_a_hole_in_a_file_is_passed_over(tmp_path: Path) -> None:
    members = [gzip.compress(page(number)) for number in range(300)]
    content = b"".join(members[:100]) + os.urandom(200_000) + b"".join(members[100:])
    hole = len(b"".join(members[:150])) + 200_000
    found, rejects = read(written(tmp_path, content[:hole] + bytes(70_000) + content[hole + 70_000 :]))
    assert found[:100] == urls(*range(100))
    assert found[-1:] == urls(299)
    assert 1 <= len(rejects) <= 3


def test_a_gzip_bomb_is_cut_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_FREE", 10_000_000)
    monkeypatch.setattr(packed, "MOST_TIMES", 20)
    bomb = gzip.compress(record(b"\x00" * 60_000_000))
    found, rejects = read(written(tmp_path, gzip.compress(page(1)) + bomb + gzip.compress(page(2))))
    assert found == urls(1)
    assert "unpacks to too much" in rejects[-1].reason


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_huge_record_is_passed_over_and_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "LARGEST_RECORD", 100_000)
    records = [page(1), record(http(b"<p>" + b"x" * 3_000_000)), page(2)]
    path = written(tmp_path, b"".join(records) if name == "a.warc" else archives.packed(records), name)
    found, rejects = read(path)
    assert found == urls(1, 2)
    assert [one.record for one in rejects] == ["record 2"]
    assert "MiB" in rejects[0].reason


@pytest.mark.parametrize(
    "content", [b"", b"not an archive", b"\r\n" * 50_000, gzip.compress(b"not an archive"), b"\x1f\x8b\x08" * 9000]
)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_file_that_is_none_is_named(content: bytes, name: str, tmp_path: Path) -> None:
    found, rejects = read(written(tmp_path, content, name))
    assert found == []
    assert len(rejects) == 1


def test_a_page_that_its_crawler_cut_short_is_named(tmp_path: Path) -> None:
    found, rejects = read(written(tmp_path, page(1, WARC_Truncated="length") + page(2), "a.warc"))
    assert found == urls(2)
    assert "cut it short" in rejects[0].reason


def test_an_interrupted_run_goes_on_behind_its_records(tmp_path: Path) -> None:
    path = written(tmp_path, archives.packed([OTHERS[0], page(1), record(http(b"")), OTHERS[3], page(2), page(3)]))
    articles, rejects = opened(path)
    assert [next(articles).url, next(articles).url] == urls(1, 2)
    again, rejects = opened(path)
    again.skip(articles.position)
    assert [one.url for one in again] == urls(3)
    assert rejects == []


def wacz_of(members: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_the_archives_of_a_wacz_file(tmp_path: Path) -> None:
    members = {
        "datapackage.json": b"{}",
        "pages/pages.jsonl": b'{"text": "no article"}',
        "archive/a.warc.gz": archives.packed([OTHERS[0], page(1)]),
        "archive/b.warc": page(2) + record(http(b"")),
        "../../outside.warc": page(3),
        "/archive/absolute.warc": page(4),
    }
    found, rejects = read(written(tmp_path, wacz_of(members), "a.wacz"))
    assert found == urls(1, 2)
    assert [one.record for one in rejects] == ["b.warc record 2"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.wacz"]


def test_a_damaged_archive_in_a_wacz_file_costs_only_itself(tmp_path: Path) -> None:
    pages = b"".join(page(number) for number in range(2, 40))
    content = wacz_of(
        {"archive/a.warc": page(1), "archive/b.warc": pages, "archive/c.warc": page(50)}, zipfile.ZIP_DEFLATED
    )
    at = content.index(b"archive/b.warc") + 200
    found, rejects = read(written(tmp_path, content[:at] + b"\xff" * 40 + content[at + 40 :], "a.wacz"))
    assert found[:1] == urls(1)
    assert found[-1:] == urls(50)
    assert any(one.record.startswith("b.warc") for one in rejects)


def test_a_zip_bomb_is_cut_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_FREE", 1_000_000)
    monkeypatch.setattr(packed, "MOST_TIMES", 20)
    bomb = {"archive/a.warc": page(1), "archive/b.warc": record(b"\x00" * 50_000_000), "archive/c.warc": page(2)}
    found, rejects = read(written(tmp_path, wacz_of(bomb, zipfile.ZIP_DEFLATED), "a.wacz"))
    assert found == urls(1)
    assert all("too much" in one.reason for one in rejects)
    assert len(rejects) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no WACZ"),
        (b"PK\x03\x04 no more", "no WACZ"),
        (wacz_of({"a.txt": b"x"}), "no WARC file"),
        (wacz_of({"archive/a.warc": page(1)})[:-60], "no WACZ"),
    ],
)
def test_a_file_that_is_no_wacz_is_named(content: bytes, reason: str, tmp_path: Path) -> None:
    found, rejects = read(written(tmp_path, content, "a.wacz"))
    assert found == []
    assert [one.record for one in rejects] == ["file"]
    assert reason in rejects[0].reason


def test_a_wacz_file_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, wacz_of({f"archive/{number}.warc": b"" for number in range(50)}), "a.wacz")
    monkeypatch.setattr(wacz, "_MOST_ENTRIES", 49)
    assert "more than" in read(path)[1][0].reason
    monkeypatch.setattr(wacz, "_LARGEST_DIRECTORY", 500)
    assert "list of files" in read(path)[1][0].reason
