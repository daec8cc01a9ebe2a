"""Articles in files of several kinds, and the commands that make an index of them."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from provenance.cli.index import app
from provenance.fleet import plan
from provenance.library.manifest import read_manifest
from tests.benchmarks.material import originals

#: What says when something was done, and not what.
_TIMES = {"first_seen", "seen"}


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with lines, packed lines and pages, some of which cannot be read or come twice."""
    monkeypatch.setattr(plan, "STRETCH", 6_000)
    folder = tmp_path / "sources"
    folder.mkdir()
    lines = list(written(40))
    lines[7:7] = ["{", "", '{"id": "no text"}', lines[3]]
    # A later text of an article, which stands in another stretch.
    lines.append(json.dumps({"id": "5", "text": "The lighthouse of Lhota was opened by Zavadil on Monday."}))
    (folder / "a.jsonl").write_text("\ufeff" + "\n".join(lines) + "\n{", encoding="utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress("\n".join(written(5, "packed")).encode()))
    (folder / "c.txt").write_text("Title: Harbour\n\nThe mayor of Lhota closed the bridge. It had rained for days.")
    (folder / "empty.jsonl").write_bytes(b"")
    return folder


def written(count: int, name: str = "") -> Iterator[str]:
    chance = random.Random(3)
    pool = [passage.text for one in originals() for passage in one.story if len(passage.text) > 80]
    for number in range(count):
        text = "\n\n".join(f"{text} ({number})" for text in chance.sample(pool, 4))
        yield json.dumps({"id": f"{name}{number}", "text": text, "outlet": f"Outlet {number % 3}"}, ensure_ascii=False)


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout + done.stderr


def content(home: Path) -> dict[str, object]:
    """Everything that an index holds, but for the time at which it was made."""
    manifest = read_manifest(home / "news")[0]
    folder = home / "news" / manifest.generation
    held: dict[str, object] = {
        name: hashlib.sha256((folder / "vectors" / name).read_bytes()).hexdigest()
        for name in ("rows.f16", "passages.i64")
    }
    with closing(sqlite3.connect(folder / "articles.sqlite")) as tables:
        for table in ("articles", "passages", "captures", "bands", "coverage", "memory", "rejects"):
            columns = [row[1] for row in tables.execute(f"PRAGMA table_info({table})") if row[1] not in _TIMES]
            quoted = ", ".join(f'"{column}"' for column in columns)
            held[table] = tables.execute(f"SELECT {quoted} FROM {table} ORDER BY {quoted}").fetchall()
        tables.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, terms, instance)")
        held["terms"] = tables.execute("SELECT term, doc, offset FROM words ORDER BY term, doc, offset").fetchall()
    return held
