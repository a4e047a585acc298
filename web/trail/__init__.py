"""The tenant's audit trail as pages: who did what, when; and the auditor's home."""
