"""`provenance model train-proofreader`: training what reads a repost alone, for a checker that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.corpus_options import LeaveOut, Pairs


def train_proofreader(
    pairs: Pairs,
    out: Annotated[Path, typer.Option(help="The folder of the run, and of the checker that comes out.")],
    leave_out: LeaveOut = None,
    checker: Annotated[
        Path | None, typer.Option(help="The checker that gets the proofreader; by default the one that ships.")
    ] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Training steps, in place of the recipe's.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.1, help="End after so many minutes, if not before.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of every draw.")] = 1,
) -> None:
    """Train the checker's proofreader; the same command goes on where an interrupted run stopped."""
    from dataclasses import replace

    from provenance.checker.storage import CHECKER_FILE
    from provenance.training.checker.recipe import CheckerFiles, best_config
    from provenance.training.checker.supply import prepared
    from provenance.training.proofreader.recipe import ProofRecipe
    from provenance.training.proofreader.train import train_proofreader

    recipe = ProofRecipe(minutes=minutes, seed=seed)
    recipe = replace(recipe, steps=steps or recipe.steps)
    device = "cuda" if best_config() == "gpu" else "cpu"
    material = prepared(CheckerFiles(tuple(pairs), leave_out=tuple(leave_out or ())), out, typer.echo)
    path = train_proofreader(recipe, material, checker or CHECKER_FILE, out, device, typer.echo)
    typer.echo(f"written to {path}")
