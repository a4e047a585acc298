"""Pages: taking an office over, from its list to its invitations."""
