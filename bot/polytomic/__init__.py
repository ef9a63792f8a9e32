"""Polytomic's API: the only user of httpx."""
