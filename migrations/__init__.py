"""Migrations: tables and their policies, in the same revision."""
