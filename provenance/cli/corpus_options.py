"""The options that every training command has: what text it learns from, and what it must not see."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from provenance.errors import ConfigurationError

Pairs = Annotated[
    list[Path], typer.Option(help="Rows corpus<TAB>lang_a<TAB>lang_b<TAB>text_a<TAB>text_b; plain or .xz.")
]
Dictionary = Annotated[
    list[Path] | None, typer.Option(help="Rows lang_a<TAB>lang_b<TAB>word_a<TAB>word_b; plain or .xz.")
]
LeaveOut = Annotated[
    list[Path] | None, typer.Option(help="Texts that must not be trained on, one a line (test material).")
]
Mqm = Annotated[list[str] | None, typer.Option(help="Tables of MQM error spans, each as LANG-LANG=FILE.")]
Critical = Annotated[list[Path] | None, typer.Option(help="Sets of critical errors (JSON lines).")]


def mqm_files(values: Sequence[str] | None) -> tuple[tuple[Path, tuple[str, str]], ...]:
    """The files that `--mqm` names, each with its languages.

    Raises:
        ConfigurationError: a value names no languages.
    """
    return tuple(map(_mqm_file, values or ()))


def _mqm_file(value: str) -> tuple[Path, tuple[str, str]]:
    languages, found, path = value.partition("=")
    source, dash, target = languages.partition("-")
    if not (found and dash and path):
        raise ConfigurationError(f"--mqm {value!r} names no languages; write it as zh-en=FILE.")
    return Path(path), (source, target)
