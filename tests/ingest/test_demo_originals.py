"""The originals that ship with the package, through the real reader and into an index."""

from __future__ import annotations

from pathlib import Path

from provenance.ingest import Reject, read_sources
from provenance.library import open_index, rebuild, verify
from tests.library.samples import HashEmbedder

ORIGINALS = Path(__file__).parents[2] / "indexes" / "demo" / "originals"


def test_every_original_is_read_and_comes_back_equal(tmp_path: Path) -> None:
    rejects: list[Reject] = []
    articles = list(read_sources([str(ORIGINALS)], on_reject=rejects.append))
    assert rejects == []
    assert [one.id for one in articles] == sorted(path.stem for path in ORIGINALS.iterdir())
    for one in articles:
        assert one.title
        assert one.outlet
        assert one.published
        assert one.url
        assert one.language == one.id.split("-")[0]
    rebuild("demo", articles, home=tmp_path, embedder=HashEmbedder())
    assert verify("demo", tmp_path) == []
    with open_index("demo", home=tmp_path, embedder=HashEmbedder()) as index:
        assert index.articles([one.id for one in articles]) == articles
