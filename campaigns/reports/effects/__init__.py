"""Did it work: honest effects of what was drawn by lot, after the vote."""
