"""Writing an index and reading it back."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from provenance.embed import Vectors
from provenance.errors import (
    ConfigurationError,
    EmbedderError,
    IndexBroken,
    IndexBusy,
    IndexIncompatible,
    IndexMissing,
    StorageFull,
)
from provenance.library import OpenIndex, Reject, list_indexes, open_index, read_coverage, rebuild, verify
from provenance.library.locks import writer_lock
from provenance.values import Article
from tests.library.samples import HashEmbedder, article, credited, many

EMBEDDER = HashEmbedder()


def build(home: Path, *articles: Article, name: str = "news", **more: object) -> OpenIndex:
    rebuild(name, articles, home=home, embedder=EMBEDDER, **more)  # type: ignore[arg-type]
    return open_index(name, home=home, embedder=EMBEDDER)


def test_articles_come_back_equal(tmp_path: Path) -> None:
    originals = [credited("c/1", "The mayor spoke. Nobody listened.", "Rain fell."), *many(5)]
    with build(tmp_path, *originals) as index:
        assert index.articles([one.id for one in originals]) == originals
        assert index.article("c/1").credit == originals[0].credit
        assert index.outlets(["c/1", "nobody"]) == {"c/1": "Herald"}


def test_text_beyond_the_basic_plane_keeps_its_offsets(tmp_path: Path) -> None:
    original = article("emoji", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🚂 rolled on. It was\x00 fine.", "Řeka stoupla.")
    with build(tmp_path, original) as index:
        assert index.article("emoji") == original


def test_half_a_surrogate_pair_costs_one_character(tmp_path: Path) -> None:
    with build(tmp_path, article("odd", "Some words with a \ud800 in them. And more.")) as index:
        stored = index.article("odd")
    assert stored.text == "Some words with a \ufffd in them. And more."
    assert stored.passages[0].sentences[1].text == "And more."


def test_nearest_finds_the_passage(tmp_path: Path) -> None:
    originals = list(many(40))
    wanted = originals[17].passages[2]
    with build(tmp_path, *originals) as index:
        ids, similarities = index.nearest(EMBEDDER.encode([wanted.text]), 3)
        (row, *_) = index.passage_rows(ids[0])
        assert (row.article_id, row.index, row.start, row.end, row.language) == (
            "a-17",
            2,
            wanted.start,
            wanted.end,
            "en",
        )
        assert similarities[0, 0] == pytest.approx(1, abs=2e-3)
        assert np.allclose(index.vectors(ids[0]) @ EMBEDDER.encode([wanted.text])[0], similarities[0], atol=2e-3)


def test_passages_are_read_with_their_sentences_and_articles(tmp_path: Path) -> None:
    stored = {one.id: one for one in many(5)}
    rebuild("news", stored.values(), home=tmp_path, embedder=EMBEDDER)
    with open_index("news", home=tmp_path, embedder=EMBEDDER) as index:
        ids = index.nearest(EMBEDDER.encode(["river"]), 15)[0][0].tolist()
        found = index.passages({*ids, -1, 999})
    assert sorted(found) == sorted(ids)
    assert {(id_, one.index) for id_, one in found.values()} == {(id_, n) for id_ in stored for n in range(3)}
    assert all(one == stored[id_].passages[one.index] for id_, one in found.values())


def test_more_asked_than_there_is(tmp_path: Path) -> None:
    with build(tmp_path, article("one", "Only these words here.")) as index:
        ids, similarities = index.nearest(EMBEDDER.encode(["Only these", "other words"]), 4)
        assert ids.tolist() == [[1, -1, -1, -1]] * 2
        assert np.isneginf(similarities[:, 1:]).all()
        assert [row.article_id for row in index.passage_rows(ids[0])] == ["one"]


def test_furniture_and_credits_have_no_vectors(tmp_path: Path) -> None:
    with build(tmp_path, credited("c", "The bridge was closed on Monday.")) as index:
        assert (index.manifest.passages, index.manifest.vectors) == (2, 1)
        assert not index.vectors([2]).any()
        assert index.lexical(["Deník"], 5) == []


def test_a_very_long_passage_is_found_by_its_end_and_named_once(tmp_path: Path) -> None:
    sentences = [f"Sentence number{n} speaks of thing{n} and matter{n} only" for n in range(30)]
    with build(tmp_path, article("long", ". ".join(sentences) + "."), *many(3)) as index:
        assert index.manifest.vectors == 9 + 5
        ids, similarities = index.nearest(EMBEDDER.encode([". ".join(sentences[24:])]), 3)
        assert index.passage_rows(ids[0])[0].article_id == "long"
        assert similarities[0, 0] > 0.9
        assert len(set(ids[0].tolist())) == 3
        assert np.linalg.norm(index.vectors(ids[0]), axis=1) == pytest.approx(1, abs=1e-5)


def test_a_repeated_id_replaces(tmp_path: Path) -> None:
    first, later = article("x", "Old words about a bridge."), article("x", "New words about Gdańsk.")
    with build(tmp_path, first, article("y", "Something else entirely."), later) as index:
        assert index.article("x") == later
        assert (index.manifest.articles, index.manifest.vectors) == (2, 2)
        ids, _ = index.nearest(EMBEDDER.encode(["Old words about a bridge."]), 9)
        assert len(index.passage_rows(ids[0])) == 2
        assert index.lexical(["Old"], 5) == []
        assert len(index.lexical(["Gdansk"], 5)) == 1
    assert verify("news", tmp_path) == []


def test_the_lexical_signal_crosses_scripts_and_inflections(tmp_path: Path) -> None:
    originals = [
        article("cs", "Setkal se s Oldřichem Zavadilem z Lhoty.", language="cs"),
        article("uk", "Речниця Оксана Бойченко назвала суму 12 500 гривень.", language="uk"),
        article("zh", "他在2019年说。", language="zh"),
    ]
    with build(tmp_path, *originals, *many(20)) as index:

        def found(*terms: str) -> list[str]:
            return [row.article_id for row in index.passage_rows([id_ for id_, _ in index.lexical(terms, 5)])]

        assert found("Oldřich", "Zavadil") == ["cs"]
        assert found("Boychenko") == ["uk"]
        assert found("12,500") == ["uk"]
        assert found("2019") == ["zh"]
        assert found("nobody", "", '"; DROP TABLE', "NEAR(", "*") == []


def test_first_seen_and_earlier_texts_survive_a_rebuild(tmp_path: Path) -> None:
    first, second = article("x", "The first version of it."), article("x", "The second version of it.")
    with build(tmp_path, first) as index:
        seen = index.first_seen("x")
    with build(tmp_path, second, article("z", "A new one here.")) as index:
        assert index.first_seen("x") == seen
        (earlier,) = index.captures("x")
        assert (earlier.kind, earlier.sha256, earlier.seen) == ("revision", first.sha256, seen)
        assert index.capture("x", earlier) == first
        assert index.captures("z") == ()


def test_coverage(tmp_path: Path) -> None:
    originals = [
        article("1", "Some words in Czech.", language="cs", outlet="Deník", published="2024-02-03"),
        article("2", "Some words in German.", language="de", outlet="Bote", published="2023-12-31T10:00"),
        article("3", "Some words in no language.", language="und"),
    ]
    with build(tmp_path, *originals) as index:
        covered = index.coverage()
    assert covered == read_coverage("news", tmp_path)[1]
    assert (covered.indexes, covered.articles, covered.languages) == (("news",), 3, ("cs", "de"))
    assert (covered.outlets, covered.since, covered.until) == (("Bote", "Deník"), "2023-12-31", "2024-02-03")


def test_a_reader_keeps_its_generation_and_it_goes_afterwards(tmp_path: Path) -> None:
    query = EMBEDDER.encode(["The very old story."])
    old = build(tmp_path, article("old", "The very old story."))
    build(tmp_path, article("new", "The very new story.")).close()
    assert old.article("old").text == "The very old story."
    assert old.passage_rows(old.nearest(query, 1)[0][0])[0].article_id == "old"
    assert (tmp_path / "news" / "gen-1").exists()
    old.close()
    build(tmp_path, article("newer", "The newest story of all.")).close()
    assert [path.name for path in (tmp_path / "news").glob("gen-*")] == ["gen-3"]


def test_a_reader_survives_the_removal_of_its_generation(tmp_path: Path) -> None:
    index = build(tmp_path, *many(50))
    shutil.rmtree(tmp_path / "news" / "gen-1")
    assert index.articles(["a-3", "a-49"]) == [one for one in many(50) if one.id in {"a-3", "a-49"}]
    assert index.nearest(EMBEDDER.encode(["harbour"]), 2)[0].shape == (1, 2)
    index.close()


def test_sources_without_an_article_leave_the_index_alone(tmp_path: Path) -> None:
    build(tmp_path, article("x", "Some words to keep.")).close()
    with pytest.raises(ConfigurationError, match="No article"):
        rebuild("news", [], home=tmp_path, embedder=EMBEDDER)
    assert verify("news", tmp_path) == []
    assert [path.name for path in (tmp_path / "news").glob("gen-*")] == ["gen-1"]


def test_rejects_stand_beside_the_articles(tmp_path: Path) -> None:
    rejected = [Reject("a.jsonl", "line 3", "it is not JSON")]
    summary = rebuild("news", many(2), home=tmp_path, embedder=EMBEDDER, rejected=rejected)
    lines = (tmp_path / "news" / "gen-1" / "rejects.jsonl").read_text().splitlines()
    assert summary.rejected == 1
    assert rejected == []
    assert [json.loads(line) for line in lines] == [
        {"source": "a.jsonl", "record": "line 3", "reason": "it is not JSON"}
    ]


def test_a_second_writer_is_refused_and_readers_are_not(tmp_path: Path) -> None:
    build(tmp_path, *many(3)).close()
    with writer_lock(tmp_path / "news", "news"):
        with pytest.raises(IndexBusy, match="Another process"):
            rebuild("news", many(4), home=tmp_path, embedder=EMBEDDER)
        open_index("news", home=tmp_path, embedder=EMBEDDER).close()
    assert rebuild("news", many(4), home=tmp_path, embedder=EMBEDDER).articles == 4


def test_another_embedder_is_refused_by_name(tmp_path: Path) -> None:
    build(tmp_path, *many(3)).close()
    with pytest.raises(
        IndexIncompatible, match=r"'hash', not by 'other'.*--embedder hash.*index compact news --embedder other"
    ):
        open_index("news", home=tmp_path, embedder=HashEmbedder("other"))
    with pytest.raises(IndexIncompatible, match="earlier version"):
        open_index("news", home=tmp_path, embedder=HashEmbedder("hash", 33))


def test_a_missing_index_names_those_there(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"none yet.*index rebuild demo"):
        open_index("demo", home=tmp_path / "nowhere", embedder=EMBEDDER)
    build(tmp_path, *many(1)).close()
    with pytest.raises(IndexMissing, match="there are: news"):
        open_index("demo", home=tmp_path, embedder=EMBEDDER)


@pytest.mark.parametrize(
    "name", ["..", "../x", "a/b", "/etc", "", ".hidden", "a\\b", "x" * 200, "a..b", "nul\0", "a\n"]
)
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    for action in (
        lambda: open_index(name, home=tmp_path, embedder=EMBEDDER),
        lambda: rebuild(name, many(1), home=tmp_path, embedder=EMBEDDER),
        lambda: verify(name, tmp_path),
    ):
        with pytest.raises(ConfigurationError, match="name of an index"):
            action()
    assert list(tmp_path.iterdir()) == []


def test_names_in_any_script_are_fine(tmp_path: Path) -> None:
    build(tmp_path, *many(1), name="české-noviny_2024.v1").close()
    assert [entry.name for entry in list_indexes(tmp_path)] == ["české-noviny_2024.v1"]


class Failing(HashEmbedder):
    """Works for a while, then raises, or gives vectors that are none."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__()
        self.error = error

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self.error:
            raise self.error
        return super().encode(texts) * np.nan


def test_unusable_vectors_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="unusable vectors"):
        rebuild("news", many(3), home=tmp_path, embedder=Failing(None))


def test_a_full_disk_leaves_the_old_index_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, *many(3)).close()
    before = sorted(tmp_path.rglob("*"))
    write, calls = os.write, [0]

    def full(handle: int, content: bytes) -> int:
        calls[0] += 1
        if calls[0] > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, content)

    monkeypatch.setattr("provenance.library.vectors.os.write", full)
    monkeypatch.setattr("provenance.library.writer.TEXTS_AT_ONCE", 10)
    with pytest.raises(StorageFull, match="no room left"):
        rebuild("news", many(40), home=tmp_path, embedder=EMBEDDER)
    monkeypatch.undo()
    assert sorted(tmp_path.rglob("*")) == before
    assert verify("news", tmp_path) == []


_FULL_DISK = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from provenance.errors import StorageFull
from provenance.library import rebuild
from tests.library.samples import HashEmbedder, many
rebuild("news", many(20), home=Path(sys.argv[1]), embedder=HashEmbedder())
try:
    rebuild("news", many(20000), home=Path(sys.argv[1]), embedder=HashEmbedder())
except StorageFull as error:
    print(error)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes, where this machine lets us make one."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("making a small file system needs rights that this process does not have")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_really_is_full(small_disk: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(small_disk)], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "no room left" in done.stdout
    assert verify("news", small_disk) == []
    assert [path.name for path in (small_disk / "news").glob("gen-*")] == ["gen-1"]


def damage(index: Path, part: str, how: str) -> None:
    path = index / part
    content = path.read_bytes()
    if how == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif how == "gone":
        path.unlink()
    else:
        place = len(content) // 2
        path.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])


PARTS = ("gen-1/articles.sqlite", "gen-1/vectors/rows.f16", "gen-1/vectors/passages.i64", "gen-1/vectors/vectors.json")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("how", ["cut", "gone"])
def test_a_file_cut_short_is_refused_at_opening(part: str, how: str, tmp_path: Path) -> None:
    build(tmp_path, *many(30)).close()
    damage(tmp_path / "news", part, how)
    with pytest.raises(IndexBroken, match="damaged"):
        open_index("news", home=tmp_path, embedder=EMBEDDER)
    assert any(Path(part).name in problem for problem in verify("news", tmp_path))
    assert rebuild("news", many(4), home=tmp_path, embedder=EMBEDDER).articles == 4
    assert verify("news", tmp_path) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_flipped_bit_is_found_by_verify(part: str, tmp_path: Path) -> None:
    build(tmp_path, *many(30)).close()
    assert verify("news", tmp_path) == []
    damage(tmp_path / "news", part, "flipped")
    assert any("SHA-256" in problem and Path(part).name in problem for problem in verify("news", tmp_path))


@pytest.mark.parametrize(
    "content",
    ["", "format = 2", "[[[", "format = 'x'", "format = 2\ngeneration = '../../etc'", "\0\0", "format = true"],
)
def test_a_corrupt_manifest_is_refused(content: str, tmp_path: Path) -> None:
    build(tmp_path, *many(2)).close()
    (tmp_path / "news" / "index.toml").write_text(content)
    with pytest.raises(IndexBroken, match=r"index\.toml is damaged"):
        open_index("news", home=tmp_path, embedder=EMBEDDER)
    assert "damaged" in verify("news", tmp_path)[0]
    assert "damaged" in (list_indexes(tmp_path)[0].problem or "")
    assert rebuild("news", many(2), home=tmp_path, embedder=EMBEDDER).articles == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('generation = "gen-1"', 'generation = "../gen-1"'),
        ('"gen-1/vectors/rows.f16" =', '"../../secret" ='),
        ('backend = "exact"', 'backend = "os"'),
        ("dim = 32", "dim = -1"),
        ("dim = 32", 'dim = "32"'),
        ("sources = []", "sources = [1]"),
    ],
)
def test_a_manifest_that_was_tampered_with_is_refused(old: str, new: str, tmp_path: Path) -> None:
    build(tmp_path, *many(2)).close()
    manifest = tmp_path / "news" / "index.toml"
    text = manifest.read_text()
    assert old in text
    manifest.write_text(text.replace(old, new))
    with pytest.raises(IndexBroken, match="damaged"):
        open_index("news", home=tmp_path, embedder=EMBEDDER)


def test_another_format_is_refused_with_the_remedy(tmp_path: Path) -> None:
    build(tmp_path, *many(2)).close()
    manifest = tmp_path / "news" / "index.toml"
    manifest.write_text(manifest.read_text().replace("format = 2", "format = 1"))
    with pytest.raises(IndexIncompatible, match=r"format 1.*index rebuild news"):
        open_index("news", home=tmp_path, embedder=EMBEDDER)


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE passages SET "end" = 100000 WHERE id = 1',
        "UPDATE passages SET start = -5 WHERE id = 1",
        "UPDATE passages SET sentences = x'0102' WHERE id = 1",
        "DROP TABLE passages",
    ],
)
def test_rows_that_do_not_fit_are_named_as_damage(statement: str, tmp_path: Path) -> None:
    import sqlite3

    build(tmp_path, *many(2)).close()
    database = tmp_path / "news" / "gen-1" / "articles.sqlite"
    connection = sqlite3.connect(database)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with (
        open_index("news", home=tmp_path, embedder=EMBEDDER) as index,
        pytest.raises(IndexBroken, match="index verify news"),
    ):
        index.article("a-0")
    assert verify("news", tmp_path)


def test_a_large_index_goes_through_faiss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.index.APPROXIMATE_FROM", 100)
    originals = list(many(60))
    with build(tmp_path, *originals) as index:
        assert index.manifest.parts[0].backend == "flat"
        texts = [one.passages[1].text for one in originals]
        ids, _ = index.nearest(EMBEDDER.encode(texts), 1)
        assert [row.article_id for row in index.passage_rows(ids[:, 0])] == [one.id for one in originals]
    assert verify("news", tmp_path) == []
    damage(tmp_path / "news", "gen-1/ann/flat.faiss", "cut")
    with pytest.raises(IndexBroken, match=r"flat\.faiss"):
        open_index("news", home=tmp_path, embedder=EMBEDDER)


def test_the_folder_is_read_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        rebuild("news", many(1), home=tmp_path / "file", embedder=EMBEDDER)


def test_several_threads_may_share_an_open_index(tmp_path: Path) -> None:
    originals = list(many(40))
    with build(tmp_path, *originals) as index:

        def found(number: int) -> str:
            ids, _ = index.nearest(EMBEDDER.encode([originals[number].passages[0].text]), 1)
            return index.passage_rows(ids[0])[0].article_id

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(found, range(40))) == [one.id for one in originals]
