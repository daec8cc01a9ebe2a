"""An index on servers answers as the same index in a folder, whatever was done to both."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from provenance.errors import ConfigurationError, IndexIncompatible, IndexMissing
from provenance.library import (
    OpenIndex,
    Scope,
    Selection,
    SourceMemory,
    add,
    backup,
    compact,
    list_indexes,
    open_index,
    read_counts,
    read_coverage,
    rebuild,
    remove,
    sample_texts,
    verify,
)
from provenance.library.manifest import read_manifest
from provenance.search import find_candidates
from provenance.values import Article
from tests.library.samples import HashEmbedder, Stream, article, credited, many

EMBEDDER = HashEmbedder()
QUERIES = EMBEDDER.encode(
    ["river bridge mayor case 7", "Olga Novák verdict hospital", "tunnel election case 21 part 1"]
)
WIRE = (
    "The council of the harbour town voted on Monday to close the old bridge until the spring repairs are done, "
    "said the mayor, who asked drivers to use the tunnel instead and thanked them for their patience in the storm."
)
CZECH = article("cs-1", "Zavadil otevřel maják v Lhotě.", language="cs", outlet="Deník Řeka", published="2024-05-01")
#: A passage of many sentences, which several vectors stand for.
LONG = article("long", " ".join(f"Sentence {number} about the lighthouse and the storm." for number in range(20)))


def both(home: Path) -> tuple[Path, Path]:
    plain = home / "plain"
    plain.mkdir(exist_ok=True)
    return home, plain


def fill(home: Path, articles: Iterable[Article]) -> None:
    kept = list(articles)
    for place in both(home):
        rebuild("news", kept, home=place, embedder=EMBEDDER, described=["a.jsonl"])


def grow(home: Path, *articles: Article) -> None:
    first, second = (add("news", articles, home=place, embedder=EMBEDDER) for place in both(home))
    assert (first.added, first.replaced, first.copies, first.unchanged, first.articles, first.vectors) == (
        second.added,
        second.replaced,
        second.copies,
        second.unchanged,
        second.articles,
        second.vectors,
    )


def shrink(home: Path, **which: object) -> int:
    first, second = (
        remove("news", Selection(**which), home=place, embedder=EMBEDDER)  # type: ignore[arg-type]
        for place in both(home)
    )
    assert (first.removed, first.articles, first.vectors) == (second.removed, second.articles, second.vectors)
    return first.removed


def found(index: OpenIndex, k: int = 12) -> list[list[tuple[str, int, float]]]:
    """Where each answer stands; the order of equals is each index's own."""
    ids, similarities = index.nearest(QUERIES, k)
    answers = []
    for row, scores in zip(ids, similarities, strict=True):
        rows = {one.id: one for one in index.passage_rows(row)}
        answers.append(
            sorted(
                (-round(float(score), 4), rows[number].article_id, rows[number].index)
                for number, score in zip(row.tolist(), scores, strict=True)
                if number >= 0
            )
        )
    return answers  # type: ignore[return-value]


def named(index: OpenIndex) -> list[tuple[str, int, float]]:
    hits = index.lexical(["Olga", "Novák", "21", "Zavadil", "Lhotě"], 30)
    rows = {row.id: row for row in index.passage_rows([number for number, _ in hits])}
    return sorted((-round(score, 5), rows[number].article_id, rows[number].index) for number, score in hits)  # type: ignore[return-value]


def expect_same(home: Path, *, names: bool = True) -> None:
    cluster, plain = both(home)
    compact("news", home=plain)
    with (
        open_index("news", home=cluster, embedder=EMBEDDER) as one,
        open_index("news", home=plain, embedder=EMBEDDER) as other,
    ):
        assert found(one) == found(other)
        for scope in (
            Scope(languages=frozenset({"cs"})),
            Scope(outlets=frozenset({"outlet 1", "DENÍK ŘEKA"})),
            Scope(since="2024-01-10", until="2024-01-12"),
            Scope(since="2024-02"),
            Scope(until="2024-01", outlets=frozenset({"Outlet 2"})),
            Scope(outlets=frozenset({'an "odd" \\ name'})),
        ):
            assert found(one.within(scope)) == found(other.within(scope))
            assert one.within(scope).coverage() == other.within(scope).coverage()
            if names:
                assert named(one.within(scope)) == named(other.within(scope))
        assert one.coverage() == other.coverage()
        if names:
            assert named(one) == named(other)
        ids = [row[0] for row in other._parts.newest.tables.execute("SELECT id FROM articles ORDER BY id")]
        assert one.articles(ids) == other.articles(ids)
        assert one.outlets([*ids, "none"]) == other.outlets(ids)
        for id_ in ids:
            # Both were filled one after the other, so captures of one second here may be of two there.
            kept = [sorted((c.id, c.kind, c.sha256) for c in index.captures(id_)) for index in (one, other)]
            assert kept[0] == kept[1]
            for capture in one.captures(id_):
                assert one.capture(id_, capture) == other.capture(id_, capture)
        vectors = one.nearest(QUERIES, 4)[0][0]
        assert np.allclose(np.linalg.norm(one.vectors(vectors), axis=1), 1, atol=1e-3)
        assert (one.manifest.articles, one.manifest.passages, one.manifest.vectors) == (
            other.manifest.articles,
            other.manifest.passages,
            other.manifest.vectors,
        )
    assert read_counts("news", cluster) == read_counts("news", plain)
    assert verify("news", cluster) == []


def test_a_rebuild(home: Path) -> None:
    fill(home, [*many(60), CZECH, LONG, credited("c", "The mayor spoke.", "The storm came.")])
    expect_same(home)
    manifest, coverage = read_coverage("news", home)
    assert manifest.sources == ("a.jsonl",)
    assert coverage.languages == ("cs", "en")
    assert [(one.name, one.problem) for one in list_indexes(home)] == [("news", None)]
    assert len(sample_texts("news", home, 5)) == 5


def test_changes_one_after_the_other(home: Path) -> None:
    fill(home, many(40))
    with open_index("news", home=home, embedder=EMBEDDER) as before:
        grow(home, article("late", "A storm came late."))
        assert not before.is_current()
        assert before.article("late").id == "late"
    grow(home, CZECH, article("wire-1", WIRE, outlet="Herald"), article("wire-2", WIRE + " It rains.", outlet="Post"))
    expect_same(home)
    grow(home, article("a-3", "The lighthouse of Lhota was opened by Zavadil."), LONG, CZECH)
    expect_same(home)
    assert shrink(home, outlets=frozenset({"Outlet 1"}), since="2024-01-20") > 0
    expect_same(home)
    # The copy of another site takes the place of what is removed.
    assert shrink(home, ids=frozenset({"wire-1"})) == 1
    expect_same(home)
    with open_index("news", home=home, embedder=EMBEDDER) as index:
        assert index.article("wire-2").outlet == "Post"
        assert find_candidates([index], CZECH.passages, EMBEDDER)[0].article == CZECH


def test_nothing_new_changes_nothing(home: Path) -> None:
    fill(home, many(10))
    before = read_coverage("news", home)
    summary = add("news", many(10), home=home, embedder=EMBEDDER, described=["a.jsonl"])
    assert (summary.unchanged, summary.added) == (10, 0)
    assert read_coverage("news", home) == before


def test_a_second_rebuild_takes_the_place_of_the_first(home: Path) -> None:
    fill(home, many(30))
    with open_index("news", home=home, embedder=EMBEDDER) as before:
        first = before.first_seen("a-5")
        assert before.is_current()
        fill(home, [article("a-5", "The lighthouse of Lhota.", outlet="Deník Řeka"), *many(30, seed=4)])
        # Who opened it before reads on what it opened.
        assert before.manifest.articles == 30
        assert before.article("a-5") == list(many(30))[5]
        assert not before.is_current()
        assert len(before.nearest(QUERIES, 5)[0][0]) == 5
    expect_same(home)
    with open_index("news", home=home, embedder=EMBEDDER) as index:
        assert index.first_seen("a-5") == first
        assert index.captures("a-5")[0].kind == "revision"


def test_compacting_embeds_again_or_keeps_the_vectors(home: Path) -> None:
    fill(home, [*many(20), LONG])
    shrink(home, ids=frozenset({"a-1"}))
    compact("news", home=home)
    expect_same(home)
    wide = HashEmbedder("wide", 48)
    compact("news", home=home, embedder=wide)
    with pytest.raises(IndexIncompatible, match="wide"):
        open_index("news", home=home, embedder=EMBEDDER)
    with open_index("news", home=home, embedder=wide) as index:
        ids, similarities = index.nearest(wide.encode(["The storm."]), 3)
        assert index.manifest.dim == 48
        assert np.isfinite(similarities).all()
        assert len(index.passage_rows(ids[0])) == 3


def test_what_sources_remember_is_kept(home: Path) -> None:
    memory = SourceMemory()
    memory["page"] = "seen"
    rebuild("news", many(3), home=home, embedder=EMBEDDER, memory=memory)
    again = SourceMemory()
    again.open("news", home)
    assert dict(again) == {"page": "seen"}
    again["page"] = "seen again"
    again["other"] = "seen"
    add("news", many(2, seed=9), home=home, embedder=EMBEDDER, memory=again)
    last = SourceMemory()
    last.open("news", home)
    assert dict(last) == {"page": "seen again", "other": "seen"}
    last.close()


def test_an_interrupted_run_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.library.writer.TEXTS_AT_ONCE", 30)

    def stopping() -> Iterable[Article]:
        for number, one in enumerate(many(40)):
            if number == 25:
                raise KeyboardInterrupt
            yield one

    with pytest.raises(KeyboardInterrupt):
        rebuild("news", Stream(stopping()), home=home, embedder=EMBEDDER)
    with pytest.raises(IndexMissing, match="nothing yet"):
        open_index("news", home=home, embedder=EMBEDDER)
    stream = Stream(many(40))
    summary = rebuild("news", stream, home=home, embedder=EMBEDDER)
    assert stream.skipped > 0
    assert (summary.articles, summary.continued) == (40, stream.skipped)


def test_words_that_a_server_has_no_place_for(home: Path) -> None:
    odd = article("nul\0id", "The mayor\0spoke of 100 % of it ' \" \\ \t \n \ud800.", outlet='an "odd" \\ name')
    fill(home, [*many(5), odd])
    expect_same(home)
    with open_index("news", home=home, embedder=EMBEDDER) as index:
        assert index.article("nul\0id").text == odd.text.replace("\ud800", "\ufffd")
        assert index.within(Scope(outlets=frozenset({'an "odd" \\ name'}))).nearest(QUERIES, 1)[0][0, 0] > 0


def test_what_a_folder_does_and_servers_do_not(home: Path) -> None:
    fill(home, many(3))
    with pytest.raises(ConfigurationError, match="pg_dump"):
        backup("news", home / "news.tar", home=home)
    content = (home / "news" / "index.toml").read_text()
    for added, said in (("speed = 3", "means nothing"), ('milvus = "x"', "read as TOML")):
        (home / "news" / "index.toml").write_text(f"{content}{added}\n")
        with pytest.raises(ConfigurationError, match=said):
            open_index("news", home=home, embedder=EMBEDDER)
    assert read_manifest(home / "plain" / "news")[0].articles == 3
