"""`provenance index` on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from provenance.cli.index import app
from provenance.errors import ConfigurationError, IndexMissing
from provenance.values import Article
from tests.library.samples import HashEmbedder, article


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No model and no page reading: neither is what is tested here."""

    def article_from_text(text: str, *, id: str | None = None, **known: str | None) -> Article:  # noqa: A002
        return article(id or "derived", text, outlet=known["outlet"])

    monkeypatch.setattr("provenance.extract.article_from_text", article_from_text, raising=False)
    monkeypatch.setattr("provenance.embed.open_embedder", HashEmbedder)
    monkeypatch.setenv("PROVENANCE_INDEXES", str(tmp_path / "indexes"))
    records = [{"id": "1", "text": "The bridge is open.", "outlet": "Deník"}, {"id": "2", "text": "Rain fell."}]
    lines = [*map(json.dumps, records), "{"]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=True)


def test_rebuild_list_info_verify(tmp_path: Path) -> None:
    done = run("rebuild", "news", tmp_path / "articles.jsonl")
    assert done.exit_code == 0, done.exception
    assert "news: 2 articles, 2 paragraphs" in done.stdout
    assert "1 × it is not JSON" in done.stderr
    assert "news: 2 articles" in run("list").stdout
    assert "outlets   Deník" in run("info", "news").stdout
    assert "all files are what index.toml says" in run("verify", "news").stdout


def test_json_output(tmp_path: Path) -> None:
    summary = json.loads(run("rebuild", "news", tmp_path / "articles.jsonl", "--json").stdout)
    assert (summary["articles"], summary["rejected"], summary["reasons"]) == (2, 1, {"it is not JSON": 1})
    (entry,) = json.loads(run("list", "--json").stdout)
    assert (entry["name"], entry["manifest"]["articles"]) == ("news", 2)
    known = json.loads(run("info", "news", "--json").stdout)
    assert (known["articles"], known["coverage"]["outlets"]) == (2, ["Deník"])
    assert json.loads(run("verify", "news", "--json").stdout) == {"name": "news", "problems": []}


def test_sources_are_remembered(tmp_path: Path) -> None:
    run("rebuild", "news", tmp_path / "articles.jsonl")
    (tmp_path / "articles.jsonl").write_text('{"id": "3", "text": "Only this one."}')
    assert "news: 1 articles" in run("rebuild", "news").stdout


def test_no_sources_at_all() -> None:
    assert isinstance(run("rebuild", "news").exception, IndexMissing)


def test_sources_that_are_not_there() -> None:
    assert isinstance(run("rebuild", "news", "nowhere").exception, ConfigurationError)


def test_damage_is_listed(tmp_path: Path) -> None:
    run("rebuild", "news", tmp_path / "articles.jsonl")
    (tmp_path / "indexes" / "news" / "gen-1" / "vectors" / "rows.f16").write_bytes(b"")
    done = run("verify", "news")
    assert done.exit_code == 1
    assert "rows.f16" in done.stdout


def test_no_index_yet() -> None:
    assert "There is no index" in run("list").stdout


def test_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("provenance.library.build.Build.add", stop)
    done = run("rebuild", "news", tmp_path / "articles.jsonl")
    assert done.exit_code == 130
    assert "run the same command again" in done.stderr


def test_help_imports_nothing_heavy() -> None:
    heavy = {"numpy", "faiss", "tokenizers", "sqlite3", "torch"}
    code = f"import sys, provenance.cli.index; print(*{heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
