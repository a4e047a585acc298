"""Decisions: the clerk's number and date, the papers, and whom they recognise."""
