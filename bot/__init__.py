"""Set up, run and watch Polytomic syncs without leaving Slack."""
