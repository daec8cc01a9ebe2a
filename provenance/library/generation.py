"""The folders `gen-1`, `gen-2`, … of an index: which to write, which to keep, which to remove.

Beside a generation that is being written stands `gen-N.building`, which says what it is made from. It
goes when the generation is live, so a half-written one is never taken for a whole one.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from provenance.library.disk import write_durably
from provenance.library.locks import is_held

_PREFIX = "gen-"
_BUILDING = ".building"
#: The kind of work that replaces all that an index holds.
REBUILD = "rebuild"


def begin(folder: Path, live: Collection[str], kind: str, fingerprint: str) -> tuple[Path, bool]:
    """The generation to write, and whether it is an interrupted one of the same fingerprint to go on with.

    Other interrupted ones are removed, but for a rebuild that small changes come in between of, and so are
    old ones that no reader holds. An empty fingerprint never goes on.
    """
    going_on, keep = None, set(live)
    for marker in folder.glob(f"{_PREFIX}*{_BUILDING}"):
        generation = marker.with_suffix("")
        its_kind, _, its_fingerprint = marker.read_text(encoding="utf-8").partition("\n")
        if generation.name in live:
            marker.unlink()
        elif its_kind != kind and its_kind == REBUILD:
            # It does not build on what is live, so it waits, whatever small changes come between.
            keep.add(generation.name)
        elif its_kind == kind and fingerprint and generation.is_dir() and its_fingerprint == fingerprint:
            going_on = generation
            keep.add(generation.name)
        else:
            discard(generation)
    sweep(folder, keep)
    if going_on:
        return going_on, True
    generation = folder / f"{_PREFIX}{max([0, *map(_number, folder.glob(f'{_PREFIX}*'))]) + 1}"
    write_durably(_marker(generation), f"{kind}\n{fingerprint}".encode())
    generation.mkdir()
    return generation, False


def went_live(generation: Path) -> None:
    """Forget that a generation was being written."""
    _marker(generation).unlink(missing_ok=True)


def tidy(folder: Path, live: Collection[str]) -> None:
    """Remove the generations that are neither live nor waiting to be gone on with, and that no reader holds."""
    waiting = {marker.with_suffix("").name for marker in folder.glob(f"{_PREFIX}*{_BUILDING}")}
    sweep(folder, {*live, *waiting})


def rename(generation: Path, wanted: Path) -> Path:
    """Give a generation that is being written another name."""
    write_durably(_marker(wanted), _marker(generation).read_bytes())
    generation.rename(wanted)
    _marker(generation).unlink()
    return wanted


def discard(generation: Path) -> None:
    """Remove a generation that never went live."""
    shutil.rmtree(generation, ignore_errors=True)
    _marker(generation).unlink(missing_ok=True)


def sweep(folder: Path, keep: Collection[str]) -> None:
    """Remove the generations that are not to be kept and that no reader holds."""
    for generation in folder.glob(f"{_PREFIX}*"):
        if generation.is_dir() and generation.name not in keep and not is_held(generation):
            shutil.rmtree(generation, ignore_errors=True)


def _marker(generation: Path) -> Path:
    return generation.with_name(generation.name + _BUILDING)


def _number(path: Path) -> int:
    digits = path.name.removeprefix(_PREFIX).removesuffix(_BUILDING)
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
