"""Who and where: tenants, units, people, accounts, and the wall between tenants."""
