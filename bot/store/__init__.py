"""What must survive a restart, in PostgreSQL."""
