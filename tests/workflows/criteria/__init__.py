"""What criteria, scores and eligibility promise."""
