"""The lists and criteria that the demo loads."""
