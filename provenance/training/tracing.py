"""Fitting the probabilities of a verdict on reposts of known originals, and measuring what they are worth.

One half of the documents (by a hash of their names) fits the weights and sets the threshold of an
article; the other half is only measured. `python -m provenance.training.tracing --help` runs it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from provenance.training.logit import Reliability, area_under_curve, fit, reliability
from provenance.training.reposts import read_documents, reposts
from provenance.training.trials import Trial, article_choice, passage_choices, run_trials
from provenance.verdict.calibration import (
    ARTICLE_FEATURES,
    PASSAGE_FEATURES,
    WEIGHTS_FILE,
    passage_worths_of,
    shares,
    weights,
)
from provenance.verdict.passages import worths_of

#: Of a hundred articles whose original is not in the index, so many may be attributed at the threshold.
MOST_FALSE = 0.5
#: A passage counts as traced from even odds on.
PASSAGE_THRESHOLD = 0.5
#: What may count either way: the constant and the length.
_FREE = ("constant", "length")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a set of trials says.

    `first` is the share of reposts with an original in the index whose first candidate is right, `auc`
    tells such reposts from the others, `attributed` and `false` are the shares of both that pass the
    threshold.
    """

    trials: int
    first: float
    auc: float
    attributed: float
    false: float
    calibration: Reliability


def fit_weights(trials: Sequence[Trial], path: Path = WEIGHTS_FILE) -> None:
    """Fit the weights on trials and write them; the passages' follow from the articles'."""
    # An article is weighed as if it had one source: what a second one adds is for its passages to say.
    single = [one for one in trials if one.repost.kind != "joined"]
    article = fit([article_choice(one) for one in single], _free(ARTICLE_FEATURES))
    stored = {"article": article.tolist(), "passage": [0.0] * len(PASSAGE_FEATURES), "thresholds": [1.0, 1.0]}
    _write(path, stored)
    choices = [choice for one in trials for choice in passage_choices(one)]
    stored["passage"] = fit(choices, _free(PASSAGE_FEATURES)).tolist()
    stored["thresholds"] = [article_threshold(trials), PASSAGE_THRESHOLD]
    _write(path, stored)


def article_threshold(trials: Sequence[Trial]) -> float:
    """The least probability at which few enough long articles without their original are attributed."""
    outside = [one for one in trials if not one.is_inside and one.repost.kind == "long"]
    sums = sorted((sum(_chances(one)) for one in outside), reverse=True)
    return round(sums[int(len(sums) * MOST_FALSE / 100)] + 0.0005, 4) if sums else 1.0


def measure_articles(trials: Sequence[Trial]) -> Figures:
    """The figures of whole articles."""
    found = [(_chances(one), one) for one in trials]
    best = [max(chances, default=0.0) for chances, _ in found]
    right = [
        bool(c) and one.candidates[c.index(max(c))].id in {home for home, _ in one.repost.homes} for c, one in found
    ]
    inside = [one.is_inside for one in trials]
    passed = [sum(chances) >= weights()["thresholds"][0] for chances, _ in found]
    return Figures(
        len(trials), _share(right, inside), area_under_curve(best, inside), _share(passed, inside),
        _share(passed, [not one for one in inside]), reliability(best, right),
    )  # fmt: skip


def measure_passages(trials: Sequence[Trial]) -> Figures:
    """The figures of single passages; right is the right paragraph of the right article."""
    best, right, inside = [], [], []
    for trial in trials:
        for (home, _), choice in zip(trial.repost.homes, passage_choices(trial), strict=False):
            chances = shares(passage_worths_of(choice.features.tolist()))
            best.append(max(chances, default=0.0))
            right.append(bool(chances) and bool(choice.right[chances.index(max(chances))]))
            inside.append(home not in trial.removed)
    passed = [chance >= PASSAGE_THRESHOLD for chance in best]
    return Figures(
        len(best), _share(right, inside), area_under_curve(best, inside), _share(passed, inside),
        _share(passed, [not one for one in inside]), reliability(best, right),
    )  # fmt: skip


def _chances(trial: Trial) -> tuple[float, ...]:
    return shares(worths_of([one.rendering for one in trial.candidates]).best)


def _share(values: Sequence[bool], among: Sequence[bool]) -> float:
    chosen = [value for value, here in zip(values, among, strict=True) if here]
    return sum(chosen) / len(chosen) if chosen else 0.0


def _free(names: Sequence[str]) -> list[int]:
    return [place for place, name in enumerate(names) if name in _FREE]


def _write(path: Path, stored: dict[str, list[float]]) -> None:
    part = path.with_suffix(".part")
    rounded = {key: [round(value, 4) for value in row] for key, row in stored.items()}
    part.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
    weights.cache_clear()


def _say(title: str, figures: Figures) -> None:
    typer.echo(
        f"{title}: {figures.trials} trials, right first {figures.first:.3f}, AUC {figures.auc:.3f}, attributed "
        f"{figures.attributed:.3f}, falsely {figures.false:.4f}, ECE {figures.calibration.expected_error:.3f}, "
        f"Brier {figures.calibration.brier:.3f}"
    )


def main(
    documents: Annotated[Path, typer.Argument(help="JSON lines: pair, doc, source, reference, systems.")],
    index: Annotated[str, typer.Argument(help="An index that holds their originals among many other articles.")],
    indexes: Annotated[Path, typer.Option(help="The folder of indexes.")] = Path("indexes"),
    share: Annotated[float, typer.Option(help="The share of the documents that is reposted.")] = 1.0,
    refit: Annotated[bool, typer.Option(help="Fit the weights, not only measure those that are there.")] = True,
) -> None:
    """Fit the probabilities of verdicts, and print what they are worth on the other half of the documents."""
    from provenance.embed.static import open_embedded
    from provenance.library import open_index

    chosen = list(reposts(read_documents(documents), share, random.Random(1)))
    with open_index(index, home=indexes, embedder=open_embedded()) as opened:
        trials = list(run_trials(chosen, opened, open_embedded()))
    if refit:
        fit_weights([one for one in trials if one.repost.half == 0])
    other = [one for one in trials if one.repost.half == 1]
    _say("articles", measure_articles(other))
    for kind in dict.fromkeys(one.repost.kind for one in other):
        _say(f"articles, {kind}", measure_articles([one for one in other if one.repost.kind == kind]))
    for language in sorted({one.repost.homes[0][0][:2] for one in other}):
        mine = [one for one in other if one.repost.kind == "long" and one.repost.homes[0][0].startswith(language)]
        _say(f"articles, long, {language}", measure_articles(mine))
    figures = measure_passages(other)
    _say("passages", figures)
    for title, bins in (("articles", measure_articles(other).calibration.bins), ("passages", figures.calibration.bins)):
        typer.echo(f"{title}: " + ", ".join(f"{mean:.2f}→{right:.2f} ({count})" for count, mean, right in bins))
    _say_curve(other)


def _say_curve(trials: Sequence[Trial]) -> None:
    """The risk-coverage curve: of the surest answers, how many are wrong."""
    answers = []
    for one in trials:
        chances = _chances(one)
        best = max(chances, default=0.0)
        home = one.candidates[chances.index(best)].id if chances else ""
        answers.append((best, home in {document for document, _ in one.repost.homes}))
    answers.sort(key=lambda answer: -answer[0])
    for share in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        head = answers[: max(1, int(share * len(answers)))]
        wrong = sum(not right for _, right in head) / len(head)
        typer.echo(f"of the surest {share:.0%} of answers, {wrong:.2%} are wrong (from probability {head[-1][0]:.2f})")


if __name__ == "__main__":
    typer.run(main)
