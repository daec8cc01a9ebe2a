"""The hub that models are fetched from: whether it answers, and what could be the name of a model on it."""

from __future__ import annotations

import os
import socket

HUB = ("huggingface.co", 443)
HUB_TIMEOUT = 3.0


def plausible_id(name: str) -> bool:
    """Whether a name could be that of a model on the hub ("owner/model" or "model")."""
    parts = name.split("/")
    return len(parts) <= 2 and all(part and all(c.isalnum() or c in "-_." for c in part) for part in parts)


def hub_away() -> bool:
    """Whether the hub must not be asked, or does not answer."""
    return os.environ.get("HF_HUB_OFFLINE", "") not in ("", "0") or not _hub_answers()


def first_line(error: Exception) -> str:
    """The first line of what a library says of a failure."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _hub_answers() -> bool:
    # Without this the library retries an unreachable hub for more than a minute.
    try:
        with socket.create_connection(HUB, HUB_TIMEOUT):
            return True
    except OSError:
        return False
