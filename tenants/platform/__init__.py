"""The platform: who opens, suspends and closes tenants, outside every one of them."""
