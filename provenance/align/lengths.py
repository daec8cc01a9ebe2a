"""How long a text usually is in one language beside the same text in another."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def usual_ratio(original_language: str, repost_language: str) -> float:
    """The binary logarithm of a repost's characters over its original's, 0 where nothing is known."""
    beside_english = _beside_english()
    return beside_english.get(original_language, 0.0) - beside_english.get(repost_language, 0.0)


@cache
def _beside_english() -> dict[str, float]:
    text = files("provenance.align").joinpath("data/lengths.toml").read_text(encoding="utf-8")
    return {language: float(value) for language, value in tomllib.loads(text).items()}
