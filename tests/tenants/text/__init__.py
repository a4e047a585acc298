"""Vietnamese text: kept, found, put in order, read and shown."""
