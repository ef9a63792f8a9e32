"""Make the tables of setups, runs, posts and beats, and Procrastinate's own.

The columns are written out here a second time on purpose: tables.py moves on, this step stays as it was.
"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

UNFINISHED = sa.text("state IN ('connecting', 'awaiting_authorization', 'awaiting_schemas', 'creating')")
AWAITING = sa.text("state = 'awaiting_authorization'")
NOT_OVER = sa.text("state <> 'over'")
UNTOLD = sa.text("told_version <> version")


def upgrade() -> None:
    """Make all tables."""
    _setups()
    _setups_indexes()
    _runs()
    _posts_and_beats()
    _queue()


def _words(*names: str, required: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=not required) for name in names]


def _counts(*names: str, required: bool = True) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=not required) for name in names]


def _moments(*names: str, required: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=not required) for name in names]


def _now(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _json(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, JSONB) for name in names]


def _told() -> sa.Column[int]:
    return sa.Column("told_version", sa.Integer, nullable=False, server_default="-1")


def _setups() -> None:
    op.create_table(
        "setups",
        sa.Column("id", sa.Uuid, primary_key=True),
        *_words("team_id", "user_id", "state", required=True),
        *_json("source", "destination", "plan"),
        *_words("name_key", "auth_url", "question"),
        *_json("problem"),
        sa.Column("suggestions", JSONB, nullable=False),
        *_counts("attempt", "waits"),
        *_moments("next_try_at"),
        *_words("sync_id", "sync_url", "origin_channel_id"),
        *_counts("reminders"),
        *_moments("created_at", required=True),
        *_moments("waiting_since"),
        *_counts("version"),
        _told(),
        *_moments("claimed_until"),
        _now("saved_at"),
        *(
            sa.Column(
                f"{side}_connection_id", sa.Text, sa.Computed(f"{side} ->> 'connection_id'", persisted=True)
            )
            for side in ("source", "destination")
        ),
    )


def _setups_indexes() -> None:
    unfinished = {
        "setups_unfinished": ["state", "next_try_at"],
        "setups_of_person": ["team_id", "user_id"],
    }
    awaiting = {
        "setups_awaiting_source": ["source_connection_id"],
        "setups_awaiting_destination": ["destination_connection_id"],
        "setups_awaiting_since": ["waiting_since"],
    }
    op.create_index(
        "setups_one_per_name", "setups", ["team_id", "name_key"], unique=True, postgresql_where=UNFINISHED
    )
    op.create_index("setups_untold", "setups", ["id"], postgresql_where=UNTOLD)
    for name, columns in unfinished.items():
        op.create_index(name, "setups", columns, postgresql_where=UNFINISHED)
    for name, columns in awaiting.items():
        op.create_index(name, "setups", columns, postgresql_where=AWAITING)


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("setup_id", sa.Uuid),
        *_words(
            "sync_id", "sync_name", "team_id", "user_id", "channel_id", "thread_ts", "state", required=True
        ),
        *_words("execution_id", "status"),
        *_json("problem"),
        *_counts("records", "errors", "objects_done", "objects_total", required=False),
        *_moments("created_at", required=True),
        *_moments("started_at", "completed_at"),
        *_counts("attempt", "version"),
        _told(),
        *_moments("claimed_until"),
    )
    op.create_index("runs_untold", "runs", ["id"], postgresql_where=UNTOLD)
    op.create_index("runs_one_per_sync", "runs", ["sync_id"], unique=True, postgresql_where=NOT_OVER)
    op.create_index("runs_of_setup", "runs", ["setup_id"])


def _posts_and_beats() -> None:
    op.create_table(
        "posts",
        sa.Column("key", sa.Text, primary_key=True),
        *_words("channel_id", required=True),
        *_words("thread_ts", "ts"),
        _now("begun_at"),
    )
    op.create_table(
        "beats",
        sa.Column("name", sa.Text, primary_key=True),
        *_moments("next_at", required=True),
    )


def _queue() -> None:
    """Make Procrastinate's tables, unless its own command line made them before."""
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT to_regclass('procrastinate_jobs')")) is None:
        # Without parameters PostgreSQL takes the whole script at once, and a percent sign is itself.
        plain = connection.execution_options(no_parameters=True)
        plain.exec_driver_sql(SchemaManager.get_schema())
