"""Lists of dossiers: the ward's inbox, the city's, and how far everybody is."""
