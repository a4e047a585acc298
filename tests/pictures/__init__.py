"""Pictures of every paper, to be looked at: ``python -m tests.pictures``."""
