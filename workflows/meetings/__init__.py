"""Monthly meetings of a cell: planned, held, scored, and what they resolved."""
