"""Criteria sets of a tenant: templates, drafts, versions."""
