"""The evidence as a zip file: the same evidence gives the same bytes, and a file from anyone is safe to read.

Nothing is ever unpacked to disk: the members have fixed names, are read into memory up to a cap, and
whatever else a file holds is refused.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from provenance.errors import ReportError
from provenance.evidence import schema
from provenance.evidence.holding import Evidence
from provenance.report import render
from provenance.report.json_report import LARGEST_REPORT, from_json
from provenance.report.safe import encodable

#: Bytes of a bundle, and of all that it unpacks to.
LARGEST_BUNDLE = 64 * 1024 * 1024
LARGEST_UNPACKED = 3 * LARGEST_REPORT
_README, _BUNDLE, _SUMS = "README.txt", "bundle.json", "SHA256SUMS"
_REPORT, _REPORT_PAGE = "report.json", "report.html"
_PAGE, _TEXT = "repost/page.captured", "repost/text.txt"
_FIXED = frozenset([_README, _BUNDLE, _SUMS, _REPORT, _REPORT_PAGE, _PAGE, _TEXT])
_ORIGINAL = re.compile(r"originals/[1-9][0-9]{0,2}\.txt")
#: The earliest moment that a zip file can state; the true ones stand in `bundle.json`.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_PACKINGS = frozenset([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])

_EXPLANATION = """\
Evidence for a provenance report
================================

Open report.html to read the result. It needs no network.

repost/page.captured holds the checked page byte for byte as it was delivered. Do not open it in a browser: it
is a stranger's page, and its scripts would run. repost/text.txt is the text that was read from it, originals/
holds the texts that it was compared with. bundle.json says when and from where each was taken.

SHA256SUMS lists the hash of every file: `sha256sum -c SHA256SUMS` shows whether one was changed.
`provenance verify` repeats the check with this file and says, point by point, what still agrees.
"""


def pack(evidence: Evidence) -> bytes:
    """The evidence as a zip file.

    Raises:
        ReportError: It is larger than a bundle may be.
    """
    report = evidence.report
    files = {
        _README: _EXPLANATION.encode(),
        _BUNDLE: schema.describe(evidence).encode(),
        _REPORT: render(report, "json").encode(),
        _REPORT_PAGE: render(report, "html").encode(),
        _TEXT: encodable(report.article.text).encode(),
    }
    if evidence.page is not None:
        files[_PAGE] = evidence.page.content
    for number, held in enumerate(evidence.originals, 1):
        files[_original(number)] = encodable(held.article.text).encode()
    files[_SUMS] = "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode()
    packed = _zip(files)
    if len(packed) > LARGEST_BUNDLE or sum(map(len, files.values())) > LARGEST_UNPACKED:
        raise ReportError("The evidence is larger than a bundle may be; keep the report and the page by themselves.")
    return packed


def unpack(data: bytes) -> tuple[Evidence, tuple[str, ...]]:
    """The evidence in a zip file from anyone, and the names of its files whose hashes do not agree.

    Raises:
        ReportError: It is no bundle, holds more than one, or contradicts itself.
    """
    files = _read_members(data)
    described = schema.read(files[_BUNDLE])
    report = from_json(_text(files, _REPORT))
    page = None
    if described.page is not None:
        page = schema.captured(described.page, _expected(files, _PAGE))
    originals = tuple(
        schema.held(one, _text(files, _original(number))) for number, one in enumerate(described.originals, 1)
    )
    return Evidence(report, page, originals), _altered(files)


def is_bundle(data: bytes) -> bool:
    """Whether the data begin as a zip file does."""
    return data.startswith(b"PK\x03\x04")


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = _READABLE
            archive.writestr(member, files[name], compresslevel=9)
    return out.getvalue()


def _read_members(data: bytes) -> dict[str, bytes]:
    if len(data) > LARGEST_BUNDLE:
        raise ReportError(f"The bundle is larger than {LARGEST_BUNDLE >> 20} MiB and was not read.")
    files: dict[str, bytes] = {}
    room = LARGEST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                name = member.filename
                known = name in _FIXED or _ORIGINAL.fullmatch(name)
                if name in files or not known or member.compress_type not in _PACKINGS:
                    raise ReportError("The zip file holds what no bundle holds; give one made with `--bundle`.")
                with archive.open(member) as file:
                    files[name] = file.read(room + 1)
                room -= len(files[name])
                if room < 0:
                    raise ReportError("The bundle unpacks to far more than a report and its pages; it was not read.")
    # A locked member raises RuntimeError, damaged data the rest.
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        raise ReportError("The bundle is damaged and cannot be unpacked; ask for it again.") from error
    if missing := {_BUNDLE, _REPORT, _SUMS} - files.keys():
        raise ReportError(f"This zip file is no bundle: it has no {min(missing)}; give one made with `--bundle`.")
    return files


def _altered(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The files that are not listed with their hash, and the listed ones that are not there."""
    lines = (line.partition("  ") for line in _text(files, _SUMS).splitlines())
    listed = {name: digest for digest, _, name in lines}
    names = (files.keys() | {name for name in listed if name in _FIXED or _ORIGINAL.fullmatch(name)}) - {_SUMS}
    return tuple(sorted(name for name in names if name not in files or listed.get(name) != _sha256(files[name])))


def _expected(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise ReportError(f"The bundle is incomplete: it has no {name}; ask for it again.")
    return files[name]


def _text(files: Mapping[str, bytes], name: str) -> str:
    try:
        return _expected(files, name).decode()
    except UnicodeDecodeError as error:
        raise ReportError(f"The bundle was altered: its {name} is no text.") from error


def _original(number: int) -> str:
    return f"originals/{number}.txt"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
