"""Benchmarks, run one at a time as `python -m tests.benchmarks.bench_cold`; no test is collected here.

Figures of a shared machine differ from hour to hour, so each is printed beside a yardstick taken in the same run.
"""
