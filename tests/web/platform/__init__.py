"""Tests of the pages under ``/he-thong``."""
