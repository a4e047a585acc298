"""Papers D1 to D20 as their readers find them."""
