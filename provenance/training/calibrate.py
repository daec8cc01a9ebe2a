"""Fitting both sets of weights of the calibration, from rows to the file."""

from __future__ import annotations

import lzma
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from provenance.bitext import Row, examine_rows, read_rows
from provenance.drift.calibration import RULES, WITH_CHECKER, Calibration, write_calibration
from provenance.drift.features import feature_names
from provenance.drift.signals import GRADUAL
from provenance.errors import TrainingError
from provenance.models import Models
from provenance.training.corpus import open_text
from provenance.training.drift_calibration import Example, fit
from provenance.training.drift_faults import other_text
from provenance.training.drift_material import Made
from provenance.training.drift_report import DIRECTIONS, SETS_POINTS, news
from provenance.training.readers_beside import EVIDENCE

#: A faithful row that is another text with this probability is none.
MOST_STRANGE = 0.7
_DIRECTION = re.compile(r"[a-z]{2,3}-[a-z]{2,3}\t")


def calibrate(
    made: Sequence[Made], faithful: Sequence[Row], models: Models, out: Path, *, most_flagged: float
) -> dict[str, Calibration]:
    """Fit both sets of weights and write them to the file `out`.

    Args:
        made: rows to learn from.
        faithful: faithful translations of other text, which place the middle of the scale.
        models: what to compare with; without a checker both sets are the rules'.
        out: the file.
        most_flagged: the share of `faithful` that may reach one half.

    Raises:
        EmbedderError: a model failed.
    """
    plain = [Made(row, "faithful", 1.0) for row in faithful]
    sets: dict[str, Calibration] = {}
    for name in (RULES, WITH_CHECKER):
        checker = name == WITH_CHECKER and models.checker is not None
        own = models if checker else Models(models.embedder, models.words)
        examples, known = (_examples(some, own) for some in (made, plain))
        examples = without_strangers(examples)
        sets[name] = fit(examples, feature_names(checker=checker), known, most_flagged=most_flagged, centred=GRADUAL)
    write_calibration(out, sets)
    return sets


def without_strangers(examples: Sequence[Example]) -> list[Example]:
    """The examples less the faithful rows whose sides the aligner's evidence takes for two different texts.

    Parallel text holds a few in a thousand of these; taught as faithful, they hide texts that are another one.
    """
    told = [one for one in examples if one.kind in {"faithful", other_text.__name__}]
    if not any(one.faulty for one in told):
        return list(examples)
    judged = fit(told, EVIDENCE, (), most_flagged=0.5, centred=EVIDENCE)
    return [
        one
        for one in examples
        if one.faulty or judged.row(one.features, one.original_language, one.repost_language) <= MOST_STRANGE
    ]


def _examples(made: Sequence[Made], models: Models) -> list[Example]:
    rows = [replace(one.row, number=number) for number, one in enumerate(made)]
    return [
        Example(
            one.features,
            one.original.language,
            one.repost.language,
            made[one.row.number].kind,
            made[one.row.number].weight,
        )
        for one in examine_rows(rows, models)
        if one.original is not None and one.repost is not None
    ]


def read_faithful(path: Path) -> list[Row]:
    """Faithful rows of a pairs file, or of the half of a news set that sets points, into English.

    Raises:
        TrainingError: the file cannot be read.
        UnreadableFile: it is no table of pairs.
    """
    try:
        with open_text(path) as lines:
            of_news = bool(_DIRECTION.match(next(lines, "")))
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise TrainingError(f"{path} cannot be read as UTF-8 text: {error}.") from error
    if not of_news:
        return list(read_rows(path))
    into_english = [direction for direction in DIRECTIONS if direction.endswith("-en")]
    texts = [text for direction in into_english for text, half in news(path, direction) if half == SETS_POINTS]
    return [Row(n, one.original, one.repost, one.original_language, one.repost_language) for n, one in enumerate(texts)]
