"""Evidence: what a report rests on, kept in one file that anyone can check again.

README.txt               what the file is, for a reader without this program
bundle.json              how the pages were captured and how the originals are divided
report.json report.html  the result, with its signature
repost/page.captured     the page as it was delivered, byte for byte
repost/text.txt          its text as it was read
originals/N.txt          the text of each original
SHA256SUMS               hashes of all these, as `sha256sum -c` reads them
"""

from __future__ import annotations

from provenance.evidence.bundle import pack, unpack
from provenance.evidence.holding import Evidence, HeldOriginal, hold
from provenance.evidence.replay import Point, replay

__all__ = ["Evidence", "HeldOriginal", "Point", "hold", "pack", "replay", "unpack"]
