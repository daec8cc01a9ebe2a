"""Records a second on one core from a WARC file and from JSON lines, and the memory that reading takes as a file grows.

    python -m tests.benchmarks.bench_ingest [PAGES]

The articles are the demo's originals, repeated. A page of the WARC file is one of them with a menu, teasers and scripts
around it, about 50 kB, in a gzip member of its own as crawls publish them. Rates are of processor time.
"""

from __future__ import annotations

import html
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from provenance.duplicates import is_copy, signature
from provenance.ingest import read_sources
from provenance.values import Article
from tests.benchmarks.material import originals
from tests.ingest.archives import http, packed, record

PAGES = 400
GROWTH = 4
TEASERS = 150
MENU = "".join(f'<li class="menu-item"><a href="/section/{number}">Section {number}</a></li>' for number in range(60))
SCRIPT = "<script>window.settings=" + json.dumps({f"key{number}": "value" * 9 for number in range(200)}) + "</script>"


def page(article: Article, number: int) -> bytes:
    """A page as outlets deliver them: most of it is not the story."""
    teasers = "".join(
        f'<div class="teaser"><a href="/{number}/{one}"><img src="/{one}.jpg" alt=""><h4>Story {one}</h4></a></div>'
        for one in range(TEASERS)
    )
    story = "".join(f"<p>{html.escape(passage.text)}</p>" for passage in article.story)
    title = html.escape(article.title or "")
    return (
        f"<!doctype html><html lang='{article.language}'><head><title>{title}</title>{SCRIPT}</head><body>"
        f"<nav><ul>{MENU}</ul></nav><main><article><h1>{title}</h1>{story}<p>Number {number}.</p></article></main>"
        f"<aside>{teasers}</aside><footer>{MENU}</footer>{SCRIPT}</body></html>"
    ).encode()


def write_warc(path: Path, pages: int) -> None:
    """A WARC file of so many pages."""
    known = originals()

    def records() -> Iterator[bytes]:
        for number in range(pages):
            url = f"https://news.example/{number}"
            yield record(b"GET / HTTP/1.1\r\n\r\n", kind="request", WARC_Target_URI=url)
            yield record(http(page(known[number % len(known)], number)), WARC_Target_URI=url)

    path.write_bytes(packed(records()))


def write_lines(path: Path, articles: int) -> None:
    """JSON lines of so many articles."""
    known = originals()
    with path.open("w", encoding="utf-8") as file:
        for number in range(articles):
            one = known[number % len(known)]
            file.write(
                json.dumps({"id": str(number), "text": one.text, "language": one.language, "title": one.title}) + "\n"
            )


def rate(path: Path, *, skipped: int = 0) -> tuple[float, int]:
    """Records a second of processor time, and how many there were."""
    began = time.process_time()
    with read_sources([str(path)], on_reject=lambda _: None) as articles:
        articles.skip(skipped)
        count = sum(1 for _ in articles) + skipped
    return count / (time.process_time() - began), count


def peak(path: Path) -> float:
    """The most memory of a process that reads a file, in MB."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_ingest", "--peak", str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main(pages: int) -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        warc, many, lines = Path(folder, "a.warc.gz"), Path(folder, "b.warc.gz"), Path(folder, "c.jsonl")
        write_warc(warc, pages)
        write_warc(many, pages * GROWTH)
        write_lines(lines, pages * GROWTH)
        rate(warc)
        pages_a_second, count = rate(warc)
        passed_a_second, _ = rate(many, skipped=pages * GROWTH)
        lines_a_second, articles = rate(lines)
        print(f"{count:,} pages, {articles:,} lines; a second of one core")
        print(f"WARC pages read         {pages_a_second:8,.0f}")
        faster = passed_a_second / pages_a_second
        print(f"WARC pages passed over  {passed_a_second:8,.0f}; {faster:.0f} × as fast as reading them")
        faster = lines_a_second / pages_a_second
        print(f"JSON lines read         {lines_a_second:8,.0f}; {faster:.0f} × as fast as pages")
        few, more = peak(warc), peak(many)
        print(f"peak memory {few:.0f} MB for {pages:,} pages, {more / few:.2f} × as much for {pages * GROWTH:,}")
        texts = [f"{article.text} {number}" for number, article in enumerate(originals() * 10)]
        began = time.process_time()
        bands = [signature(text) for text in texts]
        each = (time.process_time() - began) / len(texts)
        began = time.process_time()
        found = sum(is_copy(text, text + ".") for text in texts[:100])
        comparing = (time.process_time() - began) / 100
        print(f"signature {each * 1e3:.2f} ms, {each * lines_a_second:.2f} of reading a line; {len(bands):,} texts")
        print(f"is_copy {comparing * 1e3:.2f} ms; {found} of 100 are")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        rate(Path(sys.argv[2]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        main(int((sys.argv[1:] or [PAGES])[0]))
