"""What people prove themselves with: pure, without tables, for accounts of any kind."""
