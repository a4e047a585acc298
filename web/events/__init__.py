"""Pages: launch, reviews, briefings and dialogues of a unit."""
