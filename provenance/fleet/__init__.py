"""A rebuild on many machines, with Dask: files are read and embedded by workers, and put together here.

plan.py      the stretches of files that are handed out
shard.py     what a worker writes of one: articles, rejects, vectors
work.py      what a worker does
gather.py    the shards in order, as the sources of an ordinary rebuild

Only names of files travel between the machines; what is read and written lies in folders that all of
them see. A stretch gives the same shard whoever reads it, however often, so a worker that dies in the
middle changes nothing. The rebuild that takes in the shards is the one of a single machine, with rows and
vectors that are ready to be stored in place of texts, so its result is the same to the byte.
"""

from __future__ import annotations

from provenance.fleet.gather import gathered

__all__ = ["gathered"]
