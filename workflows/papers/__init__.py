"""Papers D1 to D20: what each says, whose it is, and who reads it (docs/process.md, section 8)."""
