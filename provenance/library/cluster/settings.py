"""What `index.toml` says of an index on a cluster."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from provenance.errors import ConfigurationError
from provenance.library.home import MANIFEST_FILE

_TABLE = "cluster"
_LARGEST = 100_000
#: The longest name leaves room for the number of a rebuild behind it.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,49}")
_CONSISTENCY = ("Strong", "Bounded", "Session", "Eventually")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where an index lives. `collection` is the alias in Milvus, `timeout` the seconds that a call may take."""

    milvus: str
    collection: str
    postgres: str
    consistency: str = "Bounded"
    timeout: float = 10.0

    @property
    def shown(self) -> str:
        """The PostgreSQL server and its database, without a password."""
        known = urlsplit(self.postgres)
        return f"{known.hostname or 'localhost'}:{known.port or 5432}{known.path}"


def cluster_of(folder: Path) -> Cluster | None:
    """Where the index of a folder lives; None where it lives in the folder.

    Raises:
        ConfigurationError: the table `cluster` cannot be used.
    """
    path = folder / MANIFEST_FILE
    try:
        content = path.read_bytes()
    except OSError:
        return None
    # The manifest of an index on disk may be long, and is read again by whoever wants it.
    if f"[{_TABLE}]".encode() not in content[:_LARGEST]:
        return None
    try:
        table = tomllib.loads(content.decode()).get(_TABLE)
    except ValueError as error:
        raise ConfigurationError(f"The file {path} cannot be read as TOML: {error}.") from error
    return None if table is None else _checked(table, path)


def _checked(table: Any, path: Path) -> Cluster:  # noqa: ANN401
    known: dict[str, Any] = {
        "milvus": str,
        "collection": str,
        "postgres": str,
        "consistency": str,
        "timeout": (int, float),
    }
    for key, value in table.items() if isinstance(table, dict) else [(_TABLE, table)]:
        if key not in known or not isinstance(value, known[key]) or isinstance(value, bool):
            raise ConfigurationError(f"The file {path} says {key} = {value!r}, which means nothing to an index.")
    missing = [key for key in ("milvus", "collection", "postgres") if key not in table]
    if missing:
        raise ConfigurationError(f"The file {path} does not say where the index lives: add {', '.join(missing)}.")
    settings = Cluster(**table)
    if not _NAME.fullmatch(settings.collection):
        raise ConfigurationError(
            f"{settings.collection!r} cannot be the name of a collection; use letters, digits and underscores only."
        )
    if not settings.postgres.startswith(("postgresql://", "postgres://")):
        raise ConfigurationError(f"In {path}, `postgres` is no URL; write it as postgresql://user@host/database.")
    if settings.consistency not in _CONSISTENCY:
        raise ConfigurationError(f"In {path}, `consistency` is none of {', '.join(_CONSISTENCY)}.")
    if not settings.timeout > 0:
        raise ConfigurationError(f"In {path}, `timeout` must be a positive number of seconds.")
    return settings
