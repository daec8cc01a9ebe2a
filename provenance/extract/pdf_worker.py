"""The lines of a PDF, read in a process of its own: standard input to standard output, as JSON.

PDFium is C++ and a PDF comes from anyone: whatever makes it hang, crash or swell ends this process and
nothing else. The file imports nothing of its package, so that it starts at once.
"""

from __future__ import annotations

import json
import sys
from typing import Any

#: Longer documents are no articles.
MOST_PAGES = 300
MOST_CHARACTERS = 3_000_000
#: What reading may take, in bytes and seconds.
MOST_MEMORY = 600_000_000
MOST_SECONDS = 10
#: How the result says why there are no lines.
PROTECTED, BROKEN, TOO_LONG = "protected", "broken", "too-long"


def main() -> None:
    """Read a PDF from standard input and print `{"title", "lines"}` or `{"problem"}`."""
    _limit()
    json.dump(_read(sys.stdin.buffer.read()), sys.stdout)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the caller's clock holds there too.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def _read(content: bytes) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        if len(document) > MOST_PAGES:
            return {"problem": TOO_LONG}
        lines: list[list[Any]] = []
        characters = 0
        for number in range(len(document)):
            for line in _lines(document[number], number):
                characters += len(line[-1])
                if characters > MOST_CHARACTERS:
                    return {"problem": TOO_LONG}
                lines.append(line)
        title = document.get_metadata_dict().get("Title", "")
    except pypdfium2.PdfiumError as error:
        return {"problem": PROTECTED if "password" in str(error).lower() else BROKEN}
    return {"title": title, "lines": lines}


def _lines(page: Any, number: int) -> list[list[Any]]:  # noqa: ANN401 - pypdfium2 is untyped
    """Each line as [page, left, bottom, right, top, text], in shares of the page's width and height."""
    width, height = page.get_size()
    text_page = page.get_textpage()
    # Characters that no box belongs to (line ends) are PDFium's own.
    text = text_page.get_text_range()
    counted = len(text) == text_page.count_chars()
    lines = []
    start = 0
    for piece in text.split("\r\n"):
        stripped = piece.strip()
        if stripped and counted:
            first = start + piece.index(stripped[0])
            last = start + len(piece.rstrip()) - 1
            low = text_page.get_charbox(first, loose=True)
            high = text_page.get_charbox(last, loose=True)
            left, right = min(low[0], high[0]), max(low[2], high[2])
            lines.append([number, left / width, low[1] / height, right / width, low[3] / height, stripped])
        elif stripped:
            lines.append([number, 0.0, 0.5, 1.0, 0.5, stripped])
        start += len(piece) + 2
    return lines


if __name__ == "__main__":
    main()
