"""A live index as one file, and back."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from provenance.errors import ConfigurationError, IndexBroken, IndexMissing
from provenance.library import add, backup, compact, open_index, rebuild, restore, verify
from tests.library.samples import HashEmbedder, article, many

EMBEDDER = HashEmbedder()
NEW = article("new", "Zavadil opened the lighthouse.")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of the index `news` in `tmp_path`, which has two parts."""
    rebuild("news", many(20), home=tmp_path, embedder=EMBEDDER)
    add("news", [NEW], home=tmp_path, embedder=EMBEDDER)
    backup("news", tmp_path / "news.tar", home=tmp_path)
    return tmp_path / "news.tar"


def test_a_backup_is_restored_byte_for_byte(saved: Path, tmp_path: Path) -> None:
    manifest = (tmp_path / "news" / "index.toml").read_bytes()
    restore("other", saved, home=tmp_path / "elsewhere")
    assert (tmp_path / "elsewhere" / "other" / "index.toml").read_bytes() == manifest
    assert verify("other", tmp_path / "elsewhere") == []
    with open_index("other", home=tmp_path / "elsewhere", embedder=EMBEDDER) as index:
        assert index.article("new") == NEW
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["news.tar"]


def test_a_restore_replaces_what_is_live_and_readers_go_on(saved: Path, tmp_path: Path) -> None:
    add("news", [article("later", "This came after the backup.")], home=tmp_path, embedder=EMBEDDER)
    compact("news", home=tmp_path)
    with open_index("news", home=tmp_path, embedder=EMBEDDER) as index:
        restore("news", saved, home=tmp_path)
        assert index.article("later").id == "later"
    with open_index("news", home=tmp_path, embedder=EMBEDDER) as index, pytest.raises(KeyError):
        index.article("later")
    assert verify("news", tmp_path) == []


def test_a_restore_over_parts_of_the_same_names(saved: Path, tmp_path: Path) -> None:
    restore("news", saved, home=tmp_path)
    assert verify("news", tmp_path) == []
    with open_index("news", home=tmp_path, embedder=EMBEDDER) as index:
        assert index.article("new") == NEW
    assert len(list((tmp_path / "news").glob("gen-*"))) == 2


def test_damage_is_not_backed_up(saved: Path, tmp_path: Path) -> None:
    rows = tmp_path / "news" / "gen-1" / "vectors" / "rows.f16"
    content = saved.read_bytes()
    rows.write_bytes(rows.read_bytes()[:-1] + b"\7")
    with pytest.raises(IndexBroken, match=r"rows\.f16.*verify news"):
        backup("news", saved, home=tmp_path)
    assert saved.read_bytes() == content


@pytest.mark.parametrize("how", ["cut", "flipped", "empty", "text"])
def test_a_damaged_backup_leaves_the_index_as_it_was(how: str, saved: Path, tmp_path: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "news").rglob("*") if path.is_file())
    content = saved.read_bytes()
    middle = len(content) // 2
    saved.write_bytes(
        {
            "cut": content[:middle],
            "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "empty": b"",
            "text": b"This is no archive at all.",
        }[how]
    )
    with pytest.raises((IndexBroken, ConfigurationError)):
        restore("news", saved, home=tmp_path)
    assert (
        sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "news").rglob("*") if path.is_file()) == before
    )


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "gen-1/../../evil"])
def test_members_that_lead_elsewhere_are_not_written(name: str, saved: Path, tmp_path: Path) -> None:
    with tarfile.open(saved, "a") as archive:
        member = tarfile.TarInfo(name)
        member.size = 4
        archive.addfile(member, io.BytesIO(b"evil"))
        link = tarfile.TarInfo("gen-1/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    restore("other", saved, home=tmp_path / "deep" / "home")
    assert not list(tmp_path.rglob("*evil*"))
    assert not list(tmp_path.rglob("link"))
    assert verify("other", tmp_path / "deep" / "home") == []


def test_a_member_that_is_a_link_is_refused(saved: Path, tmp_path: Path) -> None:
    with tarfile.open(saved) as archive, tarfile.open(tmp_path / "bad.tar", "w") as bad:
        for member in archive:
            content = archive.extractfile(member)
            if member.name.endswith("rows.f16"):
                member.type, member.linkname, member.size = tarfile.SYMTYPE, "/etc/passwd", 0
                content = None
            bad.addfile(member, content)
    with pytest.raises(IndexBroken):
        restore("other", tmp_path / "bad.tar", home=tmp_path)
    with pytest.raises(IndexMissing):
        open_index("other", home=tmp_path, embedder=EMBEDDER)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no backup"):
        restore("news", tmp_path / "nothing.tar", home=tmp_path)
    rebuild("news", many(1), home=tmp_path, embedder=EMBEDDER)
    with pytest.raises(ConfigurationError, match="no folder"):
        backup("news", tmp_path / "no" / "folder.tar", home=tmp_path)
