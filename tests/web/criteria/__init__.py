"""Pages: criteria sets, their drafts, files in and out."""
