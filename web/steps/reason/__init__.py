"""Every move that needs words, days and ticks alone: one page, drawn from the flow's row."""
