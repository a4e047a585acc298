"""Campaigns: one year of a programme, with its dates, rules and criteria."""
