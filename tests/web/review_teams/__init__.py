"""Pages: review teams, weak units, checklists."""
