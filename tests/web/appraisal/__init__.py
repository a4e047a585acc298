"""Pages: appraisal."""
