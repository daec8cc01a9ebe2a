"""The demo index: built on first use from the originals that ship with the package."""

from __future__ import annotations

import os
import time
import tomllib
from pathlib import Path

import provenance
from provenance.embed import Embedder
from provenance.errors import ConfigurationError, IndexBroken, IndexBusy, IndexIncompatible, IndexMissing
from provenance.ingest.sources import read_sources
from provenance.library import OpenIndex, open_index, rebuild

DEMO = "demo"
#: The repost that `provenance demo` checks.
DEMO_REPOST = "prisoners-repost.txt"
#: How long to wait for another process that is building the index, in seconds.
LONGEST_WAIT = 30.0
_STEP = 0.1
_ORIGINALS = "originals"
_LARGEST_MANIFEST = 1_000_000


def demo_folder() -> Path:
    """The folder that holds the demo's `originals/` and `reposts/`.

    Raises:
        ConfigurationError: neither the source tree nor the installed package has it.
    """
    package = Path(provenance.__file__).parent
    for folder in (package.parent / "indexes" / DEMO, package / DEMO):
        if (folder / _ORIGINALS).is_dir():
            return folder
    raise ConfigurationError("The demo's articles are missing from this installation; install the package again.")


def open_demo(home: Path, embedder: Embedder) -> OpenIndex:
    """Open the demo index in `home`, or in the user's data folder where `home` cannot be written.

    Built where it is missing, and again where it is damaged or another embedder or format made it. An
    index of that name which was made from other articles is a user's own and is left as it is.

    Raises:
        ConfigurationError: neither folder can be written.
        IndexBroken: a user's own index of that name is damaged.
        IndexBusy: another process has been building it for longer than `LONGEST_WAIT`.
        IndexIncompatible: another embedder or format made a user's own index of that name.
        StorageFull: the disk has no room left.
    """
    originals = demo_folder() / _ORIGINALS
    for place in (home, user_data_folder() / "indexes"):
        opened = _open_or_build(place, embedder, originals)
        if opened is not None:
            return opened
    raise ConfigurationError(
        f"The demo index can be written neither in {home} nor in the user's data folder; "
        "name a writable folder with --indexes."
    )


def open_named(name: str, home: Path, embedder: Embedder) -> OpenIndex:
    """Open an index by its name; the demo's is built where it is missing.

    Raises:
        ConfigurationError: the name could lead out of `home`.
        IndexProblem: the index is missing, damaged or made by another embedder.
    """
    return open_demo(home, embedder) if name == DEMO else open_index(name, home=home, embedder=embedder)


def user_data_folder() -> Path:
    """Where this package keeps a user's data (XDG Base Directory Specification; %LOCALAPPDATA% on Windows)."""
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "translation-provenance"


def _open_or_build(place: Path, embedder: Embedder, originals: Path) -> OpenIndex | None:
    """The demo index of a folder of indexes, or None where it has to be built and cannot be."""
    deadline = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            return open_index(DEMO, home=place, embedder=embedder)
        except IndexMissing:
            pass
        except IndexIncompatible:
            if not _is_ours(place / DEMO):
                raise
        except IndexBroken as error:
            if not _is_ours(place / DEMO):
                raise IndexBroken(
                    f"The index {DEMO!r} in {place} is damaged; restore a backup, or make it anew with "
                    f"`provenance index rebuild {DEMO} {originals} --indexes {place}`."
                ) from error
        if not _writable(place):
            return None
        try:
            articles = read_sources([str(originals)], on_reject=lambda _: None)
            rebuild(DEMO, articles, home=place, embedder=embedder, described=[str(originals)])
        except IndexBusy:
            # Two first uses at the same time: the other process is building what this one needs.
            if time.monotonic() > deadline:
                raise
            time.sleep(_STEP)
        except ConfigurationError:
            return None
        else:
            return open_index(DEMO, home=place, embedder=embedder)


def _is_ours(folder: Path) -> bool:
    """Whether an index was made from the demo's originals, as far as its manifest can still be read."""
    try:
        with (folder / "index.toml").open("rb") as file:
            sources = tomllib.loads(file.read(_LARGEST_MANIFEST).decode())["sources"]
        return all(Path(source).parts[-2:] == (DEMO, _ORIGINALS) for source in sources)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def _writable(folder: Path) -> bool:
    # os.path.exists says no where Path.exists raises: below a folder that may not be entered.
    existing = next(parent for parent in (folder, *folder.absolute().parents) if os.path.exists(parent))  # noqa: PTH110
    return existing.is_dir() and os.access(existing, os.W_OK)
