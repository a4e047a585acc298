"""Vietnamese text: how it is kept, found, put in order, read and shown."""
