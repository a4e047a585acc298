"""The published rules as a model, driven against the product over HTTP."""
