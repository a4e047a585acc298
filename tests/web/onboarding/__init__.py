"""Pages: onboarding."""
