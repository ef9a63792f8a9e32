"""A small local Slack."""
