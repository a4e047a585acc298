"""One move on many dossiers: a frozen preview, and a result for each."""
