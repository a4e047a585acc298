"""Whether time tells who has an account: measured over interleaved tries."""
