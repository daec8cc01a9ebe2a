from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from provenance.checker import Checker
from provenance.checker.storage import CheckerContent, read_checker, write_checker
from provenance.embed.static import open_embedded
from provenance.errors import EmbedderError
from tests.checker.made import SMALL, drawn_proof, drawn_weights, written_checker


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "checker.npz"
    write_checker(path, CheckerContent(SMALL, drawn_weights(), "ab" * 32, drawn_proof()))
    return path


def test_what_is_written_is_read(file: Path) -> None:
    content = read_checker(file)
    assert content.shape == SMALL
    assert content.vectors_sha256 == "ab" * 32
    assert len(content.sha256) == 64
    proof, wanted = content.proof, drawn_proof()
    assert proof is not None
    assert proof.vocabulary.lists == wanted.vocabulary.lists
    for read, written in ((content.weights, drawn_weights()), (proof.weights, wanted.weights)):
        assert read.keys() == written.keys()
        assert all(np.array_equal(read[name], written[name]) for name in written)


def test_a_checker_may_do_without_a_proofreader(tmp_path: Path) -> None:
    assert read_checker(written_checker(tmp_path)).proof is None


@pytest.mark.parametrize("words", ['{"en": [[1], []]}', '{"en": "the"}', '["en"]', '{"en": [["the"]]}', "7"])
def test_words_of_another_kind_are_refused(file: Path, words: str) -> None:
    with np.load(file) as arrays:
        parts = dict(arrays)
    header = json.loads(parts["header"].tobytes()) | {"words": json.loads(words)}
    parts["header"] = np.frombuffer(json.dumps(header).encode(), np.uint8)
    np.savez(file, **parts)
    with pytest.raises(EmbedderError, match="cannot be used"):
        Checker(file, open_embedded())


def test_a_file_that_is_cut_short_is_refused(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(EmbedderError, match="cannot be used"):
        read_checker(file)


def test_a_missing_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="no checker at .*--no-checker"):
        read_checker(tmp_path / "none.npz")


def test_pickled_objects_are_never_loaded(tmp_path: Path) -> None:
    path = tmp_path / "checker.npz"
    np.savez(path, header=np.array([{"version": 1}], dtype=object))
    with pytest.raises(EmbedderError, match="cannot be used"):
        read_checker(path)


@pytest.mark.parametrize("header", [b"[]", b"{}", b"null", b"{" * 5000, b'{"version": 99, "inputs": [1, 2]}'])
def test_a_header_of_another_kind_is_refused(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "checker.npz"
    np.savez(path, header=np.frombuffer(header, np.uint8))
    with pytest.raises(EmbedderError, match="cannot be used"):
        read_checker(path)


def test_an_archive_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checker.npz"
    np.savez_compressed(path, header=np.zeros(80_000_000, np.uint8))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(EmbedderError, match="unpacks to more"):
        read_checker(path)
