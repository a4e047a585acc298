"""Dossiers: one unit in one campaign, and everything the unit and its committees say of it."""
