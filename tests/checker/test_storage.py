from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from provenance.checker.storage import read_checker, write_checker
from provenance.errors import EmbedderError
from tests.checker.made import SMALL, drawn_weights


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "checker.npz"
    write_checker(path, SMALL, drawn_weights(), "ab" * 32)
    return path


def test_what_is_written_is_read(file: Path) -> None:
    shape, weights, vectors, own = read_checker(file)
    wanted = drawn_weights()
    assert shape == SMALL
    assert vectors == "ab" * 32
    assert len(own) == 64
    assert weights.keys() == wanted.keys()
    assert all(np.array_equal(weights[name], wanted[name]) for name in wanted)


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
