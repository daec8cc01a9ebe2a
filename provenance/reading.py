"""From what a user gives (an address, a file, standard input, bytes) to the article in it.

A `Capture` is the page as it was delivered. It holds all that its article is read from, so that it can be
kept as evidence and read again.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from provenance.errors import UnreadableFile
from provenance.values import Article

#: The most that is read from a file or from standard input, in bytes.
LARGEST_INPUT = 20_000_000
STANDARD_INPUT = "-"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Capture:
    """A page or file as it was delivered.

    `name` is what the user gave: its ending may tell the format. `url` is the address after redirects,
    `content_type` and `charset` are what the server declared, `taken` is the moment in UTC (ISO 8601).
    """

    name: str
    content: bytes
    taken: str
    url: str | None = None
    content_type: str | None = None
    charset: str | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, as lower-case hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


def is_address(source: str) -> bool:
    """Whether `source` is written as an address (`https://…`) and not as a file name."""
    return bool(_ADDRESS.match(source))


def capture(source: str, allow_private: Collection[str] = ()) -> Capture:
    """The bytes behind an address, a file name or "-" (standard input).

    Args:
        source: The address or file name.
        allow_private: Hosts that may be fetched although their addresses are private.

    Raises:
        FetchError: The address cannot be fetched.
        UnreadableFile: The file cannot be read.
    """
    if is_address(source):
        from provenance.fetch import fetch

        page = fetch(source, allow_private=allow_private)
        return Capture(source, page.content, now(), page.url, page.content_type, page.charset)
    if source == STANDARD_INPUT:
        # A program without a standard input has None here.
        content = sys.stdin.buffer.read(LARGEST_INPUT + 1) if sys.stdin else b""
        return Capture("standard input", content, now())
    return Capture(source, _read_file(Path(source)), now())


def read_capture(page: Capture) -> Article:
    """The article in a capture.

    Raises:
        ExtractionError: There is no readable article.
    """
    from provenance.extract import read_article

    return read_article(
        page.content, name=page.name, url=page.url, content_type=page.content_type, charset=page.charset
    )


def read_input(source: str, allow_private: Collection[str] = ()) -> Article:
    """The article behind an address, a file name or "-" (standard input).

    Raises:
        FetchError: The address cannot be fetched.
        ExtractionError: There is no readable article.
    """
    return read_capture(capture(source, allow_private))


def read_original(source: str, allow_private: Collection[str] = ()) -> Article:
    """The same for an original; a file may begin with the header that folders of originals use.

    Raises:
        FetchError: The address cannot be fetched.
        ExtractionError: There is no readable article.
    """
    from provenance.ingest.pages import read_page
    from provenance.ingest.record import Unreadable

    path = Path(source)
    if source == STANDARD_INPUT or not path.is_file():
        return read_input(source, allow_private)
    try:
        return read_page(path, path.stem)
    except (OSError, Unreadable) as error:
        raise UnreadableFile(f"The file {path} cannot be read: {reason(error)}.") from error


def now() -> str:
    """This moment in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def reason(error: Exception) -> str:
    """What the operating system says about a failure, without its numbers and paths."""
    return getattr(error, "strerror", None) or str(error)


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_INPUT + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}; check the name, or start an address with https://.") from error
    except OSError as error:
        raise UnreadableFile(f"The file {path} cannot be read: {reason(error)}.") from error
