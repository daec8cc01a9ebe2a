"""Servers that are away, slow, or back with an older state, and changes that stop halfway."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from provenance.errors import ConfigurationError, IndexAway, IndexBroken, IndexBusy
from provenance.index.milvus import Collection, Engine
from provenance.library import Selection, add, compact, list_indexes, open_index, rebuild, remove, verify
from provenance.library.cluster.postgres import PostgresTables
from tests import engines
from tests.library.cluster.conftest import describe
from tests.library.samples import HashEmbedder, article, many

EMBEDDER = HashEmbedder()
QUERIES = EMBEDDER.encode(["river bridge mayor case 7", "tunnel election case 2 part 1"])
NEW = article("a-3", "The lighthouse of Lhota was opened by Zavadil.", "It rained.")
#: Calls to a server at which a change is stopped, of some forty.
STOPS = 3
#: Seconds that a call may take in these tests; far more than one needs, far less than a person waits.
SHORT = 3.0


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[engines.Server, engines.Server]]:
    """Servers that may be harmed."""
    with engines.postgres() as postgres, engines.milvus(tmp_path_factory.mktemp("own")) as milvus:
        yield milvus, postgres


@pytest.fixture
def frail(own: tuple[engines.Server, engines.Server], tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    milvus, postgres = own
    describe(tmp_path, milvus, engines.postgres_url(postgres), f"f{abs(hash(request.node.name)) % 10**9}", SHORT)
    rebuild("news", many(12), home=tmp_path, embedder=EMBEDDER)
    return tmp_path


def answers(home: Path) -> object:
    with open_index("news", home=home, embedder=EMBEDDER) as index:
        ids, similarities = index.nearest(QUERIES, 8)
        rows = index.passage_rows(ids.ravel())
        return (
            [(row.article_id, row.index) for row in rows],
            np.round(similarities, 4).tolist(),
            index.lexical(["Zavadil", "Novák"], 9),
            index.manifest.articles,
        )


@contextmanager
def in_time(error: type[Exception], match: str) -> Iterator[None]:
    start = time.monotonic()
    with pytest.raises(error, match=match):
        yield
    assert time.monotonic() - start < 4 * SHORT


@pytest.mark.parametrize("which", [0, 1])
def test_a_server_that_is_away(which: int, own: tuple[engines.Server, engines.Server], frail: Path) -> None:
    before = answers(frail)
    name = ("Milvus", "PostgreSQL")[which]
    with open_index("news", home=frail, embedder=EMBEDDER) as index:
        own[which].kill()
        with in_time(IndexAway, f"{name} server .* did not answer"):
            index.nearest(QUERIES, 3)
            index.articles(["a-1"])
        with in_time(IndexAway, name):
            open_index("news", home=frail, embedder=EMBEDDER)
        with in_time(IndexAway, name):
            add("news", [NEW], home=frail, embedder=EMBEDDER)
        assert name in (list_indexes(frail)[0].problem or "")
        own[which].start()
        # What was opened before works on.
        assert (index.nearest(QUERIES, 3)[0] >= 0).all()
        assert index.article("a-1").id == "a-1"
    assert answers(frail) == before
    assert verify("news", frail) == []


@pytest.mark.parametrize("which", [0, 1])
def test_a_server_that_is_slow(which: int, own: tuple[engines.Server, engines.Server], frail: Path) -> None:
    with open_index("news", home=frail, embedder=EMBEDDER) as index:
        with own[which].paused(), in_time(IndexAway, "did not answer"):
            index.nearest(QUERIES, 3)
            index.articles(["a-1"])
        assert (index.nearest(QUERIES, 3)[0] >= 0).all()
        assert index.article("a-1").id == "a-1"


def test_milvus_back_with_an_older_state(
    own: tuple[engines.Server, engines.Server], frail: Path, tmp_path: Path
) -> None:
    milvus, _ = own
    milvus.keep(tmp_path / "copy")
    add("news", [NEW], home=frail, embedder=EMBEDDER)
    after = answers(frail)
    milvus.bring_back(tmp_path / "copy")
    with pytest.raises(IndexBroken, match=r"Milvus server is back with an older one; run .*compact news --embed"):
        open_index("news", home=frail, embedder=EMBEDDER)
    with pytest.raises(IndexBroken, match="older"):
        add("news", many(1, seed=8), home=frail, embedder=EMBEDDER)
    assert "older" in verify("news", frail)[0]
    compact("news", home=frail, embedder=EMBEDDER)
    assert answers(frail)[0] == after[0]  # type: ignore[index]
    assert verify("news", frail) == []


def test_milvus_back_with_the_rebuild_before(
    own: tuple[engines.Server, engines.Server], frail: Path, tmp_path: Path
) -> None:
    own[0].keep(tmp_path / "copy")
    rebuild("news", [NEW, *many(4)], home=frail, embedder=EMBEDDER)
    own[0].bring_back(tmp_path / "copy")
    with pytest.raises(IndexBroken, match="Milvus server is back with an older one"):
        open_index("news", home=frail, embedder=EMBEDDER)
    compact("news", home=frail, embedder=EMBEDDER)
    with open_index("news", home=frail, embedder=EMBEDDER) as index:
        assert index.manifest.articles == 4


@pytest.mark.parametrize("whole", [False, True])
def test_postgres_back_with_an_older_state(
    whole: bool, own: tuple[engines.Server, engines.Server], frail: Path, tmp_path: Path
) -> None:
    own[1].keep(tmp_path / "copy")
    if whole:
        rebuild("news", [NEW], home=frail, embedder=EMBEDDER)
    else:
        add("news", [NEW], home=frail, embedder=EMBEDDER)
    own[1].bring_back(tmp_path / "copy")
    with pytest.raises(IndexBroken, match="PostgreSQL server is back with an older one; restore a newer backup"):
        open_index("news", home=frail, embedder=EMBEDDER)
    rebuild("news", many(12), home=frail, embedder=EMBEDDER)
    assert verify("news", frail) == []


class Stopped(Exception):
    """As if the process had ended here."""


class Stops:
    """Stops at the n-th call to a server."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.calls = 0
        self.at = -1
        for owner, names in (
            (Engine, ("create", "drop", "point")),
            (Collection, ("upsert", "delete", "set_stamp", "finish", "count")),
            (PostgresTables, ("execute", "executemany", "copy")),
        ):
            for name in names:
                patch.setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*values: object, **more: object) -> object:
            self.calls += 1
            if self.calls == self.at:
                raise Stopped
            return call(*values, **more)

        return counted


def changes(home: Path) -> None:
    add("news", [NEW, *many(3, seed=5)], home=home, embedder=EMBEDDER)


def removal(home: Path) -> None:
    remove("news", Selection(outlets=frozenset({"Outlet 1"})), home=home, embedder=EMBEDDER)


def new_rebuild(home: Path) -> None:
    rebuild("news", [NEW, *many(8, seed=6)], home=home, embedder=EMBEDDER)


@pytest.mark.parametrize("change", [changes, removal, new_rebuild])
def test_a_change_that_stops_anywhere(change: Callable[[Path], None], home: Path) -> None:
    """Stopped at calls spread over the whole: what is live is as before or as after, and the next run completes it."""
    with pytest.MonkeyPatch.context() as patch:
        stops = Stops(patch)
        rebuild("news", many(12), home=home, embedder=EMBEDDER)
        before = answers(home)
        stops.calls = 0
        change(home)
        total = stops.calls
        after = answers(home)
        assert before != after
        seen = set()
        for at in np.unique(np.linspace(1, total - 1, STOPS).astype(int)).tolist():
            rebuild("news", many(12), home=home, embedder=EMBEDDER)
            stops.calls, stops.at = 0, at
            with pytest.raises(Stopped):
                change(home)
            stops.at = -1
            live = answers(home)
            assert live in (before, after)
            seen.add(live == after)
            change(home)
            assert answers(home)[:2] == after[:2]  # type: ignore[index]
            assert verify("news", home) == []
        assert False in seen


def test_two_writers_at_once(home: Path) -> None:
    rebuild("news", many(3), home=home, embedder=EMBEDDER)
    other = home / "elsewhere"
    (other / "news").mkdir(parents=True)
    (other / "news" / "index.toml").write_bytes((home / "news" / "index.toml").read_bytes())

    def slowly() -> Iterator[object]:
        with pytest.raises(IndexBusy, match="Another process"):
            # Another machine has a folder of its own, and the same servers.
            add("news", [NEW], home=other, embedder=EMBEDDER)
        yield NEW

    add("news", slowly(), home=home, embedder=EMBEDDER)  # type: ignore[arg-type]
    add("news", many(1, seed=3), home=other, embedder=EMBEDDER)
    assert answers(home) == answers(other)


def test_an_article_that_goes_while_it_is_read(home: Path) -> None:
    rebuild("news", many(5), home=home, embedder=EMBEDDER)
    with open_index("news", home=home, embedder=EMBEDDER) as index:
        with pytest.raises(KeyError):
            index.article("none")
        remove("news", Selection(ids=frozenset({"a-1"})), home=home, embedder=EMBEDDER)
        with pytest.raises(IndexBusy, match="changed while it was read"):
            index.article("a-1")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('milvus = "file.db"', "no address of a Milvus server"),
        ('postgres = "dbname=x"', "no URL"),
        ('collection = "a b"', "cannot be the name"),
        ('consistency = "now"', "none of Strong"),
        ("timeout = 0", "positive"),
    ],
)
def test_an_address_that_is_none(line: str, said: str, home: Path) -> None:
    path = home / "news" / "index.toml"
    key = line.split(" =", maxsplit=1)[0]
    kept = [one for one in path.read_text().splitlines() if not one.startswith(f"{key} =")]
    path.write_text("\n".join([*kept, line]) + "\n")
    with pytest.raises(ConfigurationError, match=said):
        open_index("news", home=home, embedder=EMBEDDER)


def test_no_password_is_shown(tmp_path: Path, milvus_server: engines.Server) -> None:
    closed = engines.free_port()
    describe(tmp_path, milvus_server, f"postgresql://desk:geheim@127.0.0.1:{closed}/news", "secret", SHORT)
    with pytest.raises(IndexAway) as error:
        open_index("news", home=tmp_path, embedder=EMBEDDER)
    assert "geheim" not in str(error.value)
    assert f"127.0.0.1:{closed}/news" in str(error.value)
