"""Measurements that are no tests: run one with `python -m benchmarks.NAME`."""
