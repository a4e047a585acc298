"""The administrator's pages: units, people, the campaign."""
