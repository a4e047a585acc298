"""The year-end ratings as decided: their list, and taken over from the committee's own sheet."""
