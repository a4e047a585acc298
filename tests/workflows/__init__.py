"""What the workflows promise."""
