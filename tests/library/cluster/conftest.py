"""An index on real servers, which every test gets anew under a name of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests import engines

_NUMBERS = count()


@pytest.fixture
def home(tmp_path: Path, milvus_server: engines.Server, postgres_server: engines.Server) -> Iterator[Path]:
    """A folder of indexes in which `news` lives on the servers."""
    describe(tmp_path, milvus_server, engines.postgres_url(postgres_server), f"test{next(_NUMBERS)}")
    return tmp_path


def describe(home: Path, milvus: engines.Server, postgres: str, collection: str, timeout: float = 20) -> None:
    folder = home / "news"
    folder.mkdir(exist_ok=True)
    (folder / "index.toml").write_text(
        f'[cluster]\nmilvus = "http://127.0.0.1:{milvus.port}"\ncollection = "{collection}"\n'
        f'postgres = "{postgres}"\nconsistency = "Strong"\ntimeout = {timeout}\n',
        encoding="utf-8",
    )
