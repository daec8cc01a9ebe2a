"""A named model with its calibration, if it has one that holds here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from provenance.deep.calibration import DeepCalibration, read_calibration, write_calibration
from provenance.deep.protocol import DeepReader
from provenance.values import DeepReading, DeepSignature

#: Digits of a fingerprint in the name of its calibration's file.
_DIGITS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Depth:
    """The reader of the model that the user named, and how far to trust it (None: it changes nothing).

    `base` is the hash of what a row's own probability is computed with, `file` where its calibration is kept,
    `calibration_sha256` the hash of that file ("" without one), `note` what a report says of all this.
    """

    reader: DeepReader
    base: str
    file: Path
    calibration: DeepCalibration | None = None
    calibration_sha256: str = ""
    note: str = ""

    @property
    def signature(self) -> DeepSignature:
        """What a report states of the model."""
        source = self.reader.source
        return DeepSignature(source.label, self.reader.kind, source.sha256, source.revision, self.calibration_sha256)

    def read(self, pairs: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]]) -> list[DeepReading | None]:
        """The model's readings, with what each adds to a finding.

        Raises:
            EmbedderError: the model failed.
        """
        read = self.reader.read(pairs, languages)
        layer = self.calibration
        return [one if one is None or layer is None else replace(one, doubt=layer.finding(one)) for one in read]

    def keep(self, calibration: DeepCalibration) -> None:
        """Keep a calibration for this model on top of this base, for whoever opens it next.

        Raises:
            OSError: it cannot be written.
        """
        source = self.reader.source
        write_calibration(
            self.file,
            calibration,
            model=source.label,
            sha256=source.sha256,
            revision=source.revision,
            base=self.base,
        )


def open_depth(reader: DeepReader, base: str, folder: Path) -> Depth:
    """A reader with the calibration in `folder` that was fitted for it on top of `base`.

    Raises:
        EmbedderError: the calibration's file is broken.
    """
    source = reader.source
    file = folder / f"{source.sha256[:_DIGITS]}.json"
    kept = read_calibration(file)
    if kept is not None and (kept.model_sha256, kept.base) == (source.sha256, base):
        note = f"The model {source.label} read along, with a calibration of its own."
        return Depth(reader, base, file, kept.calibration, kept.sha256, note)
    why = "not calibrated" if kept is None else "calibrated for another version of this program or its models"
    note = (
        f"The model {source.label} read along but is {why}: its scores are shown, and change no probability and "
        "no severity; `provenance model calibrate --deep` fits it."
    )
    return Depth(reader, base, file, note=note)
