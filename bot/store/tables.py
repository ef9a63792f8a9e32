"""The tables; migrations make them, and a test holds both equal."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    DateTime,
    Double,
    Index,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.models import RunState, State
from bot.store.columns import count, json, moment, told

UNFINISHED = [state.value for state in State if state.is_unfinished]
# The index conditions are written out, as PostgreSQL compares them with a query's by their text.
IS_UNFINISHED = text(f"state IN ({', '.join(repr(state) for state in UNFINISHED)})")
IS_AWAITING_AUTHORIZATION = text(f"state = '{State.AWAITING_AUTHORIZATION.value}'")
IS_NOT_OVER = text(f"state <> '{RunState.OVER.value}'")
IS_STARTED_AND_NOT_OVER = text(f"state <> '{RunState.OVER.value}' AND watch_id IS NULL")
IS_UNTOLD = text("told_version <> version")

metadata = MetaData()

setups = Table(
    "setups",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("team_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("wish", Text, nullable=False, server_default="sync"),
    Column("state", Text, nullable=False),
    json("source"),
    json("destination"),
    json("plan"),
    Column("name_key", Text),  # the plan's name, folded: what "the same name" means
    json("page"),
    Column("view_id", Text),
    Column("object_fields", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("auth_url", Text),
    Column("question", Text),
    json("problem"),
    Column("suggestions", JSONB, nullable=False),
    count("attempt"),
    count("waits"),
    moment("next_try_at"),
    Column("sync_id", Text),
    Column("sync_url", Text),
    Column("origin_channel_id", Text),
    count("reminders"),
    moment("created_at", required=True),
    moment("waiting_since"),
    count("version"),
    told(),
    moment("claimed_until"),  # somebody works on it until then; in the past: they died at it
    Column("saved_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("source_connection_id", Text, Computed("source ->> 'connection_id'", persisted=True)),
    Column("destination_connection_id", Text, Computed("destination ->> 'connection_id'", persisted=True)),
)
Index("setups_one_per_name", setups.c.team_id, setups.c.name_key, unique=True, postgresql_where=IS_UNFINISHED)
Index("setups_unfinished", setups.c.state, setups.c.next_try_at, postgresql_where=IS_UNFINISHED)
Index("setups_of_person", setups.c.team_id, setups.c.user_id, postgresql_where=IS_UNFINISHED)
Index("setups_awaiting_source", setups.c.source_connection_id, postgresql_where=IS_AWAITING_AUTHORIZATION)
Index(
    "setups_awaiting_destination",
    setups.c.destination_connection_id,
    postgresql_where=IS_AWAITING_AUTHORIZATION,
)
Index("setups_untold", setups.c.id, postgresql_where=IS_UNTOLD)
Index("setups_awaiting_since", setups.c.waiting_since, postgresql_where=IS_AWAITING_AUTHORIZATION)
Index("setups_of_sync", setups.c.sync_id)

runs = Table(
    "runs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("setup_id", Uuid),
    Column("sync_id", Text, nullable=False),
    Column("sync_name", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("thread_ts", Text),
    json("objects"),  # those that were chosen; null: all of the sync
    Column("mode", Text),
    Column("watch_id", Uuid),
    Column("trigger", Text),
    Column("state", Text, nullable=False),
    Column("execution_id", Text),
    Column("status", Text),
    json("problem"),
    Column("cancelled_by", Text),
    count("records", required=False),
    count("errors", required=False),
    count("objects_done", required=False),
    count("objects_total", required=False),
    moment("created_at", required=True),
    moment("started_at"),
    moment("completed_at"),
    Column("expected_seconds", Double),
    count("attempt"),
    count("version"),
    told(),
    moment("claimed_until"),
    Column("saved_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index("runs_one_per_sync", runs.c.sync_id, unique=True, postgresql_where=IS_STARTED_AND_NOT_OVER)
Index("runs_one_per_watch", runs.c.watch_id, runs.c.execution_id, unique=True)
Index("runs_untold", runs.c.id, postgresql_where=IS_UNTOLD)
Index("runs_of_setup", runs.c.setup_id)
Index("runs_of_execution", runs.c.execution_id)
Index("runs_not_over", runs.c.sync_id, postgresql_where=IS_NOT_OVER)

connection_health = Table(
    "connection_health",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("connection_id", Text, nullable=False),
    Column("is_healthy", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("type_name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    count("episode"),
    moment("broke_at"),
    moment("recovered_at"),
    Column("recipients", JSONB, nullable=False),
    Column("syncs", JSONB, nullable=False),
    moment("created_at", required=True),
    count("version"),
    told(),
)
Index("connection_health_one_each", connection_health.c.connection_id, unique=True)
Index("connection_health_untold", connection_health.c.id, postgresql_where=IS_UNTOLD)

posts = Table(
    "posts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("channel_id", Text, nullable=False),
    Column("thread_ts", Text),
    Column("ts", Text),
    Column("begun_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

Index("posts_by_place", posts.c.channel_id, posts.c.ts)

beats = Table(
    "beats",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next_at", DateTime(timezone=True), nullable=False),
)

watches = Table(
    "watches",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("team_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("sync_id", Text),  # null: all of them
    Column("sync_name", Text, nullable=False),
    Column("tells", JSONB, nullable=False),
    Column("in_threads", Boolean, nullable=False),
    count("after_failures"),
    json("quiet"),
    Column("mentions", JSONB, nullable=False),
    moment("muted_until"),
    moment("created_at", required=True),
    count("version"),
)
Index(
    "watches_one_each",
    watches.c.team_id,
    watches.c.channel_id,
    watches.c.sync_id,
    unique=True,
    postgresql_nulls_not_distinct=True,
)
Index("watches_of_sync", watches.c.sync_id)

executions = Table(
    "executions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("execution_id", Text, nullable=False),
    Column("sync_id", Text, nullable=False),
    Column("sync_name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("records", BigInteger),
    Column("errors", BigInteger),
    moment("began_at"),
    moment("ended_at"),
    moment("created_at", required=True),
    count("version"),
    told(),
)
Index("executions_one_each", executions.c.execution_id, unique=True)
Index("executions_untold", executions.c.id, postgresql_where=IS_UNTOLD)
Index("executions_of_sync", executions.c.sync_id, executions.c.created_at)
Index("executions_by_age", executions.c.created_at)

cursors = Table(
    "cursors",
    metadata,
    Column("name", Text, primary_key=True),
    moment("at"),  # how far it has read, by Polytomic's clock
    moment("read_at", required=True),  # when it last read, by ours
)

gaps = Table(
    "gaps",  # times of which Polytomic does not tell any more what happened
    metadata,
    Column("id", Uuid, primary_key=True),
    moment("begin_at", required=True),
    moment("end_at", required=True),
    moment("created_at", required=True),
    count("version"),
    told(),
)

digests = Table(
    "digests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("team_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("every", Text, nullable=False),
    Column("weekday", Text, nullable=False),
    count("hour"),
    Column("timezone", Text, nullable=False),
    moment("next_at", required=True),
    moment("created_at", required=True),
    count("version"),
)
Index("digests_one_each", digests.c.team_id, digests.c.channel_id, unique=True)
Index("digests_due", digests.c.next_at)

homes = Table(
    "homes",  # Home tabs that were opened a short while ago
    metadata,
    Column("team_id", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    moment("opened_at", required=True),
    Column("shown", Text),  # what of it is drawn now, as a hash
)

triggers = Table(
    "triggers",  # what people did a short while ago, each by Slack's mark of it, as a hash
    metadata,
    Column("hash", Text, primary_key=True),
    moment("taken_at", required=True),
)
Index("triggers_by_age", triggers.c.taken_at)
