"""The bench: measures what the design promises, each figure beside its target and its baseline."""
