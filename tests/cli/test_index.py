"""`provenance index` on the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from provenance.cli.index import app
from provenance.errors import ConfigurationError, IndexMissing, ProvenanceError
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
    events = [
        json.loads(line) for line in run("rebuild", "news", tmp_path / "articles.jsonl", "--json").stdout.splitlines()
    ]
    summary = events.pop()
    assert {event["event"] for event in events} == {"progress"}
    assert (summary["event"], summary["languages"], summary["outlets"]) == ("summary", {"en": 2}, {"Deník": 1})
    assert (summary["articles"], summary["rejected"], summary["reasons"]) == (2, 1, {"it is not JSON": 1})
    (entry,) = json.loads(run("list", "--json").stdout)
    assert (entry["name"], entry["manifest"]["articles"]) == ("news", 2)
    known = json.loads(run("info", "news", "--json").stdout)
    assert (known["articles"], known["coverage"]["outlets"]) == (2, ["Deník"])


def test_verify_tells_how_far_it_is() -> None:
    run("rebuild", "news", "articles.jsonl")
    *events, summary = [json.loads(line) for line in run("verify", "news", "--json").stdout.splitlines()]
    assert summary == {"event": "summary", "name": "news", "problems": []}
    assert {event["event"] for event in events} == {"progress"}
    assert [event["stage"] for event in events] == ["checking files", "checking articles", "checking vectors"]
    assert all(0 < event["fraction"] <= 1 for event in events)
    assert [(event["done"], event["unit"]) for event in events[1:]] == [(2, "articles"), (2, "vectors")]


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

    monkeypatch.setattr("provenance.library.build.Build.commit", stop)
    done = run("rebuild", "news", tmp_path / "articles.jsonl")
    assert done.exit_code == 130
    assert "run the same command again" in done.stderr


def lines(*records: dict[str, str]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_update_reads_the_remembered_sources_for_what_is_new(tmp_path: Path) -> None:
    folder = tmp_path / "months"
    folder.mkdir()
    (folder / "may.jsonl").write_text(lines({"id": "1", "text": "The bridge is open."}))
    run("rebuild", "news", folder)
    nothing = run("update", "news")
    assert nothing.exit_code == 0, nothing.exception
    assert "news: 1 articles" in nothing.stdout
    before = (tmp_path / "indexes" / "news" / "index.toml").read_bytes()
    (folder / "june.jsonl").write_text(
        lines({"id": "2", "text": "Rain fell."}, {"id": "1", "text": "It is shut again."})
    )
    done = run("update", "news")
    assert "1 articles are new" in done.stdout
    assert "1 articles replaced" in done.stdout
    after = (tmp_path / "indexes" / "news" / "index.toml").read_bytes()
    assert after != before
    assert "2 articles were there" not in run("update", "news").stdout
    assert (tmp_path / "indexes" / "news" / "index.toml").read_bytes() == after


def test_add_is_remembered_and_remove_takes_out(tmp_path: Path) -> None:
    run("rebuild", "news", tmp_path / "articles.jsonl")
    more = tmp_path / "more.jsonl"
    more.write_text(lines({"id": "3", "text": "A tunnel was dug.", "outlet": "Bote"}))
    done = run("add", "news", more)
    assert done.exit_code == 0, done.exception
    assert "news: 3 articles" in done.stdout
    assert str(more) in run("info", "news").stdout
    assert "1 articles would go; it holds 3" in run("remove", "news", "--outlet", "Bote", "--dry-run").stdout
    assert "1 articles are gone; it holds 2" in run("remove", "news", "--outlet", "Bote").stdout
    assert json.loads(run("remove", "news", "--id", "1", "--json").stdout)["removed"] == 1
    assert isinstance(run("remove", "news").exception, ConfigurationError)
    assert isinstance(run("remove", "news", "--since", "May").exception, ConfigurationError)
    assert isinstance(run("add", "news").exception, ConfigurationError)
    compacted = run("compact", "news", "--ann", "flat")
    assert "1 articles, 1 paragraphs in one part" in compacted.stdout
    assert run("verify", "news").exit_code == 0
    assert isinstance(run("compact", "news", "--ann", "hnsw").exception, ConfigurationError)


def test_another_model_is_announced_with_the_time_it_takes(tmp_path: Path) -> None:
    run("rebuild", "news", tmp_path / "articles.jsonl")
    done = run("compact", "news", "--embedder", "other")
    assert "embedding 2 paragraphs with 'other' takes about" in done.stderr
    assert "takes about" in run("rebuild", "news", "--embedder", "third").stderr
    assert "takes about" not in run("rebuild", "news", "--embedder", "third").stderr


def test_backup_and_restore(tmp_path: Path) -> None:
    run("rebuild", "news", tmp_path / "articles.jsonl")
    assert "2 articles, 2 paragraphs backed up" in run("backup", "news", tmp_path / "news.tar").stdout
    run("remove", "news", "--id", "1")
    assert "2 articles, 2 paragraphs restored" in run("restore", "news", tmp_path / "news.tar").stdout
    assert run("verify", "news").exit_code == 0
    assert isinstance(run("restore", "news", tmp_path / "articles.jsonl").exception, ProvenanceError)


def test_a_page_shows_what_is_covered(tmp_path: Path) -> None:
    records = [{"id": str(n), "text": f"Story {n}.", "outlet": "<b>Deník"} for n in range(3)]
    (tmp_path / "articles.jsonl").write_text(lines(*records))
    run("rebuild", "news", tmp_path / "articles.jsonl")
    done = run("info", "news", "--html", tmp_path / "news.html")
    assert done.exit_code == 0, done.exception
    page = (tmp_path / "news.html").read_text()
    assert "&lt;b&gt;Deník" in page
    assert "3 articles" in page
    assert isinstance(run("info", "news", "--html", tmp_path).exception, ConfigurationError)


def test_a_request_to_end_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr("provenance.library.build.Build.commit", stop)
    before = signal.getsignal(signal.SIGTERM)
    done = run("rebuild", "news", tmp_path / "articles.jsonl")
    assert done.exit_code == 143
    assert "as it was before" in done.stderr
    assert signal.getsignal(signal.SIGTERM) == before


def test_help_imports_nothing_heavy() -> None:
    heavy = {"numpy", "faiss", "tokenizers", "sqlite3", "torch"}
    code = f"import sys, provenance.cli.index; print(*{heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
