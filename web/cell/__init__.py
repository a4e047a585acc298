"""The home of a cell: the one thing to do next, by when, and where the dossier is."""
