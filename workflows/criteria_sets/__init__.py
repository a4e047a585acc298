"""Criteria sets of a tenant: shipped templates, drafts, and published versions.

A version is a row that nobody may change: a campaign that uses it, and a dossier that was
opened with it, say the same for ever. What is changed is a draft; publishing makes it the
next version of its key (docs/process.md, section 5).
"""
