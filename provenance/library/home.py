"""Where indexes live, and what a folder of indexes holds."""

from __future__ import annotations

import os
import re
from pathlib import Path

from provenance.errors import ConfigurationError, IndexMissing

#: Names the folder of indexes where no option does.
ENVIRONMENT = "PROVENANCE_INDEXES"
MANIFEST_FILE = "index.toml"

_NAME = re.compile(r"\w(?:[\w.-]{0,98}\w)?")


def index_home(explicit: Path | None = None) -> Path:
    """The folder of indexes: the one given, else the one `PROVENANCE_INDEXES` names, else `indexes`."""
    return explicit or Path(os.environ.get(ENVIRONMENT) or "indexes")


def index_folder(name: str, home: Path) -> Path:
    """The folder of one index, which need not exist.

    Raises:
        ConfigurationError: the name could lead out of `home`.
    """
    if not _NAME.fullmatch(name) or ".." in name:
        raise ConfigurationError(
            f"{name!r} cannot be the name of an index; use letters, digits, dots, dashes and underscores only."
        )
    return home / name


def index_names(home: Path) -> list[str]:
    """The names of the finished indexes in `home`, sorted."""
    try:
        return sorted(folder.name for folder in home.iterdir() if (folder / MANIFEST_FILE).is_file())
    except OSError:
        return []


def existing_folder(name: str, home: Path) -> Path:
    """The folder of a finished index.

    Raises:
        ConfigurationError: the name could lead out of `home`.
        IndexMissing: no rebuild of it was ever finished.
    """
    folder = index_folder(name, home)
    if (folder / MANIFEST_FILE).is_file():
        return folder
    if any(folder.glob("*.building")):
        raise IndexMissing(
            f"The index {name!r} in {home} was never finished; run `provenance index rebuild {name}` with its sources."
        )
    there = index_names(home)
    known = f"there are: {', '.join(there)}" if there else "there is none yet"
    raise IndexMissing(
        f"There is no index {name!r} in {home} ({known}); make it with `provenance index rebuild {name} SOURCES`."
    )
