"""A local Polytomic and a local Slack, as strict as the originals, for the demo and the tests."""
