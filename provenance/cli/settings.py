"""Defaults from `provenance.toml`: a table for each command, a key for each option.

[check]
index = "news"
format = "html"
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from provenance.errors import ConfigurationError

FILE_NAME = "provenance.toml"


def read_settings(explicit: Path | None) -> dict[str, Any]:
    """The settings of `explicit`, else of the current folder's file, else of the user's; {} where there is none.

    Raises:
        ConfigurationError: the file is missing, unreadable or no TOML.
    """
    path = explicit or next((place for place in _places() if place.is_file()), None)
    if path is None:
        return {}
    try:
        return _as_parameters(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigurationError(f"The settings file {path} cannot be read; check its name with --config.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The settings file {path} is no valid TOML ({error}); correct that line.") from error


def _places() -> tuple[Path, ...]:
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    folder = Path(base) if base else Path.home() / ".config"
    return Path(FILE_NAME), folder / "translation-provenance" / FILE_NAME


def _as_parameters(table: dict[str, Any]) -> dict[str, Any]:
    return {
        key.replace("-", "_") if not isinstance(value, dict) else key: _as_parameters(value)
        if isinstance(value, dict)
        else value
        for key, value in table.items()
    }
