"""Pages for people without an account: signing up for an outing, and outings for a calendar."""
