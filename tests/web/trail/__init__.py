"""Tests of the pages of the trail."""
