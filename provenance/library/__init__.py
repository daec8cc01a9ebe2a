"""An index on disk: articles in SQLite, their vectors beside them, in parts that never change once they are live.

    indexes/NAME/index.toml              which parts are live, what made them, hashes of their files
    indexes/NAME/gen-N/articles.sqlite   the truth: articles, captures, passages, what earlier parts lose
    indexes/NAME/gen-N/vectors/          float16 rows, mapped into memory
    indexes/NAME/gen-N/ann/              derived from the vectors, for large parts only

A rebuild writes one new part, an update a small one on top of those that stay. A change goes live by
renaming `index.toml`, so a process killed at any byte leaves the index as it was, and readers finish
with the parts that they opened.
"""

from __future__ import annotations

from provenance.library.backup import backup, restore
from provenance.library.build import Reject
from provenance.library.captures import StoredCapture
from provenance.library.checkup import verify
from provenance.library.finishing import Summary
from provenance.library.home import index_home
from provenance.library.manifest import Manifest
from provenance.library.memory import SourceMemory
from provenance.library.merging import compact
from provenance.library.opening import open_index
from provenance.library.overview import IndexEntry, list_indexes, read_counts, read_coverage, sample_texts
from provenance.library.reader import OpenIndex, PassageRow
from provenance.library.records import storable
from provenance.library.removal import Selection, remove
from provenance.library.scope import Scope
from provenance.library.terms import names_and_numbers
from provenance.library.writer import Progress, add, rebuild

__all__ = [
    "IndexEntry",
    "Manifest",
    "OpenIndex",
    "PassageRow",
    "Progress",
    "Reject",
    "Scope",
    "Selection",
    "SourceMemory",
    "StoredCapture",
    "Summary",
    "add",
    "backup",
    "compact",
    "index_home",
    "list_indexes",
    "names_and_numbers",
    "open_index",
    "read_counts",
    "read_coverage",
    "rebuild",
    "remove",
    "restore",
    "sample_texts",
    "storable",
    "verify",
]
