"""Slack in: one file per kind of payload."""
