"""The folders `gen-1`, `gen-2`, … of an index: which to write, which to keep, which to remove.

Beside a generation that is being written stands `gen-N.building`, which says what it is made from. It
goes when the generation is live, so a half-written one is never taken for a whole one.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from provenance.library.disk import is_held, write_durably

_PREFIX = "gen-"
_BUILDING = ".building"


def begin(folder: Path, live: str | None, fingerprint: str) -> tuple[Path, bool]:
    """The generation to write, and whether it is an interrupted one of the same fingerprint to go on with.

    Other interrupted ones are removed, and so are old ones that no reader holds. An empty fingerprint
    never goes on.
    """
    going_on = None
    for marker in folder.glob(f"{_PREFIX}*{_BUILDING}"):
        generation = marker.with_suffix("")
        if generation.name == live:
            marker.unlink()
        elif fingerprint and generation.is_dir() and marker.read_text(encoding="utf-8") == fingerprint:
            going_on = generation
        else:
            discard(generation)
    sweep(folder, {live, going_on.name if going_on else None})
    if going_on:
        return going_on, True
    generation = folder / f"{_PREFIX}{max([0, *map(_number, folder.glob(f'{_PREFIX}*'))]) + 1}"
    write_durably(_marker(generation), fingerprint.encode())
    generation.mkdir()
    return generation, False


def went_live(generation: Path) -> None:
    """Forget that a generation was being written, and remove its forerunners."""
    _marker(generation).unlink(missing_ok=True)
    sweep(generation.parent, {generation.name})


def discard(generation: Path) -> None:
    """Remove a generation that never went live."""
    shutil.rmtree(generation, ignore_errors=True)
    _marker(generation).unlink(missing_ok=True)


def sweep(folder: Path, keep: set[str | None]) -> None:
    """Remove the generations that are not to be kept and that no reader holds."""
    for generation in folder.glob(f"{_PREFIX}*"):
        if generation.is_dir() and generation.name not in keep and not is_held(generation):
            shutil.rmtree(generation, ignore_errors=True)


def _marker(generation: Path) -> Path:
    return generation.with_name(generation.name + _BUILDING)


def _number(path: Path) -> int:
    digits = path.name.removeprefix(_PREFIX).removesuffix(_BUILDING)
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
