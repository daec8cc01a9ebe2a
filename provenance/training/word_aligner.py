"""Training the word alignment without gold alignments.

A hidden Markov model over translation probabilities, vectors and spelling aligns held-back sentence
pairs in both directions; small networks that see one cell and its surroundings at a time learn its
posteriors. They are faster than the model that taught them, and smooth over its accidents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.align.word_features import LEXICAL, WordFeatures, contextual
from provenance.align.word_forms import Grid
from provenance.align.word_model import WITH_LEXICON, WITHOUT_LEXICON, Stage, write_stages
from provenance.embed.static import StaticEmbedder
from provenance.errors import TrainingError
from provenance.lexicon import Lexicon, split_words
from provenance.training.corpus import Pair
from provenance.training.word_hmm import WIDEST_JUMP, posteriors

_AT = {name: number for number, name in enumerate(LEXICAL)}


@dataclass(frozen=True, slots=True)
class AlignerRecipe:
    """Everything that decides the result of a training run.

    `similar`, `from_similarity` and `steepness` turn a cosine above its neighbours into emission mass,
    `same` and `spelled` give the mass of equal and of similarly spelled words, `null` of the empty word.
    """

    pairs_a_language: int = 100
    longest: int = 60
    similar: float = 0.15
    from_similarity: float = 0.27
    steepness: float = 12.0
    same: float = 0.6
    spelled: float = 0.5
    null: float = 0.01
    hidden: int = 20
    stages: int = 3
    rounds: int = 15
    batch: int = 4096
    rate: float = 3e-3
    seed: int = 1


Sample = list[tuple[Grid, Grid]]


def train_aligner(
    pairs: Sequence[Pair],
    embedder: StaticEmbedder,
    lexicon: Lexicon,
    out: Path,
    say: Callable[[str], None],
    recipe: AlignerRecipe = AlignerRecipe(),
) -> None:
    """Fit the networks on `pairs` (text that neither model was trained on) and write the file `out`.

    Raises:
        TrainingError: no pair is of two languages that the lexicon knows.
    """
    chosen = _chosen(pairs, lexicon, recipe)
    if not chosen:
        raise TrainingError("No pair of texts is in two languages of the lexicon; name files with more parallel text.")
    with_lexicon, without = WordFeatures(embedder, lexicon), WordFeatures(embedder, None)
    samples: tuple[list[Sample], list[Sample]] = ([], [])
    for name, rows in sorted(chosen.items()):
        known: Sample = []
        blind: Sample = []
        for pair in rows:
            left, right = (_words(text, embedder) for text in (pair.text_a, pair.text_b))
            if not 0 < len(left) <= recipe.longest or not 0 < len(right) <= recipe.longest:
                continue
            lexical = with_lexicon.lexical(left, right, pair.language_a, pair.language_b)
            aim = teach(lexical, recipe)
            known.append((lexical, aim))
            blind.append((without.lexical(left, right, pair.language_a, pair.language_b), aim))
        samples[0].append(known)
        samples[1].append(blind)
        say(f"{name}: {len(known)} pairs")
    models = {}
    for name, sample in zip((WITH_LEXICON, WITHOUT_LEXICON), samples, strict=True):
        models[name] = _fit_stages(sample, recipe)
        say(f"fitted {name}")
    write_stages(out, models)


def _words(text: str, embedder: StaticEmbedder) -> list[str]:
    return [word.text for word in split_words(text, embedder.tokenizer)]


def teach(lexical: Grid, recipe: AlignerRecipe) -> Grid:
    """The posterior of every link (n, m), from both directions.

    The geometric mean wants both to agree, the arithmetic mean forgives where only one is sure (a word
    rendered by two is seen from one side); their middle is nearest to how often a link is right.
    """
    forward, backward = (np.expm1(lexical[_AT[name]] * np.log(1e4)) * 1e-4 for name in ("forward", "backward"))
    above = lexical[_AT["above neighbours"]] - recipe.from_similarity
    extra = recipe.similar / (1 + np.exp(-recipe.steepness * above))
    extra += recipe.same * np.maximum(lexical[_AT["same form"]], lexical[_AT["same number"]])
    extra += recipe.spelled * np.maximum(lexical[_AT["spelling"]] - 0.2, 0) ** 2
    factor = np.where(lexical[_AT["one is punctuation"]] > 0, 1e-3, 1) * np.where(
        lexical[_AT["other number"]] > 0, 0.05, 1
    )
    n, m = factor.shape
    there, _, _ = posteriors(_emissions((forward + extra) * factor).swapaxes(1, 2).copy(), _null(m, recipe), _JUMPS)
    back, _, _ = posteriors(_emissions((backward + extra) * factor), _null(n, recipe), _JUMPS)
    one, other = there[0].T, back[0]
    return np.asarray((np.sqrt(one * other) + (one + other) / 2) / 2, np.float32)


def _emissions(grid: Grid) -> Grid:
    return np.ascontiguousarray(grid[None] + 1e-6, np.float32)


def _null(words: int, recipe: AlignerRecipe) -> Grid:
    return np.full((1, words), recipe.null, np.float32)


def _jumps() -> npt.NDArray[np.float32]:
    """Weights of jumps: most often to the next word, less the farther (what the model learns from cs-en text)."""
    widths = np.abs(np.arange(-WIDEST_JUMP, WIDEST_JUMP + 1) - 1)
    weights = 0.5 * np.exp(-1.45 * widths) + 0.07 * np.exp(-0.42 * widths) + 0.001
    return np.asarray(weights / weights.sum(), np.float32)


_JUMPS = _jumps()


def _chosen(pairs: Sequence[Pair], lexicon: Lexicon, recipe: AlignerRecipe) -> dict[str, list[Pair]]:
    chosen: dict[str, list[Pair]] = {}
    for number in np.random.default_rng(recipe.seed).permutation(len(pairs)):
        pair = pairs[number]
        if not lexicon.supports(pair.language_a, pair.language_b):
            continue
        rows = chosen.setdefault(f"{pair.language_a}-{pair.language_b}", [])
        if len(rows) < recipe.pairs_a_language:
            rows.append(pair)
    return chosen


def _fit_stages(samples: Sequence[Sample], recipe: AlignerRecipe) -> tuple[Stage, ...]:
    stages: list[Stage] = []
    grids = [[(lexical, lexical, aim) for lexical, aim in sample] for sample in samples if sample]
    for _ in range(recipe.stages):
        # Every language weighs the same, and a link as much as the next one.
        weights = [np.full(aim.size, 1 / sum(one[2].sum() for one in rows)) for rows in grids for _, _, aim in rows]
        stage = _fit(
            np.concatenate([grid.reshape(len(grid), -1).T for rows in grids for grid, _, _ in rows]),
            np.concatenate([aim.ravel() for rows in grids for _, _, aim in rows]),
            np.concatenate(weights),
            recipe,
        )
        stages.append(stage)
        grids = [
            [(contextual(stage.odds(grid), lexical), lexical, aim) for grid, lexical, aim in rows] for rows in grids
        ]
    return tuple(stages)


def _fit(features: Grid, aims: Grid, weights: npt.NDArray[np.float64], recipe: AlignerRecipe) -> Stage:
    """A network with one hidden layer under cross-entropy, by Adam (Kingma & Ba 2015)."""
    draw = np.random.default_rng(recipe.seed)
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-3
    scaled = ((features - middle) / spread).astype(np.float32)
    weight = (weights / weights.mean()).astype(np.float32)
    size = features.shape[1]
    values = [
        (draw.standard_normal((recipe.hidden, size)) / np.sqrt(size)).astype(np.float32),
        np.zeros(recipe.hidden, np.float32),
        (draw.standard_normal(recipe.hidden) / np.sqrt(recipe.hidden)).astype(np.float32),
        np.full(1, -3, np.float32),
    ]
    first, second = [np.zeros_like(v) for v in values], [np.zeros_like(v) for v in values]
    steps, total = 0, recipe.rounds * (-(-len(aims) // recipe.batch))
    for _ in range(recipe.rounds):
        order = draw.permutation(len(aims))
        for start in range(0, len(order), recipe.batch):
            rows = order[start : start + recipe.batch]
            steps += 1
            rate = recipe.rate * (1 - steps / (total + 1)) + 1e-4
            gradients = _gradients(values, scaled[rows], aims[rows], weight[rows])
            for value, gradient, mean, square in zip(values, gradients, first, second, strict=True):
                mean[...] += 0.1 * (gradient - mean)
                square[...] += 0.001 * (gradient**2 - square)
                value[...] -= rate * (mean / (1 - 0.9**steps)) / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8)
    hidden = values[0] / spread
    return Stage(
        hidden.astype(np.float32), (values[1] - hidden @ middle).astype(np.float32), values[2], float(values[3][0])
    )


def _gradients(values: Sequence[Grid], rows: Grid, aims: Grid, weights: Grid) -> tuple[Grid, Grid, Grid, Grid]:
    hidden, shift, out, bias = values
    middle = np.tanh(rows @ hidden.T + shift)
    error = (1 / (1 + np.exp(-(middle @ out + bias[0]))) - aims) * weights / len(rows)
    inner = (error[:, None] * out) * (1 - middle**2)
    return inner.T @ rows, inner.sum(axis=0), middle.T @ error, error.sum(keepdims=True)
