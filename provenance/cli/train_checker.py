"""`provenance model train-checker`: training the checker for the installed embedded model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from provenance.cli.corpus_options import Critical, Dictionary, LeaveOut, Mqm, Pairs, mqm_files


def train_checker(
    pairs: Pairs,
    out: Annotated[Path, typer.Option(help="The folder of the run; the checker is written into it.")],
    dictionary: Dictionary = None,
    leave_out: LeaveOut = None,
    mqm: Mqm = None,
    critical: Critical = None,
    config: Annotated[
        Literal["cpu", "gpu"] | None, typer.Option(help="The recipe; by default gpu where there is a CUDA device.")
    ] = None,
    start: Annotated[
        Path | None, typer.Option(help="A checker whose weights are the beginning; it may have fewer layers.")
    ] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Training steps, in place of the recipe's.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.1, help="End after so many minutes, if not before.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of every draw.")] = 1,
) -> None:
    """Train a checker; the same command goes on where an interrupted run stopped."""
    from dataclasses import replace

    from provenance.training.checker.recipe import RECIPES, CheckerFiles, best_config
    from provenance.training.checker.train import train_checker

    chosen = config or best_config()
    recipe = replace(RECIPES[chosen], seed=seed, steps=steps or RECIPES[chosen].steps, minutes=minutes)
    files = CheckerFiles(
        tuple(pairs),
        tuple(dictionary or ()),
        tuple(leave_out or ()),
        mqm_files(mqm),
        tuple(critical or ()),
    )
    path = train_checker(recipe, files, out, "cuda" if chosen == "gpu" else "cpu", typer.echo, start)
    typer.echo(f"written to {path}")
