"""The papers, each with its layout."""
