"""Tampering with audit chains as a superuser, who is stopped by nothing: all of it is found."""
