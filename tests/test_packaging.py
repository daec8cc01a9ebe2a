"""What an installation holds is what the source tree holds."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_package_is_installed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    moved = set(settings["package-dir"])
    there = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "provenance").rglob("__init__.py")}
    assert set(settings["packages"]) == there | moved
    assert set(settings["package-data"]) <= there | moved
