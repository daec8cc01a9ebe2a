"""Bundles: the same evidence in the same bytes and back, and files that are none."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provenance.errors import ReportError
from provenance.evidence import Evidence, hold, pack, unpack
from provenance.evidence import bundle as bundles
from provenance.reading import Capture
from tests.report.samples import HOSTILE, REPORT, hostile_report

PAGE = Capture(
    "https://riverton.example/news/dam", b"<p>The dam holds.</p>\x00\xff", "2023-06-12T08:00:00Z",
    "https://riverton.example/news/dam?id=1", "text/html", "utf-8",
)  # fmt: skip
EVIDENCE = hold(REPORT, PAGE)


def members(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_evidence_comes_back_as_it_was_packed() -> None:
    assert unpack(pack(EVIDENCE)) == (EVIDENCE, ())
    without_page = replace(EVIDENCE, page=None)
    assert unpack(pack(without_page)) == (without_page, ())


def test_the_same_evidence_gives_the_same_bytes() -> None:
    packed = pack(EVIDENCE)
    assert pack(unpack(packed)[0]) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_bundle_holds_both_sides_the_report_and_the_hashes(tmp_path: Path) -> None:
    files = members(pack(EVIDENCE))
    assert files["repost/page.captured"] == PAGE.content
    assert files["repost/text.txt"].decode() == REPORT.article.text
    assert files["originals/1.txt"].decode() == REPORT.verdict.originals[0].text
    assert json.loads(files["bundle.json"])["page"]["taken"] == PAGE.taken
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True)


def test_the_path_of_a_file_stays_with_its_owner() -> None:
    page = hold(REPORT, replace(PAGE, name="/home/jane/secret/page.html", url=None)).page
    assert page is not None
    assert page.name == "page.html"


@pytest.mark.parametrize("outside", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_a_bundle(outside: str) -> None:
    evidence = hold(hostile_report(outside), None)
    assert unpack(pack(evidence))[1] == ()


@pytest.mark.parametrize(
    "name", ["repost/text.txt", "repost/page.captured", "originals/1.txt", "report.html", "README.txt"]
)
def test_a_changed_file_is_named(name: str) -> None:
    files = members(pack(EVIDENCE))
    files[name] = b"x" + files[name][1:]
    _, altered = unpack(repacked(files))
    assert altered == (name,)


def test_a_file_that_was_taken_out_or_is_not_listed_is_named() -> None:
    files = members(pack(EVIDENCE))
    del files["README.txt"]
    files["originals/9.txt"] = b"more"
    assert unpack(repacked(files))[1] == ("README.txt", "originals/9.txt")


def changed(**new: bytes) -> bytes:
    return repacked(members(pack(EVIDENCE)) | {name.replace("__", "/").replace("_", "."): new[name] for name in new})


def described(**new: Any) -> bytes:
    return changed(bundle_json=json.dumps(json.loads(members(pack(EVIDENCE))["bundle.json"]) | new).encode())


def divided(start: int, end: int) -> bytes:
    originals = json.loads(members(pack(EVIDENCE))["bundle.json"])["originals"]
    originals[0]["passages"][0] |= {"start": start, "end": end, "sentences": []}
    return described(originals=originals)


def locked() -> bytes:
    content = bytearray(pack(EVIDENCE))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04" + bytes(500), "damaged"),
        (pack(EVIDENCE)[:-300], "damaged"),
        (locked(), "damaged"),
        (repacked({"report.json": b"{}"}), "no bundle"),
        (repacked(members(pack(EVIDENCE)) | {"../../evil": b"x"}), "what no bundle holds"),
        (repacked(members(pack(EVIDENCE)) | {"/etc/evil": b"x"}), "what no bundle holds"),
        (repacked(members(pack(EVIDENCE)) | {"originals/0.txt": b"x"}), "what no bundle holds"),
        (repacked(members(pack(EVIDENCE)), zipfile.ZIP_BZIP2), "what no bundle holds"),
        (
            repacked({name: text for name, text in members(pack(EVIDENCE)).items() if "captured" not in name}),
            "incomplete",
        ),
        (changed(report_json=b"{}"), "cannot be read|schema"),
        (changed(report_json=b"\xff"), "is no text"),
        (changed(bundle_json=b"[]"), "list of contents"),
        (described(schema="provenance.evidence/9"), "list of contents"),
        (described(originals=[{"id": 1}]), "list of contents"),
        (divided(0, 10**9), "altered"),
        (divided(5, 2), "altered"),
    ],
)
def test_files_that_are_no_bundle(content: bytes, complaint: str) -> None:
    with pytest.raises(ReportError, match=complaint):
        unpack(content)


def test_a_member_twice(recwarn: pytest.WarningsRecorder) -> None:
    out = io.BytesIO(pack(EVIDENCE))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("report.json", b"{}")
    with pytest.raises(ReportError, match="what no bundle holds"):
        unpack(out.getvalue())
    assert not recwarn


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "LARGEST_UNPACKED", 1_000_000)
    with pytest.raises(ReportError, match="far more"):
        unpack(changed(repost__page_captured=bytes(20_000_000)))
    with pytest.raises(ReportError, match="larger than a bundle"):
        pack(replace(EVIDENCE, page=replace(PAGE, content=bytes(2_000_000))))
    monkeypatch.setattr(bundles, "LARGEST_BUNDLE", 1_000)
    with pytest.raises(ReportError, match="was not read"):
        unpack(pack_anyway())


def pack_anyway() -> bytes:
    return repacked(dict.fromkeys(["README.txt"], hashlib.sha256(b"").digest() * 100), zipfile.ZIP_STORED)


def test_an_original_is_taken_from_what_was_given() -> None:
    (original, *_) = hold(REPORT, None).originals
    other = replace(original.article, outlet="Given")
    assert hold(REPORT, None, given=[other]).originals[0].article == other
    assert isinstance(EVIDENCE, Evidence)
