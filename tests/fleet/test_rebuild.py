"""A rebuild on workers gives what one machine gives, to the byte, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.embed.static import open_embedded
from provenance.errors import ConfigurationError, IndexAway, IndexBroken
from provenance.fleet import gathered
from provenance.fleet.plan import Stretch, stretches
from provenance.fleet.shard import read_header, read_shard
from provenance.library import Reject, rebuild
from provenance.library.prepare import Prepared
from tests import engines
from tests.fleet.conftest import content, run


def test_the_same_as_on_one_machine(sources: Path, fleet: engines.Fleet, tmp_path: Path) -> None:
    one, many = tmp_path / "one", tmp_path / "many"
    said = run("rebuild", "news", sources, "--indexes", one)
    spread = run("rebuild", "news", sources, "--indexes", many, "--dask", fleet.address)
    assert content(many) == content(one)
    assert spread == said.replace(str(one), str(many))
    assert len(list(stretches([str(sources)]))) > 5
    # What the workers wrote goes when it is live, and an update has nothing to do.
    assert not list((many / "news" / "shards").iterdir())
    assert "articles are new" not in run("update", "news", "--indexes", many)


def test_urls_for_what_is_read_and_written(sources: Path, fleet: engines.Fleet, tmp_path: Path) -> None:
    """The file system of fsspec that workers in other processes see is this computer's."""
    one, many = tmp_path / "one", tmp_path / "many"
    run("rebuild", "news", sources / "a.jsonl", sources / "b.jsonl.gz", "--indexes", one)
    urls = [f"file://{sources}/{name}" for name in ("a.jsonl", "b.jsonl.gz")]
    shards = f"file://{tmp_path}/shards"
    run("rebuild", "news", *urls, "--indexes", many, "--dask", fleet.address, "--shards", shards)
    first, second = content(one), content(many)
    for table in ("memory", "rejects"):
        first.pop(table)
        assert str(second.pop(table)).count("a.jsonl")
    assert first == second


@pytest.mark.parametrize("after", [0.0, 0.5])
def test_a_worker_that_is_killed_changes_nothing(
    after: float, sources: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run("rebuild", "news", sources, "--indexes", tmp_path / "one")
    with engines.fleet(tmp_path_factory.mktemp("killed"), workers=2) as fleet:

        def kill() -> None:
            # From the moment at which the workers write.
            while not list(tmp_path.glob("many/news/shards/*/*.articles")):
                time.sleep(0.005)
            time.sleep(after)
            os.killpg(fleet.workers[0].pid, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        run("rebuild", "news", sources, "--indexes", tmp_path / "many", "--dask", fleet.address)
        killer.join()
        assert fleet.workers[0].wait() == -signal.SIGKILL
    assert content(tmp_path / "many") == content(tmp_path / "one")


def test_a_rebuild_that_stopped_goes_on(sources: Path, fleet: engines.Fleet, tmp_path: Path) -> None:
    run("rebuild", "news", sources, "--indexes", tmp_path / "one")
    model, home, shards = open_embedded(), tmp_path / "many", str(tmp_path / "shards")
    rejected: list[Reject] = []

    def stopped() -> None:
        with gathered([str(sources)], fleet.address, shards, model, on_reject=rejected.append, memory={}) as found:
            whole = found._found

            def stopping() -> Iterator[Prepared]:
                for one in whole:
                    if found.position > 25:
                        raise KeyboardInterrupt
                    yield one

            found._found = stopping()
            rebuild("news", found, home=home, embedder=model, rejected=rejected, described=[str(sources)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("provenance.library.writer.TEXTS_AT_ONCE", 20)
        with pytest.raises(KeyboardInterrupt):
            stopped()
    finished = {path: path.stat().st_mtime_ns for path in (tmp_path / "shards").rglob("*.json")}
    assert finished
    said = run("rebuild", "news", sources, "--indexes", home, "--dask", fleet.address, "--shards", shards)
    assert "of the articles were stored by the interrupted run before" in said
    assert content(home) == content(tmp_path / "one")


def test_a_shard_that_was_changed_is_not_taken(sources: Path, fleet: engines.Fleet, tmp_path: Path) -> None:
    import fsspec

    model, shards = open_embedded(), tmp_path / "shards"
    with gathered([str(sources)], fleet.address, str(shards), model, on_reject=lambda _: None, memory={}) as found:
        next(found)
        (header,) = shards.rglob("0000000.json")
    system = fsspec.filesystem("file")
    path = str(header.with_suffix(""))
    known = read_header(system, path)
    assert known
    assert list(read_shard(system, path, known))
    content = bytearray(Path(f"{path}.f16").read_bytes())
    content[100] ^= 1
    Path(f"{path}.f16").write_bytes(content)
    with pytest.raises(IndexBroken, match="was changed on its way"):
        list(read_shard(system, path, known))
    header.write_text("{")
    assert read_header(system, path) is None


def test_what_cannot_be_spread_is_named(tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for source, said in (("https://example.org/feed", "from the web"), (str(tmp_path / "none"), "There is no")):
        with pytest.raises(ConfigurationError, match=said):
            list(stretches([source]))
    pytest.importorskip("distributed", reason=engines.EXTRA)
    monkeypatch.setattr("provenance.fleet.gather._PATIENCE", 1)
    address = f"tcp://127.0.0.1:{engines.free_port()}"
    nobody = gathered([str(sources)], address, "x", open_embedded(), on_reject=lambda _: None, memory={})
    with pytest.raises(IndexAway, match=r"Dask scheduler .* do not answer"):
        nobody.__enter__()
    for source, said in (("memory://none/", "There is no"), ("nosuch://x/y", "cannot be opened")):
        with pytest.raises(ConfigurationError, match=said):
            list(stretches([source]))


@pytest.mark.parametrize("name", ["a.jsonl", "c.txt"])
def test_a_file_that_workers_do_not_see(name: str, sources: Path, fleet: engines.Fleet, tmp_path: Path) -> None:
    wanted, shards = [str(sources / name)], str(tmp_path / "shards")
    with gathered(wanted, fleet.address, shards, open_embedded(), on_reject=lambda _: None, memory={}) as found:
        (sources / name).unlink()
        with pytest.raises(ConfigurationError, match=f"A worker cannot open .*{name}"):
            next(found)


def test_stretches_cover_every_file_once(sources: Path) -> None:
    found = list(stretches([str(sources)]))
    for path in {one.path for one in found}:
        parts = [one for one in found if one.path == path]
        assert [one.start for one in parts] == [0, *(one.end for one in parts[:-1])]
        assert parts[-1].end == Path(path).stat().st_size
        assert [one.last for one in parts] == [False] * (len(parts) - 1) + [True]
    assert Stretch("a.csv", "a", 0, 5, "", last=True).whole
