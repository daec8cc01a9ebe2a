"""Sources in, articles out: one small reader per kind of source.

A record that cannot be read is named with its reason and passed over; it never stops a run.
"""

from __future__ import annotations

from provenance.ingest.naming import named_source
from provenance.ingest.sources import Sources, read_sources
from provenance.library import Reject

__all__ = ["Reject", "Sources", "named_source", "read_sources"]
