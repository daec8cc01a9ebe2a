"""Batches of examples of like length, made in a process of their own so that the training never waits."""

from __future__ import annotations

import itertools
import multiprocessing
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, Full
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.checker.features import CHANNELS, SCALARS
from provenance.errors import TrainingError
from provenance.training.checker.examples import JUDGED, UNASKED, Example

Batch = dict[str, npt.NDArray[Any]]

_AHEAD = 12


def collate(examples: Sequence[Example]) -> Batch:
    """One padded batch: what the network reads, its masks, and the labels; `UNASKED` where there is no word."""
    count = len(examples)
    sizes = [example.pair.grid.shape[1:] for example in examples]
    n, m = (max(size[side] for size in sizes) for side in (0, 1))
    dim = examples[0].pair.vectors.shape[1]
    batch: Batch = {
        "vectors": np.zeros((count, n + m, dim), np.float16),
        "scalars": np.zeros((count, n + m, SCALARS), np.float16),
        "grid": np.zeros((count, CHANNELS, n, m), np.float16),
        "original": np.zeros((count, n), bool),
        "repost": np.zeros((count, m), bool),
        "wrong": np.full((count, m), UNASKED, np.int8),
        "missing": np.full((count, m + 1), UNASKED, np.int8),
        "unrendered": np.full((count, n), UNASKED, np.int8),
        "judged": np.array([example.kind == JUDGED for example in examples], np.float32),
        "faulty": np.array([example.faulty for example in examples], np.float32),
        "weight": np.array([example.weight for example in examples], np.float32),
    }
    for row, (example, (a, b)) in enumerate(zip(examples, sizes, strict=True)):
        for name in ("vectors", "scalars"):
            values = getattr(example.pair, name)
            batch[name][row, :a] = values[:a]
            batch[name][row, n : n + b] = values[a:]
        batch["grid"][row, :, :a, :b] = example.pair.grid
        batch["original"][row, :a] = True
        batch["repost"][row, :b] = True
        batch["wrong"][row, :b] = example.wrong
        batch["missing"][row, : b + 1] = example.missing
        batch["unrendered"][row, :a] = example.unrendered
    return batch


def batches(examples: Iterable[Example], words: int, seed: int, pool: int) -> Iterator[Batch]:
    """Batches of at most `words` words of both sides, padding included, in random order.

    Args:
        examples: what they are made of.
        words: the size of a batch; a longer example makes a batch of its own.
        seed: decides their order.
        pool: examples that are sorted by length together.
    """
    draw = random.Random(seed)
    source = iter(examples)
    while some := sorted(itertools.islice(source, pool), key=lambda one: len(one.pair.vectors)):
        groups: list[list[Example]] = [[]]
        for example in some:
            if groups[-1] and (len(groups[-1]) + 1) * len(example.pair.vectors) > words:
                groups.append([])
            groups[-1].append(example)
        draw.shuffle(groups)
        yield from map(collate, groups)


def interleaved(common: Iterator[Example], rare: Iterator[Example], share: float, seed: int) -> Iterator[Example]:
    """Examples of `common`, with `share` of them taken from `rare`."""
    draw = random.Random(seed)
    while True:
        yield next(rare if draw.random() < share else common)


def replayed(fresh: Iterable[Batch], uses: int, delay: int, seed: int) -> Iterator[Batch]:
    """Each batch `uses` times, the later ones in random order about `delay` batches on.

    Making a batch costs as much as learning from it.
    """
    draw = random.Random(seed)
    waiting: list[tuple[Batch, int]] = []
    for batch in fresh:
        yield batch
        waiting.append((batch, uses - 1))
        while len(waiting) > delay or (waiting and not waiting[-1][1]):
            at = draw.randrange(len(waiting))
            old, left = waiting[at]
            waiting[at] = waiting[-1]
            waiting.pop()
            if left:
                yield old
                waiting.append((old, left - 1))


@contextmanager
def made_ahead(
    make: Callable[..., Iterable[Batch]], *arguments: object, **options: object
) -> Iterator[Iterator[Batch]]:
    """The batches of `make(*arguments, **options)`, made in another process."""
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue(_AHEAD)
    process = context.Process(target=_fill, args=(queue, make, arguments, options), daemon=True)
    process.start()
    try:
        yield _taken(queue, process)
    finally:
        # What is left in the queue is not taken: a batch that was cut off in the middle would never end.
        process.terminate()
        process.join()
        queue.close()


def _fill(
    queue: Any,  # noqa: ANN401
    make: Callable[..., Iterable[Batch]],
    arguments: tuple[object, ...],
    options: dict[str, object],
) -> None:
    parent = multiprocessing.parent_process()
    for batch in make(*arguments, **options):
        waiting = True
        while waiting:
            if parent is not None and not parent.is_alive():
                queue.cancel_join_thread()
                return
            with suppress(Full):
                queue.put(batch, timeout=5)
                waiting = False


def _taken(queue: Any, process: Any) -> Iterator[Batch]:  # noqa: ANN401
    while True:
        try:
            yield queue.get(timeout=5)
        except Empty:
            if not process.is_alive():
                raise TrainingError("The process that makes the batches has ended; its error stands above.") from None
