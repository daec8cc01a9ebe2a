"""The kinds of fault that are put into a text, each a function that changes a draft or says that it cannot.

They are made to look like what happens to news on its way: things left out, added, exchanged, turned
into their opposite, mixed up. The same kinds serve both sides of a pair; a fault in the original makes
the repost wrong where it is right, so that no reader of one side alone can win.
"""

from __future__ import annotations

from provenance.training.checker.faults import added, disordered, exchanged, lost, turned
from provenance.training.checker.faults.registry import FAULTS, REPOST_ONLY, SHARES, Fault, Surroundings

__all__ = ["FAULTS", "REPOST_ONLY", "SHARES", "Fault", "Surroundings"]
#: Importing a module of faults registers them.
MODULES = (added, disordered, exchanged, lost, turned)
