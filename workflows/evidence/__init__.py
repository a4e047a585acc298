"""Evidence: photos, scans and files that a unit gathers through the year."""
