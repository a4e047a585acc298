"""Percentages of targets, for templates."""

from __future__ import annotations

from flask import Flask

from workflows.criteria.in_words import found_in_words
from workflows.targets.percentages import shown_percentage
from workflows.targets.reading import Sum
from workflows.targets.tables import Target


def init_app(app: Flask) -> None:
    """Give the filter to every template."""
    app.add_template_filter(percentage)
    app.add_template_filter(found_in_words, "found_words")


def percentage(row: Target | Sum) -> str:
    """Show how far a target, or a sum of them, is reached: «158%»."""
    return shown_percentage(row.planned, row.reached)
