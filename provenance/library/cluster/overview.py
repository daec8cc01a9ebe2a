"""What an index on a cluster holds and covers, without its embedder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from provenance.library import schema
from provenance.library.cluster.settings import Cluster
from provenance.library.cluster.state import Live, open_live
from provenance.library.manifest import Manifest


@contextmanager
def reading(folder: Path, settings: Cluster) -> Iterator[Live]:
    """What is live, closed at the end."""
    with ExitStack() as stack:
        yield open_live(folder.name, settings, stack)


def manifest_and_coverage(folder: Path, settings: Cluster) -> tuple[Manifest, dict[str, Any]]:
    """What would stand in the manifest, and what is covered."""
    with reading(folder, settings) as live:
        return live.state.manifest(live.generation)[0], json.loads(schema.get_meta(live.tables, "coverage"))
