"""Milvus as the search of an index that has outgrown one machine.

engine.py       a server: its collections, and the alias that says which of them is live
collection.py   one collection: vectors under stable ids, and the facts that a search is narrowed by
"""

from __future__ import annotations

from provenance.index.milvus.collection import Collection, Facts, clipped
from provenance.index.milvus.engine import Engine

__all__ = ["Collection", "Engine", "Facts", "clipped"]
