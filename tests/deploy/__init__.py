"""How the service runs, as examples."""
