"""Certificates against WeasyPrint: ``python -m tests.benchmarks.certificates``."""
