"""What a desk is started with."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from provenance.errors import ConfigurationError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8765
#: Requests that wait for each worker before the next is turned away with 429.
QUEUE_PER_WORKER = 24
DEFAULT_SECONDS = 60.0
DEFAULT_KEEP_DAYS = 90


@dataclass(frozen=True, slots=True)
class Settings:
    """What a desk is started with.

    `home` is the folder of indexes, `indexes` the names that may be searched, the first by default. `seconds`
    limits one check, `keep_days` the life of a report in the history (0: until it is deleted by hand).
    `hosts` are further names under which the desk is reached, through a proxy of its own.
    """

    home: Path
    history: Path
    indexes: tuple[str, ...] = ("demo",)
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    token: str | None = field(default=None, repr=False)
    hosts: tuple[str, ...] = ()
    embedder: str = "embedded"
    workers: int = 0
    queue: int = 0
    seconds: float = DEFAULT_SECONDS
    keep_days: int = DEFAULT_KEEP_DAYS
    proxy: str | None = field(default=None, repr=False)
    allow_private: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Settle what was left open, and refuse what cannot be meant.

        Raises:
            ConfigurationError: The desk would stand open to everyone, or a number is out of range.
        """
        if self.host not in LOOPBACK and not self.token:
            raise ConfigurationError(
                f"The desk would be open to everyone who can reach {self.host}; give it a --token, "
                "or leave --host out to serve this computer only."
            )
        if self.token is not None and not (8 <= len(self.token) <= 200 and self.token.isascii()):
            raise ConfigurationError("The token must have 8 to 200 plain characters.")
        if not 0 <= self.port <= 65535 or self.seconds <= 0 or self.keep_days < 0 or not self.indexes:
            raise ConfigurationError("The port, the time limit or the days to keep reports are out of range.")
        object.__setattr__(self, "workers", self.workers or max(1, min(8, os.cpu_count() or 1)))
        object.__setattr__(self, "queue", self.queue or QUEUE_PER_WORKER * self.workers)
