"""Review teams, weak units, checklists."""
