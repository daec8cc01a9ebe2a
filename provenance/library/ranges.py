"""Stretches of passage ids, such as those of removed articles or of the articles that a search is limited to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]


class Ranges:
    """Stretches of ids that do not overlap."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Take the first id and the length of each stretch."""
        table = np.array([one for one in stretches if one[1]], np.int64).reshape(-1, 2)
        table = table[np.argsort(table[:, 0], kind="stable")]
        self.first, self.after = table[:, 0], table.sum(axis=1)

    def __len__(self) -> int:
        return len(self.first)

    def holds(self, ids: Ids) -> npt.NDArray[np.bool_]:
        """Which of `ids` lie in a stretch, (n,)."""
        if not len(self):
            return np.zeros(len(ids), np.bool_)
        place = np.searchsorted(self.first, ids, side="right") - 1
        found: npt.NDArray[np.bool_] = (place >= 0) & (ids < self.after[np.maximum(place, 0)])
        return found

    def rows(self, owners: Ids) -> npt.NDArray[np.bool_]:
        """Which rows belong to ids in a stretch, (n,); `owners` are the sorted ids of the rows."""
        change = np.zeros(len(owners) + 1, np.int32)
        np.add.at(change, np.searchsorted(owners, self.first), 1)
        np.add.at(change, np.searchsorted(owners, self.after), -1)
        found: npt.NDArray[np.bool_] = np.cumsum(change[:-1]) > 0
        return found

    def between(self, first: int, after: int) -> Self:
        """The stretches that begin in `first` to `after`."""
        inside = (self.first >= first) & (self.first < after)
        return type(self)(zip(self.first[inside].tolist(), (self.after - self.first)[inside].tolist(), strict=True))
