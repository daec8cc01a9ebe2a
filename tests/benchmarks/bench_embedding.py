"""Short paragraphs a second in one process: the embedded model, its tokenizer alone, its other reader.

    python -m tests.benchmarks.bench_embedding [PARAGRAPHS] [CORES]

One core is measured by processor time, several by the clock, which wants a quiet machine.

The texts are the paragraphs of the demo's originals in twelve languages, repeated and shuffled. The other reader
is sentence-transformers with the same two files, at the batch size that suits it best of those tried.
"""

from __future__ import annotations

import os
import sys

# Read by the tokenizers when they are imported.
os.environ |= {
    "RAYON_NUM_THREADS": (sys.argv[2:] or ["1"])[0],
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}

import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from provenance.embed.static import MODEL_FOLDER, TEXTS_AT_ONCE, open_embedded
from tests.benchmarks.material import short_paragraphs

CORES = int(os.environ["RAYON_NUM_THREADS"])
PARAGRAPHS = 20_000
RUNS = 5
BATCHES = (64, 512, 4096)


def rate(work: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """Texts a second; the median of several runs."""
    clock = time.process_time if CORES == 1 else time.perf_counter
    work(texts[:1000])
    taken = []
    for _ in range(RUNS):
        start = clock()
        work(texts)
        taken.append(clock() - start)
    return len(texts) / median(taken)


def main(count: int) -> None:
    """Measure and print."""
    # Numbered, since a text that repeats is embedded once.
    texts = [f"{text} {number}" for number, text in enumerate(short_paragraphs(count))]
    model = open_embedded()

    def tokenize(some: Sequence[str]) -> None:
        for start in range(0, len(some), TEXTS_AT_ONCE):
            model.tokenizer.encode_batch_fast(some[start : start + TEXTS_AT_ONCE], add_special_tokens=False)

    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(CORES)
    other = SentenceTransformer(str(MODEL_FOLDER), device="cpu", local_files_only=True)
    encode = {size: lambda some, size=size: other.encode(list(some), batch_size=size) for size in BATCHES}
    agreement = float((model.encode(texts[:500]) * other.encode(texts[:500])).sum(axis=1).min())
    ours, tokenizer = rate(model.encode, texts), rate(tokenize, texts)
    theirs = {size: rate(work, texts) for size, work in encode.items()}
    best = max(theirs, key=lambda size: theirs[size])
    pieces = np.mean([len(one.ids) for one in model.tokenizer.encode_batch_fast(texts[:2000])])
    characters = np.mean([len(text) for text in texts])
    print(f"{count:,} paragraphs of {characters:.0f} characters, {pieces:.0f} pieces; cores: {CORES}")
    print(f"embedded model          {ours:10,.0f} a second")
    print(f"its tokenizer alone     {tokenizer:10,.0f} a second; the model reaches {ours / tokenizer:.2f} of it")
    faster = ours / theirs[best]
    print(f"sentence-transformers   {theirs[best]:10,.0f} a second (batches of {best}); ours is {faster:.2f} × as fast")
    print(f"smallest cosine between the two readers {agreement:.6f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PARAGRAPHS)
