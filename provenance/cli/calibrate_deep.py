"""`provenance model calibrate --deep`: how far to trust a model that the user names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from provenance.errors import ConfigurationError

if TYPE_CHECKING:
    from provenance.bitext import Row
    from provenance.training.drift_material import Made


def calibrate_deep(
    model: str, made: Sequence[Made], faithful: Sequence[Row], *, most_rows: int, most_flagged: float, seed: int
) -> None:
    """Fit the calibration of a named model, keep it in the user's data folder, and say what it is worth.

    Raises:
        EmbedderError: the model cannot be loaded or failed.
        TrainingError: the model could read too few of the rows.
        ConfigurationError: the calibration cannot be written.
    """
    from provenance.cli.output import progress_on_terminal
    from provenance.models import open_deep, open_models
    from provenance.training import deep_calibration

    with progress_on_terminal() as progress:
        models = open_models()
        depth = open_deep(model, models)
        fitted = deep_calibration.calibrate_deep(
            made,
            faithful,
            models,
            depth,
            most_rows=most_rows,
            most_flagged=most_flagged,
            seed=seed,
            progress=progress,
        )
    try:
        depth.keep(fitted.calibration)
    except OSError as error:
        raise ConfigurationError(f"The calibration cannot be written to {depth.file}: {error.strerror}.") from error
    signature = depth.signature
    typer.echo(
        f"{signature.model} ({signature.kind}): fitted on {fitted.rows:,} rows. Of {fitted.held_back:,} held back, a "
        f"faulty row scores above a faithful one in {fitted.area_without:.3f} of all pairs without the model and in "
        f"{fitted.area_with:.3f} with it."
    )
    typer.echo(f"Its calibration is {depth.file}, for this model and this version of the program.")
