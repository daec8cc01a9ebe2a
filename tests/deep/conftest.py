"""One tiny model of each kind, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deep import made


@pytest.fixture(scope="session")
def nli_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.classifier(tmp_path_factory.mktemp("deep") / "tiny-nli", made.NLI_LABELS)


@pytest.fixture(scope="session")
def metric_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.classifier(tmp_path_factory.mktemp("deep") / "tiny-metric", {0: "LABEL_0"})


@pytest.fixture(scope="session")
def translation_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.translator(tmp_path_factory.mktemp("deep") / "tiny-translator")
