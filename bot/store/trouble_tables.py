"""The tables of what watches have to tell; the others are in tables.py."""

from sqlalchemy import Column, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.columns import count, moment, told
from bot.store.tables import IS_UNTOLD, metadata

# Written out, as PostgreSQL compares it with a query's by its text.
IS_OPEN = text("over_at IS NULL")

troubles = Table(
    "troubles",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("watch_id", Uuid, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("sync_id", Text, nullable=False),
    Column("sync_name", Text, nullable=False),
    count("streak"),
    count("alerted_streak"),
    count("told_streak"),
    Column("failures", JSONB, nullable=False),
    moment("alerted_at"),
    moment("silent_until"),
    moment("over_at"),
    Column("lead_id", Uuid),
    moment("began_at", required=True),
    moment("created_at", required=True),
    count("version"),
    told(),
)
Index("troubles_one_each", troubles.c.watch_id, troubles.c.sync_id, unique=True, postgresql_where=IS_OPEN)
Index("troubles_of_sync", troubles.c.sync_id, postgresql_where=IS_OPEN)
Index("troubles_due", troubles.c.silent_until, postgresql_where=IS_OPEN)
Index("troubles_untold", troubles.c.id, postgresql_where=IS_UNTOLD)
Index("troubles_led", troubles.c.lead_id)

reports = Table(
    "reports",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("watch_id", Uuid, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("tells", Text, nullable=False),
    Column("executions", JSONB, nullable=False),
    moment("created_at", required=True),
    count("version"),
    told(),
)
Index("reports_untold", reports.c.id, postgresql_where=IS_UNTOLD)
