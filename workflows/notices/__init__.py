"""Notices: what people are told in the service itself."""
