"""What the service does: campaigns, dossiers, sittings, and the flows they travel."""
