"""Adding to an index, taking out of it, and making one part of several."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from provenance.errors import ConfigurationError, IndexBroken, IndexIncompatible, IndexMissing
from provenance.index import Layout
from provenance.library import (
    OpenIndex,
    Scope,
    Selection,
    SourceMemory,
    add,
    compact,
    open_index,
    read_counts,
    read_coverage,
    rebuild,
    remove,
    verify,
)
from provenance.library.manifest import read_manifest
from provenance.values import Article
from tests.library.samples import HashEmbedder, Stream, article, many

EMBEDDER = HashEmbedder()
WIRE = (
    "The council of the harbour town voted on Monday to close the old bridge until the spring repairs are done, "
    "said the mayor, who asked drivers to use the tunnel instead and thanked them for their patience in the storm."
)


def make(home: Path, articles: Iterable[Article]) -> None:
    rebuild("news", articles, home=home, embedder=EMBEDDER)


def more(home: Path, *articles: Article, **others: object) -> object:
    return add("news", articles, home=home, embedder=EMBEDDER, **others)  # type: ignore[arg-type]


def take(home: Path, **which: object) -> object:
    return remove("news", Selection(**which), home=home, embedder=EMBEDDER)  # type: ignore[arg-type]


def opened(home: Path) -> OpenIndex:
    return open_index("news", home=home, embedder=EMBEDDER)


def nearest(index: OpenIndex, text: str, k: int = 3) -> list[str]:
    ids, _ = index.nearest(EMBEDDER.encode([text]), k)
    return [row.article_id for row in index.passage_rows(ids[0])]


def parts(home: Path) -> list[str]:
    return [part.generation for part in read_manifest(home / "news")[0].parts]


def test_what_is_added_is_found_beside_what_was_there(tmp_path: Path) -> None:
    make(tmp_path, many(30))
    new = article(
        "new", "Zavadil opened the lighthouse of Lhota.", language="cs", outlet="Deník", published="2024-05-01"
    )
    summary = more(tmp_path, new)
    assert (summary.added, summary.articles, parts(tmp_path)) == (1, 31, ["gen-1", "gen-2"])  # type: ignore[attr-defined]
    with opened(tmp_path) as index:
        assert index.article("new") == new
        assert nearest(index, new.text)[0] == "new"
        assert index.lexical(["Zavadil"], 3)[0][0] in {
            int(one) for one in index.nearest(EMBEDDER.encode([new.text]), 1)[0][0]
        }
        assert nearest(index, next(many(1)).passages[0].text)[0] == "a-0"
        assert index.vectors(index.nearest(EMBEDDER.encode([new.text]), 1)[0][0]).any()
        assert "Deník" in index.coverage().outlets
        assert index.coverage().until == "2024-05-01"
        assert index.articles(["a-3", "new"])[1] == new
    assert verify("news", tmp_path) == []


def test_adding_the_same_again_changes_nothing(tmp_path: Path) -> None:
    make(tmp_path, many(10))
    before = (tmp_path / "news" / "index.toml").read_bytes()
    summary = more(tmp_path, *many(10))
    assert (summary.unchanged, summary.articles) == (10, 10)  # type: ignore[attr-defined]
    assert (tmp_path / "news" / "index.toml").read_bytes() == before
    assert sorted(path.name for path in (tmp_path / "news").iterdir()) == [".lock", "gen-1", "index.toml"]


def test_a_later_text_replaces_and_the_earlier_one_is_kept(tmp_path: Path) -> None:
    old, new = article("a-3", "Old words about a bridge."), article("a-3", "New words about Gdańsk.")
    make(tmp_path, [old, *many(3)])
    assert more(tmp_path, new).replaced == 1  # type: ignore[attr-defined]
    with opened(tmp_path) as index:
        assert index.article("a-3") == new
        assert index.manifest.articles == 4
        assert index.lexical(["Old"], 5) == []
        assert len(index.lexical(["Gdańsk"], 5)) == 1
        assert "a-3" not in nearest(index, old.text, 2)[1:]
        (earlier,) = index.captures("a-3")
        assert index.capture("a-3", earlier) == old
    again = article("a-3", "A third text about Gdańsk.")
    more(tmp_path, again)
    with opened(tmp_path) as index:
        assert [index.capture("a-3", one) for one in index.captures("a-3")] in ([old, new], [new, old])
    assert verify("news", tmp_path) == []


def test_an_archive_read_late_does_not_replace_the_newer_text(tmp_path: Path) -> None:
    new, old = article("x", "The corrected text of the story."), article("x", "The first text of the story.")
    rebuild("news", Stream([new], captured="2024-05-02T10:00:00+00:00"), home=tmp_path, embedder=EMBEDDER)
    add("news", Stream([old], captured="2024-05-01T10:00:00+00:00"), home=tmp_path, embedder=EMBEDDER)
    with opened(tmp_path) as index:
        assert index.article("x") == new
        (earlier,) = index.captures("x")
        assert (earlier.kind, earlier.seen) == ("revision", "2024-05-01T10:00:00+00:00")


def test_other_facts_of_the_same_text_replace_without_a_revision(tmp_path: Path) -> None:
    make(tmp_path, [article("x", "The very same words.")])
    more(tmp_path, article("x", "The very same words.", outlet="Herald"))
    with opened(tmp_path) as index:
        assert index.outlets(["x"]) == {"x": "Herald"}
        assert index.captures("x") == ()


@pytest.mark.parametrize("at_once", [True, False])
def test_a_wire_story_on_many_sites_is_one_text_with_captures(at_once: bool, tmp_path: Path) -> None:
    sites = [
        article(f"site-{n}", WIRE, outlet=f"Site {n}", published=f"2024-03-{20 - n:02d}", url=f"https://s{n}.example/")
        for n in range(5)
    ]
    if at_once:
        make(tmp_path, sites)
    else:
        make(tmp_path, sites[:2])
        assert more(tmp_path, *sites).copies == 3  # type: ignore[attr-defined]
    assert more(tmp_path, *sites).unchanged == 5  # type: ignore[attr-defined]
    with opened(tmp_path) as index:
        assert (index.manifest.articles, index.manifest.vectors) == (1, 1)
        captures = index.captures("site-0")
        assert [one.outlet for one in captures] == ["Site 4", "Site 3", "Site 2", "Site 1"]
        assert {one.kind for one in captures} == {"copy"}
        assert index.capture("site-0", captures[0]) == sites[4]
        assert index.coverage().outlets == tuple(f"Site {n}" for n in range(5))
    assert verify("news", tmp_path) == []


def test_a_changed_figure_is_no_copy(tmp_path: Path) -> None:
    make(tmp_path, [article("one", f"{WIRE} It costs 120 crowns."), article("two", f"{WIRE} It costs 210 crowns.")])
    with opened(tmp_path) as index:
        assert index.manifest.articles == 2


def test_removed_by_id_outlet_and_date(tmp_path: Path) -> None:
    make(tmp_path, many(28))
    assert take(tmp_path, ids=frozenset({"a-5", "nobody"})).removed == 1  # type: ignore[attr-defined]
    assert take(tmp_path, until="2024-01-03").removed == 3  # type: ignore[attr-defined]
    assert take(tmp_path, outlets=frozenset({"Outlet 1"}), since="2024-01-20").removed == 3  # type: ignore[attr-defined]
    with opened(tmp_path) as index:
        gone = ["a-5", "a-0", "a-1", "a-2", "a-19", "a-22", "a-25"]
        assert index.manifest.articles == 28 - len(gone)
        for id_ in gone:
            with pytest.raises(KeyError):
                index.article(id_)
        everything, _ = index.nearest(EMBEDDER.encode(["mayor harbour"]), 200)
        assert (everything[0] >= 0).sum() == index.manifest.passages == index.manifest.vectors
        assert not {row.article_id for row in index.passage_rows(everything[0])} & set(gone)
        assert not {
            row.article_id for row in index.passage_rows([one for one, _ in index.lexical(["Olga"], 99)])
        } & set(gone)
        assert index.coverage().since == "2024-01-04"
    assert verify("news", tmp_path) == []
    assert take(tmp_path, ids=frozenset({"a-5"})).removed == 0  # type: ignore[attr-defined]
    more(tmp_path, *(one for one in many(28) if one.id == "a-5"))
    with opened(tmp_path) as index:
        assert index.article("a-5").id == "a-5"


def test_removing_nothing_in_particular_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="which articles"):
        Selection()


def test_a_dry_removal_only_counts(tmp_path: Path) -> None:
    make(tmp_path, many(5))
    counted = remove("news", Selection(outlets=frozenset({"Outlet 0"})), home=tmp_path, embedder=EMBEDDER, dry=True)
    assert (counted.removed, counted.articles) == (2, 5)
    assert parts(tmp_path) == ["gen-1"]


def test_a_copy_takes_the_place_of_a_removed_original(tmp_path: Path) -> None:
    make(tmp_path, [article(f"site-{n}", WIRE, outlet=f"Site {n}") for n in range(3)])
    take(tmp_path, outlets=frozenset({"Site 0"}))
    with opened(tmp_path) as index:
        assert (index.manifest.articles, index.manifest.vectors) == (1, 1)
        assert nearest(index, WIRE, 1) == ["site-1"]
        assert [one.outlet for one in index.captures("site-1")] == ["Site 2"]
        assert index.coverage().outlets == ("Site 1", "Site 2")
    take(tmp_path, outlets=frozenset({"Site 2"}))
    with opened(tmp_path) as index:
        assert nearest(index, WIRE, 1) == ["site-1"]
        assert index.captures("site-1") == ()
    assert verify("news", tmp_path) == []


def test_many_small_changes_are_merged_along_the_way(tmp_path: Path) -> None:
    originals = list(many(60))
    make(tmp_path, originals[:20])
    for number in range(20, 60, 2):
        more(tmp_path, *originals[number : number + 2])
        take(tmp_path, ids=frozenset({f"a-{number - 20}"}))
        assert len(parts(tmp_path)) <= 9
    kept = [one for one in originals if one.id not in {f"a-{number}" for number in range(0, 40, 2)}]
    with opened(tmp_path) as index:
        assert index.articles([one.id for one in kept]) == kept
        assert index.manifest.articles == len(kept)
        assert [nearest(index, one.passages[1].text, 1) for one in kept] == [[one.id] for one in kept]
        assert sum(row[3] for row in read_counts("news", tmp_path)) == len(kept)
    assert verify("news", tmp_path) == []


def test_compact_leaves_one_part_with_the_same_answers(tmp_path: Path) -> None:
    long = article("long", ". ".join(f"Sentence number{n} speaks of thing{n} only" for n in range(30)) + ".")
    make(tmp_path, [*many(30), long])
    more(tmp_path, *many(10, seed=3), article("wire", WIRE, outlet="One"), article("wire-2", WIRE, outlet="Two"))
    take(tmp_path, outlets=frozenset({"Outlet 2"}))
    queries = EMBEDDER.encode(["mayor storm council", "speaks of thing7 only", WIRE])
    with opened(tmp_path) as index:
        before = index.nearest(queries, 8)
        expected = [[row.article_id for row in index.passage_rows(ids)] for ids in before[0]]
        seen, coverage = index.first_seen("a-1"), index.coverage()
    compact("news", home=tmp_path)
    assert len(parts(tmp_path)) == 1
    with opened(tmp_path) as index:
        ids, similarities = index.nearest(queries, 8)
        assert [[row.article_id for row in index.passage_rows(one)] for one in ids] == expected
        assert np.allclose(similarities, before[1])
        assert (index.first_seen("a-1"), index.coverage()) == (seen, coverage)
        assert [one.outlet for one in index.captures("wire")] == ["Two"]
    assert verify("news", tmp_path) == []
    assert sorted(path.name for path in (tmp_path / "news").glob("gen-*")) == parts(tmp_path)


def test_another_search_file_needs_no_vectors_made_again(tmp_path: Path) -> None:
    make(tmp_path, many(60))
    rows = (tmp_path / "news" / "gen-1" / "vectors" / "rows.f16").stat()
    for layout, files in (
        (Layout("flat"), ["flat.faiss"]),
        (Layout("flat", "SQ4"), ["flat.faiss"]),
        (Layout("ivf", lists=4, probes=4), ["ivf0.faiss"]),
        (Layout("exact"), []),
    ):
        compact("news", home=tmp_path, layout=layout)
        (generation,) = parts(tmp_path)
        folder = tmp_path / "news" / generation
        assert sorted(path.name for path in (folder / "ann").iterdir()) == files
        assert (folder / "vectors" / "rows.f16").stat().st_ino == rows.st_ino
        with opened(tmp_path) as index:
            assert nearest(index, next(many(1)).passages[2].text, 1) == ["a-0"]
        assert verify("news", tmp_path) == []


def test_another_embedder_embeds_all_again(tmp_path: Path) -> None:
    make(tmp_path, many(20))
    more(tmp_path, article("new", "A lighthouse was opened."))
    other = HashEmbedder("other", 16)
    compact("news", home=tmp_path, embedder=other)
    with pytest.raises(IndexIncompatible):
        opened(tmp_path)
    with open_index("news", home=tmp_path, embedder=other) as index:
        ids, _ = index.nearest(other.encode(["A lighthouse was opened."]), 1)
        assert index.passage_rows(ids[0])[0].article_id == "new"
    assert verify("news", tmp_path) == []


@pytest.mark.parametrize(
    ("path", "repair"),
    [
        ("ann/flat.faiss", {}),
        ("vectors/rows.f16", {"embedder": EMBEDDER}),
        ("vectors/passages.i64", {"embedder": EMBEDDER}),
    ],
)
def test_what_verify_advises_repairs(path: str, repair: dict, tmp_path: Path) -> None:
    make(tmp_path, many(40))
    compact("news", home=tmp_path, layout=Layout("flat"))
    damaged = tmp_path / "news" / "gen-2" / path
    damaged.write_bytes(damaged.read_bytes()[:-40] + bytes(40))
    (*_, problem) = verify("news", tmp_path)
    assert f"`provenance index compact news{' --embed' if repair else ''}`" in problem
    if repair:
        with pytest.raises(IndexBroken, match="--embed"):
            compact("news", home=tmp_path)
    compact("news", home=tmp_path, **repair)
    assert verify("news", tmp_path) == []


def test_an_index_that_is_not_there_or_of_another_embedder(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        more(tmp_path, *many(1))
    make(tmp_path, many(2))
    with pytest.raises(IndexIncompatible):
        add("news", many(1), home=tmp_path, embedder=HashEmbedder("other"))


def test_sources_and_what_they_remember_are_kept(tmp_path: Path) -> None:
    memory = SourceMemory()
    memory["list:feed"] = "etag-1"
    rebuild("news", many(2), home=tmp_path, embedder=EMBEDDER, described=["feed"], memory=memory)
    memory = SourceMemory()
    memory.open("news", tmp_path)
    assert dict(memory) == {"list:feed": "etag-1"}
    memory["list:feed"] = "etag-2"
    memory["page:1"] = "seen"
    add("news", many(3), home=tmp_path, embedder=EMBEDDER, described=["other"], memory=memory)
    assert read_coverage("news", tmp_path)[0].sources == ("feed", "other")
    for _ in range(2):
        memory = SourceMemory()
        memory.open("news", tmp_path)
        assert dict(memory) == {"list:feed": "etag-2", "page:1": "seen"}
        memory.close()
        compact("news", home=tmp_path)


def test_a_reader_keeps_what_it_opened_while_the_index_changes(tmp_path: Path) -> None:
    make(tmp_path, many(10))
    with opened(tmp_path) as index:
        more(tmp_path, article("new", "A lighthouse was opened."))
        take(tmp_path, ids=frozenset({"a-1"}))
        compact("news", home=tmp_path)
        assert index.article("a-1").id == "a-1"
        assert nearest(index, "A lighthouse was opened.", 1) != ["new"]
    with opened(tmp_path) as index:
        assert nearest(index, "A lighthouse was opened.", 1) == ["new"]
    compact("news", home=tmp_path)
    assert [path.name for path in (tmp_path / "news").glob("gen-*")] == parts(tmp_path)


def test_a_scope_limits_what_searches_see(tmp_path: Path) -> None:
    make(tmp_path, many(40))
    more(tmp_path, article("cs", "Olga otevřela maják.", language="cs", outlet="Deník", published="2024-06-01"))
    with opened(tmp_path) as index:
        query = EMBEDDER.encode(["Olga mayor storm"])

        def found(scope: Scope) -> set[str]:
            view = index.within(scope)
            near = {row.article_id for row in index.passage_rows(view.nearest(query, 500)[0][0])}
            named = {row.article_id for row in index.passage_rows([one for one, _ in view.lexical(["Olga"], 500)])}
            assert named <= near
            return near

        assert found(Scope(languages=frozenset({"cs"}))) == {"cs"}
        assert found(Scope(outlets=frozenset({"outlet 1"}))) == {f"a-{n}" for n in range(1, 40, 3)}
        assert found(Scope(since="2024-02")) == {"cs"}
        assert found(Scope(until="2024-01-02")) == {"a-0", "a-1", "a-28", "a-29"}
        assert found(Scope(languages=frozenset({"de"}))) == set()
        covered = index.within(Scope(languages=frozenset({"cs"}))).coverage()
        assert (covered.articles, covered.outlets, covered.since) == (1, ("Deník",), "2024-06-01")
        assert index.coverage().articles == 41
