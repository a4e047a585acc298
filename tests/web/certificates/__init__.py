"""Pages: Giấy khen."""
