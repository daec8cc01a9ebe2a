"""An index on disk: articles in SQLite, their vectors beside them, generations that replace each other.

    indexes/NAME/index.toml          which generation is live, what made it, hashes of its files
    indexes/NAME/gen-N/articles.sqlite   the truth: articles, captures, passages
    indexes/NAME/gen-N/vectors/      float16 rows, mapped into memory
    indexes/NAME/gen-N/ann/          derived from the vectors, for large indexes only

A live generation never changes. A change writes a new one and goes live by renaming `index.toml`, so
a process killed at any byte leaves the old one whole, and readers finish with the one they opened.
"""

from __future__ import annotations

from provenance.library.checkup import IndexEntry, list_indexes, read_coverage, verify
from provenance.library.home import index_home
from provenance.library.manifest import Manifest
from provenance.library.opening import open_index
from provenance.library.reader import OpenIndex, PassageRow
from provenance.library.records import storable
from provenance.library.terms import names_and_numbers
from provenance.library.writer import Progress, Reject, Summary, rebuild

__all__ = [
    "IndexEntry",
    "Manifest",
    "OpenIndex",
    "PassageRow",
    "Progress",
    "Reject",
    "Summary",
    "index_home",
    "list_indexes",
    "names_and_numbers",
    "open_index",
    "read_coverage",
    "rebuild",
    "storable",
    "verify",
]
