"""People and what they are: the administrator's list, the ward's cells, bodies, delegations."""
