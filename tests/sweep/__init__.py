"""The cross-scope sweep: every request of one tenant's people, sent again by everybody else."""
