"""The demo index: built on first use from the originals that ship with the package."""

from __future__ import annotations

import os
from pathlib import Path

import provenance
from provenance.embed import Embedder
from provenance.errors import ConfigurationError, IndexIncompatible, IndexMissing
from provenance.ingest.sources import read_sources
from provenance.library import OpenIndex, open_index, rebuild

DEMO = "demo"
#: The repost that `provenance demo` checks.
DEMO_REPOST = "prisoners-repost.txt"


def demo_folder() -> Path:
    """The folder that holds the demo's `originals/` and `reposts/`.

    Raises:
        ConfigurationError: neither the source tree nor the installed package has it.
    """
    package = Path(provenance.__file__).parent
    for folder in (package.parent / "indexes" / DEMO, package / DEMO):
        if (folder / "originals").is_dir():
            return folder
    raise ConfigurationError("The demo's articles are missing from this installation; install the package again.")


def open_demo(home: Path, embedder: Embedder) -> OpenIndex:
    """Open the demo index in `home`, or in the user's data folder where `home` cannot be written.

    Built where it is missing, and again where another embedder or format made it.
    """
    for place in (home, user_data_folder() / "indexes"):
        try:
            return open_index(DEMO, home=place, embedder=embedder)
        except (IndexMissing, IndexIncompatible):
            if not _writable(place):
                continue
        rebuild(
            DEMO,
            read_sources([str(demo_folder() / "originals")], on_reject=lambda _: None),
            home=place,
            embedder=embedder,
        )
        return open_index(DEMO, home=place, embedder=embedder)
    raise ConfigurationError(
        f"The demo index can be written neither in {home} nor in the user's data folder; "
        "name a writable folder with --indexes."
    )


def user_data_folder() -> Path:
    """Where this package keeps a user's data (XDG Base Directory Specification; %LOCALAPPDATA% on Windows)."""
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "translation-provenance"


def _writable(folder: Path) -> bool:
    existing = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)
