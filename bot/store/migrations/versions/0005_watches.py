"""Let channels watch syncs, and remember what was heard of their executions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNTOLD = sa.text("told_version <> version")
OF_PEOPLE = sa.text("state <> 'over' AND watch_id IS NULL")


def upgrade() -> None:
    """Make the tables; runs of before were all started from Slack."""
    _runs()
    _watches()
    _executions()
    _events()
    _channels_and_homes()


def _runs() -> None:
    op.add_column("runs", sa.Column("watch_id", sa.Uuid))
    op.add_column("runs", sa.Column("trigger", sa.Text))
    op.add_column("runs", sa.Column("expected_seconds", sa.Double))
    now = sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    op.add_column("runs", now)
    op.drop_index("runs_one_per_sync", "runs")
    op.create_index("runs_one_per_sync", "runs", ["sync_id"], unique=True, postgresql_where=OF_PEOPLE)
    op.create_index("runs_one_per_watch", "runs", ["watch_id", "execution_id"], unique=True)


def _watches() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.Uuid, primary_key=True),
        *_texts("team_id", "user_id", "channel_id"),
        sa.Column("sync_id", sa.Text),
        *_texts("sync_name"),
        sa.Column("tells", JSONB, nullable=False),
        sa.Column("in_threads", sa.Boolean, nullable=False),
        sa.Column("after_failures", sa.Integer, nullable=False),
        sa.Column("quiet", JSONB),
        sa.Column("mentions", JSONB, nullable=False),
        sa.Column("muted_until", sa.DateTime(timezone=True)),
        _moment("created_at"),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index(
        "watches_one_each",
        "watches",
        ["team_id", "channel_id", "sync_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("watches_of_sync", "watches", ["sync_id"])


def _executions() -> None:
    op.create_table(
        "executions",
        sa.Column("id", sa.Uuid, primary_key=True),
        *_texts("execution_id", "sync_id", "sync_name", "status", "reason", "trigger"),
        *(sa.Column(name, sa.BigInteger) for name in ("records", "errors")),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in ("began_at", "ended_at")),
        _moment("created_at"),
        *_versions(),
    )
    op.create_index("executions_one_each", "executions", ["execution_id"], unique=True)
    op.create_index("executions_untold", "executions", ["id"], postgresql_where=UNTOLD)
    op.create_index("executions_of_sync", "executions", ["sync_id", "created_at"])
    op.create_index("executions_by_age", "executions", ["created_at"])


def _events() -> None:
    op.create_table(
        "cursors",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True)),
        _moment("read_at"),
    )
    op.create_table(
        "gaps",
        sa.Column("id", sa.Uuid, primary_key=True),
        *(_moment(name) for name in ("begin_at", "end_at", "created_at")),
        *_versions(),
    )


def _channels_and_homes() -> None:
    op.create_table(
        "digests",
        sa.Column("id", sa.Uuid, primary_key=True),
        *_texts("team_id", "user_id", "channel_id", "every", "weekday"),
        sa.Column("hour", sa.Integer, nullable=False),
        *_texts("timezone"),
        *(_moment(name) for name in ("next_at", "created_at")),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("digests_one_each", "digests", ["team_id", "channel_id"], unique=True)
    op.create_index("digests_due", "digests", ["next_at"])
    op.create_table(
        "homes",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("team_id", "user_id")),
        _moment("opened_at"),
        sa.Column("shown", sa.Text),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _versions() -> list[sa.Column[int]]:
    return [
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("told_version", sa.Integer, nullable=False, server_default="-1"),
    ]
