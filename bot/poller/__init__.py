"""Everything that happens without a click."""
