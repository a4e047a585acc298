"""Decisions: signed papers of a body, the titles they give, and the papers made of them."""
