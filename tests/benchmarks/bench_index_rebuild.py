"""A rebuild from JSON lines end to end, beside its embedding alone and beside the obvious way to do without it.

    python -m tests.benchmarks.bench_index_rebuild [ARTICLES] [WORKERS]

Articles are made of seven paragraphs drawn from the demo's originals in twelve languages. The obvious way is
sentence-transformers with the same model and a flat FAISS index: it keeps no articles, offsets, names or hashes and
survives nothing. Processor time of this process and of its workers, one thread each.
"""

from __future__ import annotations

import os

# Read by the libraries when they are imported.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from provenance.embed.static import MODEL_FOLDER, open_embedded
from provenance.ingest import read_sources
from provenance.library import rebuild
from tests.benchmarks.material import originals

ARTICLES = 1_000
PARAGRAPHS = 7


def write_articles(path: Path, count: int) -> list[str]:
    """Write JSON lines and give all their paragraphs."""
    chance = random.Random(3)
    pool = [passage.text for article in originals() for passage in article.story if len(passage.text) > 80]
    written = []
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            some = [f"{text} ({number}/{place})" for place, text in enumerate(chance.sample(pool, PARAGRAPHS))]
            file.write(json.dumps({"id": str(number), "text": "\n\n".join(some)}, ensure_ascii=False) + "\n")
            written += some
    return written


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Processor seconds, those of finished children too, and wall seconds."""
    before, start = _processor(), time.perf_counter()
    work()
    return _processor() - before, time.perf_counter() - start


def _processor() -> float:
    used = (resource.getrusage(kind) for kind in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(count: int, workers: int) -> None:
    """Measure and print."""
    model = open_embedded()
    model.encode(["warm"])
    with TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        texts = write_articles(source, count)

        def ours() -> None:
            with read_sources([str(source)], on_reject=print, workers=workers) as articles:
                rebuild("news", articles, home=Path(folder), embedder=model)

        figures = {"embedding alone": spent(lambda: model.encode(texts)), "rebuild, end to end": spent(ours)}
        size = sum(path.stat().st_size for path in (Path(folder) / "news").rglob("*") if path.is_file())
        beside = (size - sum(len(text.encode()) for text in texts)) / len(texts)
        print(f"{len(texts):,} paragraphs, {sum(map(len, texts)) / len(texts):.0f} characters, {workers} workers")

        import faiss
        from sentence_transformers import SentenceTransformer

        other = SentenceTransformer(str(MODEL_FOLDER), device="cpu", local_files_only=True)

        def obvious() -> None:
            index = faiss.IndexFlatIP(model.dim)
            with source.open(encoding="utf-8") as file:
                for line in file:
                    index.add(other.encode(json.loads(line)["text"].split("\n\n"), normalize_embeddings=True))
            faiss.write_index(index, str(Path(folder) / "naive.faiss"))

        figures["sentence-transformers and flat FAISS"] = spent(obvious)
    yardstick = figures["embedding alone"][0]
    for what, (processor, wall) in figures.items():
        print(
            f"{what:40} {len(texts) / processor:8,.0f} paragraphs a processor second "
            f"({processor / yardstick:5.1f} × embedding alone), {wall:6.1f} s wall"
        )
    print(f"{beside:,.0f} bytes a paragraph on disk beside its text")


if __name__ == "__main__":
    main(*[int(given) for given in (*sys.argv[1:3], *[str(ARTICLES), "0"][len(sys.argv) - 1 :])])
