"""Criteria: what a title is judged by, the scores, and who is eligible."""
