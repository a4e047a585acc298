"""Pages: the years of a programme, from draft to close."""
