"""Pure functions from models to Block Kit."""
