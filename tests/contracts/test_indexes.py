"""What every index backend must do, each one compared with exact search."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import ConfigurationError, IndexBroken
from provenance.index import (
    APPROXIMATE_FROM,
    LISTS_FROM,
    Index,
    Layout,
    Queries,
    Rows,
    backend_for,
    backend_names,
    build_index,
    open_index,
    sample,
)
from provenance.index.exact import ExactIndex
from provenance.index.milvus import Collection, Facts

#: The search of an index on a cluster answers as the files on disk do.
MILVUS = "milvus"
BACKENDS = pytest.mark.parametrize("backend", [*backend_names(), MILVUS])
Opener = Callable[..., Index]


def unit_rows(count: int, dim: int = 24, seed: int = 0) -> Rows:
    rows = np.random.default_rng(seed).standard_normal((count, dim))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)


def near(rows: Rows, count: int, noise: float = 0.2, seed: int = 1) -> Queries:
    chance = np.random.default_rng(seed)
    chosen = rows[chance.integers(0, len(rows), count)].astype(np.float32)
    queries = chosen + noise * chance.standard_normal(chosen.shape).astype(np.float32)
    return (queries / np.linalg.norm(queries, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Iterator[Opener]:
    made: list[Collection] = []

    def open_(backend: str, rows: Rows, folder: Path, layout: Layout | None = None) -> Index:
        if backend != MILVUS:
            build_index(backend, rows, folder, layout)
            return open_index(backend, rows, folder)
        engine = request.getfixturevalue("milvus_engine")
        name = f"contract_{len(engine.collections())}"
        engine.create(name, rows.shape[1])
        made.append(Collection(engine, name, probes=layout and layout.probes))
        made[-1].upsert(range(len(rows)), rows, [Facts()] * len(rows))
        made[-1].set_stamp("made", rows.shape[1])
        made[-1].finish(len(rows), layout)
        return made[-1]

    yield open_
    for one in made:
        one.engine.drop(one.name)


def recall(found: np.ndarray, expected: np.ndarray) -> float:
    return float(np.mean([np.isin(one, other).mean() for one, other in zip(found, expected, strict=True)]))


@BACKENDS
def test_agrees_with_exact_search(opened: Opener, backend: str, tmp_path: Path) -> None:
    rows = unit_rows(3000)
    queries = near(rows, 50)
    # Directions drawn evenly have no clusters, so that lists are no help: all of them are read.
    ids, similarities = opened(backend, rows, tmp_path, Layout(lists=16, probes=16)).nearest(queries, 10)
    expected, scores = ExactIndex(rows).nearest(queries, 10)
    assert ids.dtype == np.int64
    assert similarities.dtype == np.float32
    assert ids.shape == similarities.shape == (50, 10)
    assert recall(ids, expected) >= 0.99
    assert np.allclose(similarities[:, 0], scores[:, 0], atol=1e-5)
    assert (np.diff(similarities, axis=1) <= 0).all()


@BACKENDS
@pytest.mark.parametrize("share", [0.5, 0.01, 0.0])
def test_only_rows_that_are_kept_are_answered(
    opened: Opener, backend: str, share: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provenance.index.codes._FEW", 100)
    rows = unit_rows(2000)
    queries = near(rows, 20)
    keep = np.random.default_rng(5).random(2000) < share
    ids, similarities = opened(backend, rows, tmp_path, Layout(lists=8, probes=8)).nearest(queries, 10, keep)
    expected, scores = ExactIndex(np.where(keep[:, None], rows, np.float16(0))).nearest(queries, 10)
    found = ids >= 0
    assert found.sum() == 20 * min(10, keep.sum())
    assert keep[ids[found]].all()
    assert np.isneginf(similarities[~found]).all()
    if share == 0.5:
        assert recall(ids, expected) >= 0.99
        assert np.allclose(similarities[:, 0], scores[:, 0], atol=1e-5)


@pytest.mark.parametrize("codes", ["SQ8", "SQ4", "SQfp16"])
@pytest.mark.parametrize("backend", ["flat", "ivf"])
def test_codes_only_propose(opened: Opener, backend: str, codes: str, tmp_path: Path) -> None:
    rows = unit_rows(1000)
    queries = near(rows, 30, noise=0.05)
    ids, similarities = opened(backend, rows, tmp_path, Layout(codes=codes)).nearest(queries, 3)
    expected, scores = ExactIndex(rows).nearest(queries, 3)
    assert (ids[:, 0] == expected[:, 0]).all()
    assert np.allclose(similarities[:, 0], scores[:, 0], atol=1e-5)


def test_shards_answer_as_one(opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.index.ivf.SHARD", 256)
    monkeypatch.setattr("provenance.index._BLOCK", 128)
    rows = unit_rows(1100)
    queries = near(rows, 20)
    index = opened("ivf", rows, tmp_path, Layout(lists=16, probes=16))
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"ivf{number}.faiss" for number in range(5)]
    ids, _ = index.nearest(queries, 10)
    assert recall(ids, ExactIndex(rows).nearest(queries, 10)[0]) >= 0.99
    (tmp_path / "ivf4.faiss").unlink()
    with pytest.raises(IndexBroken, match="other vectors"):
        open_index("ivf", rows, tmp_path)


def test_lists_are_filled_as_faiss_fills_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import faiss

    monkeypatch.setattr("provenance.index._BLOCK", 128)
    rows = unit_rows(1000)
    build_index("ivf", rows, tmp_path)
    made = faiss.read_index(str(tmp_path / "ivf0.faiss"))
    expected = faiss.clone_index(made)
    expected.reset()
    expected.add_with_ids(rows.astype(np.float32), np.arange(1000))
    assert (faiss.serialize_index(made) == faiss.serialize_index(expected)).all()


@pytest.mark.parametrize("count", [1, 127, 128, 129, 1000])
@pytest.mark.parametrize("wanted", [1, 3, 100, 5000])
def test_a_sample_is_spread_over_all(count: int, wanted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.index._BLOCK", 128)
    rows = unit_rows(count)
    assert (sample(rows, wanted) == rows[:: max(1, count // wanted)]).all()


def test_a_sample_keeps_no_more_than_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.index._BLOCK", 1000)
    rows = unit_rows(100_000)
    tracemalloc.start()
    try:
        chosen = sample(rows, 2000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    block = 1000 * rows.shape[1] * chosen.itemsize
    assert peak < chosen.nbytes + 4 * block


@pytest.mark.skipif(not Path("/proc/self/smaps").is_file(), reason="no /proc tells what is expected of a mapped file")
@pytest.mark.parametrize("backend", ["flat", "ivf"])
def test_a_shortlist_reads_its_rows_only(backend: str, tmp_path: Path) -> None:
    """Where a page is missing, a system may read megabytes around it."""
    unit_rows(1000).tofile(tmp_path / "rows.f16")
    rows = np.memmap(tmp_path / "rows.f16", np.float16, "r", shape=(1000, 24))
    build_index(backend, rows, tmp_path)
    index = open_index(backend, rows, tmp_path)
    index.nearest(near(rows, 5), 3)
    assert "rr" in flags_of(tmp_path / "rows.f16")
    index.nearest(near(rows, 5), 3, np.arange(1000) < 500)
    assert "rr" not in flags_of(tmp_path / "rows.f16")


def flags_of(path: Path) -> list[str]:
    """The flags of a file's mapping into memory, as proc(5) names them."""
    mapping = Path("/proc/self/smaps").read_text().partition(f" {path}\n")[2]
    return mapping.partition("VmFlags:")[2].partition("\n")[0].split()


@pytest.mark.parametrize("wrong", [{"backend": "hnsw"}, {"codes": "PQ"}, {"lists": 0}, {"probes": -1}])
def test_a_layout_that_cannot_be_made_is_refused(wrong: dict) -> None:
    with pytest.raises(ConfigurationError):
        Layout(**wrong)


@BACKENDS
def test_similarity_is_the_cosine_with_the_raw_row(opened: Opener, backend: str, tmp_path: Path) -> None:
    rows = unit_rows(500)
    queries = near(rows, 20)
    ids, similarities = opened(backend, rows, tmp_path).nearest(queries, 5)
    raw = rows.astype(np.float32)
    assert np.allclose(similarities, np.einsum("nd,nkd->nk", queries, raw[ids]), atol=1e-6)


@BACKENDS
def test_a_row_is_nearest_to_itself_at_one(opened: Opener, backend: str, tmp_path: Path) -> None:
    rows = unit_rows(400)
    ids, similarities = opened(backend, rows, tmp_path).nearest(rows.astype(np.float32), 1)
    assert (ids[:, 0] == np.arange(400)).all()
    assert np.allclose(similarities, 1, atol=2e-3)


@BACKENDS
def test_empty_index_has_no_neighbours(opened: Opener, backend: str, tmp_path: Path) -> None:
    rows = np.zeros((0, 24), np.float16)
    ids, similarities = opened(backend, rows, tmp_path).nearest(near(unit_rows(5), 2), 3)
    assert (ids == -1).all()
    assert np.isneginf(similarities).all()
    assert ids.shape == (2, 3)


@BACKENDS
@pytest.mark.parametrize(("queries", "k"), [(0, 3), (2, 0)])
def test_nothing_asked_gives_nothing(opened: Opener, backend: str, queries: int, k: int, tmp_path: Path) -> None:
    rows = unit_rows(10)
    ids, similarities = opened(backend, rows, tmp_path).nearest(near(rows, queries), k)
    assert ids.shape == similarities.shape == (queries, k)


@BACKENDS
def test_asked_for_more_than_there_is(opened: Opener, backend: str, tmp_path: Path) -> None:
    rows = unit_rows(7)
    ids, similarities = opened(backend, rows, tmp_path).nearest(near(rows, 4), 20)
    assert all(sorted(one[:7]) == list(range(7)) for one in ids.tolist())
    assert (ids[:, 7:] == -1).all()
    assert np.isfinite(similarities[:, :7]).all()
    assert np.isneginf(similarities[:, 7:]).all()


@BACKENDS
def test_equal_rows_are_all_found_lowest_first(opened: Opener, backend: str, tmp_path: Path) -> None:
    rows = unit_rows(300)
    rows[[5, 50, 250]] = rows[5]
    ids, _ = opened(backend, rows, tmp_path).nearest(rows[5:6].astype(np.float32), 3)
    assert ids.tolist() == [[5, 50, 250]]


@BACKENDS
def test_rows_and_queries_of_zeros_are_harmless(opened: Opener, backend: str, tmp_path: Path) -> None:
    rows = unit_rows(50)
    rows[3] = 0
    index = opened(backend, rows, tmp_path)
    _, similarities = index.nearest(np.zeros((1, 24), np.float32), 4)
    assert (similarities == 0).all()
    ids, _ = index.nearest(rows[4:5].astype(np.float32), 1)
    assert ids.tolist() == [[4]]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 90), st.integers(1, 30), st.integers(0, 5))
def test_exact_search_is_a_sorted_product(count: int, k: int, seed: int) -> None:
    rows = unit_rows(count, 16, seed)
    queries = near(rows, 3, seed=seed)
    ids, similarities = ExactIndex(rows).nearest(queries, k)
    product = queries @ rows.astype(np.float32).T
    kept = min(count, k)
    assert np.allclose(similarities[:, :kept], -np.sort(-product, axis=1)[:, :kept], atol=1e-6)
    assert np.allclose(np.take_along_axis(product, ids[:, :kept], 1), similarities[:, :kept], atol=1e-6)


def test_exact_search_over_several_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = unit_rows(1000)
    queries = near(rows, 9)
    whole = ExactIndex(rows).nearest(queries, 12)
    monkeypatch.setattr("provenance.index.exact._BLOCK", 64)
    parts = ExactIndex(rows).nearest(queries, 12)
    assert (whole[0] == parts[0]).all()
    assert np.allclose(whole[1], parts[1], atol=1e-6)


def test_flat_refuses_a_file_made_of_other_rows(tmp_path: Path) -> None:
    build_index("flat", unit_rows(100), tmp_path)
    with pytest.raises(IndexBroken, match="other vectors"):
        open_index("flat", unit_rows(99), tmp_path)


@pytest.mark.parametrize("content", [b"", b"not an index at all", b"IxSQ" + b"\0" * 20])
def test_flat_refuses_an_unreadable_file(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "flat.faiss").write_bytes(content)
    with pytest.raises(IndexBroken, match="index compact"):
        open_index("flat", unit_rows(10), tmp_path)


def test_the_number_of_rows_chooses() -> None:
    assert backend_for(APPROXIMATE_FROM - 1) == "exact"
    assert backend_for(APPROXIMATE_FROM) == "flat"
    assert backend_for(LISTS_FROM - 1) == "flat"
    assert backend_for(LISTS_FROM) == "ivf"
