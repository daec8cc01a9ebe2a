"""Drift: where the meaning of a repost moved away from its original.

Each check is one module in `provenance.drift.checks` and asks one question of one link;
`provenance.drift.detect.detect` runs them all over an alignment.
"""
