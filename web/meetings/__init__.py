"""Monthly meetings: the year's sheet of a cell, one meeting, and which cells have met."""
