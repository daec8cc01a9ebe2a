"""The processes that compute, so that one article cannot stop the desk and every core is used.

frames.py   messages over pipes: a JSON header and raw parts, never pickle
process.py  the worker's own side: reads requests, says its progress, answers
tasks.py    what a worker can do: check, compare, search
handle.py   the desk's side of one worker
pool.py     all workers: a bounded queue, time limits, cancelling, starting again
"""
