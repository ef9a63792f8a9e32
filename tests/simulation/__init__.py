"""A day at Polytomic, replayed to the real bot in minutes."""
