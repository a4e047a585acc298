"""Getting in: one-time codes, invitations, and sign-ins that the server remembers."""
