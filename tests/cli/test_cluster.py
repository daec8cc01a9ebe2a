"""The same commands with an index on servers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provenance.ingest.demo import demo_folder
from tests import engines
from tests.cli.conftest import PRISONERS, Run, modules_after
from tests.library.cluster.conftest import describe


@pytest.fixture
def cluster(tmp_path: Path, milvus_server: engines.Server, postgres_server: engines.Server) -> Path:
    """A folder of indexes in which `news` lives on the servers."""
    home = tmp_path / "indexes"
    home.mkdir()
    describe(home, milvus_server, engines.postgres_url(postgres_server), "commands")
    return home


def test_every_command(run: Run, cluster: Path, tmp_path: Path) -> None:
    where = ("--indexes", cluster)
    assert "holds nothing yet" in run("check", PRISONERS, "--index", "news", *where).refusal
    done = run("index", "rebuild", "news", demo_folder() / "originals", *where)
    assert done.code == 0, done.err
    assert "47 articles" in done.out
    here = json.loads(run("check", PRISONERS, "--json").out)
    there = json.loads(run("check", PRISONERS, "--json", "--index", "news", *where).out)
    assert there["verdict"]["originals"][0] == here["verdict"]["originals"][0]
    assert there["verdict"]["status"] == here["verdict"]["status"]
    assert there["passages"] == here["passages"]
    assert there["drifts"] == here["drifts"]
    assert len(there["signature"]["index_sha256"]) == 64
    czech = json.loads(run("check", PRISONERS, "--json", "--index", "news", "--language", "de", *where).out)
    assert czech["verdict"]["status"] == "not-in-index"
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps({"id": "one", "text": "The lighthouse of Lhota is open.", "outlet": "Deník"}) + "\n{\n")
    done = run("index", "add", "news", more, *where)
    assert (done.code, "48 articles" in done.out) == (0, True)
    assert "1 records could not be read" in done.err
    assert "on servers as commands_1" in run("index", "info", "news", *where).out
    assert json.loads(run("index", "info", "news", "--json", *where).out)["outlets"]["Deník"] == 1
    assert "48 articles" in run("index", "list", *where).out
    assert run("index", "verify", "news", *where).code == 0
    assert "1 articles are gone" in run("index", "remove", "news", "--id", "one", *where).out
    assert run("index", "update", "news", *where).code == 0
    assert "in one part" in run("index", "compact", "news", *where).out
    assert "pg_dump" in run("index", "backup", "news", tmp_path / "news.tar", *where).refusal
    page = tmp_path / "news.html"
    assert run("index", "info", "news", "--html", page, *where).code == 0
    assert page.is_file()


def test_read_by_workers_and_kept_by_servers(run: Run, cluster: Path, fleet: engines.Fleet) -> None:
    where = ("--indexes", cluster)
    done = run("index", "rebuild", "news", demo_folder() / "originals", "--dask", fleet.address, *where)
    assert (done.code, "47 articles" in done.out) == (0, True), done
    here = json.loads(run("check", PRISONERS, "--json").out)
    there = json.loads(run("check", PRISONERS, "--json", "--index", "news", *where).out)
    assert there["passages"] == here["passages"]
    away = ("--dask", f"tcp://127.0.0.1:{engines.free_port()}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("provenance.fleet.gather._PATIENCE", 1)
        refused = run("index", "rebuild", "news", demo_folder() / "originals", *away, *where).refusal
    assert "dask worker" in refused
    assert run("index", "verify", "news", *where).code == 0


def test_a_folder_waits_for_no_client_library(home: Path) -> None:
    assert home.is_dir()
    modules = modules_after("check", PRISONERS, "--index", "demo", "--no-checker")
    assert not modules & {"pymilvus", "psycopg", "grpc", "dask", "distributed", "fsspec"}
