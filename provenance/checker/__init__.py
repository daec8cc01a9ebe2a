"""The checker: a small network of our own that reads an original and its repost together.

It says of each word of the repost whether the original supports it, of each gap whether something was
left out there, and of each word of the original whether it is rendered.
"""

from __future__ import annotations

from provenance.checker.reader import Checker, Reading, Score, open_checker

__all__ = ["Checker", "Reading", "Score", "open_checker"]
