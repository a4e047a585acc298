"""What a user would pick instead, doing the same work; run in a virtual environment of its own."""
