"""Models that a user names to read pairs of sentences along with the checks; none is needed, and none ships."""

from provenance.deep.depth import Depth
from provenance.deep.protocol import DeepReader

__all__ = ["DeepReader", "Depth"]
