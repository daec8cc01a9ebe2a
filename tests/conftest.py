"""Servers that tests share; each starts when a test first asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests import engines

if TYPE_CHECKING:
    from provenance.index.milvus import Engine


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.Server]:
    with engines.milvus(tmp_path_factory.mktemp("milvus")) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[engines.Server]:
    with engines.postgres() as server:
        yield server


@pytest.fixture(scope="session")
def milvus_engine(milvus_server: engines.Server) -> Iterator[Engine]:
    from provenance.index.milvus import Engine

    engine = Engine(f"http://127.0.0.1:{milvus_server.port}", "Strong")
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.Fleet]:
    with engines.fleet(tmp_path_factory.mktemp("fleet"), workers=2) as made:
        yield made
