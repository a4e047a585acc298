"""Sittings: a body meets, votes on dossiers, and concludes."""
