"""The options that every training command has: what text it learns from, and what it must not see."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Pairs = Annotated[
    list[Path], typer.Option(help="Rows corpus<TAB>lang_a<TAB>lang_b<TAB>text_a<TAB>text_b; plain or .xz.")
]
Dictionary = Annotated[
    list[Path] | None, typer.Option(help="Rows lang_a<TAB>lang_b<TAB>word_a<TAB>word_b; plain or .xz.")
]
LeaveOut = Annotated[
    list[Path] | None, typer.Option(help="Texts that must not be trained on, one a line (test material).")
]
