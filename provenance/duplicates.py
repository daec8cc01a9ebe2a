"""Near-copies: the same wire story on forty sites is one text.

Runs of five words are compared (Broder 1997, "On the resemblance and containment of documents"); a
signature of their smallest hashes finds candidates without comparing every pair (locality-sensitive
hashing: Indyk and Motwani 1998).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import Counter
from typing import Final

import numpy as np
import numpy.typing as npt

#: Texts that share this much of their runs of words are copies, if all their figures are the same.
LEAST_ALIKE: Final = 0.8
#: A shorter text has too few runs of words to tell.
FEWEST_WORDS: Final = 20
_RUN: Final = 5
#: A pair that shares a share s of its runs agrees in a band with s^5, in one of eight with 1 - (1 - s^5)^8.
_BANDS: Final = 8
_ROWS: Final = 5
_AT_ONCE: Final = 8192
#: In these scripts no space parts the words; every character counts as one.
_SPACELESS: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD: Final = re.compile(rf"[{_SPACELESS}]|[^\W_{_SPACELESS}]+")
_FIGURE: Final = re.compile(r"\d+")
#: Factors and offsets of the hash functions, which stored signatures depend on.
_NOISE: Final = np.frombuffer(hashlib.shake_256(b"near-copies").digest(16 * _BANDS * _ROWS), "<u8").reshape(2, -1, 1)
_FACTORS, _OFFSETS = _NOISE[0] | np.uint64(1), _NOISE[1]
_PLACES: Final = np.array([0x9E3779B97F4A7C15 ** (place + 1) % 2**64 for place in range(_RUN)], np.uint64)


def signature(text: str) -> tuple[int, ...]:
    """Eight signed 64-bit numbers, of which near-copies share at least one; none for a text too short to tell.

    At a resemblance of .8 a pair shares one with a probability of .96, at .9 of .999. Equal numbers are a
    reason to ask `is_copy`, no more.
    """
    runs = _runs(text)
    if not len(runs):
        return ()
    smallest = np.full(len(_FACTORS), np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(runs), _AT_ONCE):
        hashes = (_FACTORS * runs[start : start + _AT_ONCE] + _OFFSETS) >> np.uint64(20)
        np.minimum(smallest, hashes.min(axis=1), out=smallest)
    return tuple(
        int.from_bytes(hashlib.blake2b(band.tobytes(), digest_size=8, salt=bytes([number])).digest(), signed=True)
        for number, band in enumerate(smallest.reshape(_BANDS, _ROWS))
    )


def is_copy(one: str, other: str) -> bool:
    """Whether two texts are the same but for small edits; a changed figure makes another text."""
    if one == other:
        return True
    return resemblance(one, other) >= LEAST_ALIKE and _figures(one) == _figures(other)


def resemblance(one: str, other: str) -> float:
    """The share of runs of five words that two texts have in common, 0..1; 0 where one is too short to tell."""
    ours, theirs = _runs(one), _runs(other)
    if not (len(ours) and len(theirs)):
        return 0.0
    common = len(np.intersect1d(ours, theirs, assume_unique=True))
    return common / (len(ours) + len(theirs) - common)


def _runs(text: str) -> npt.NDArray[np.uint64]:
    """The distinct runs of words as hashes, shape (n,)."""
    words = _WORD.findall(text.casefold())
    if len(words) < FEWEST_WORDS:
        return np.zeros(0, np.uint64)
    coded = "\n".join(words).encode("utf-8", "surrogatepass").split(b"\n")
    hashes = np.fromiter(map(zlib.crc32, coded), np.uint64, len(words))
    return np.unique(np.lib.stride_tricks.sliding_window_view(hashes, _RUN) @ _PLACES)


def _figures(text: str) -> Counter[str]:
    return Counter(_FIGURE.findall(text))
