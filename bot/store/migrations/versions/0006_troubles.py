"""Remember which watched syncs keep failing, and what is still to be told of others."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UNTOLD = sa.text("told_version <> version")
OPEN = sa.text("over_at IS NULL")


def upgrade() -> None:
    """Make the tables, and find posts by their place in Slack."""
    _troubles()
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("watch_id", sa.Uuid, nullable=False),
        *_texts("team_id", "channel_id", "tells"),
        sa.Column("executions", JSONB, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_versions(),
    )
    op.create_index("reports_untold", "reports", ["id"], postgresql_where=UNTOLD)
    op.create_index("posts_by_place", "posts", ["channel_id", "ts"])
    op.create_index("runs_of_execution", "runs", ["execution_id"])


def _troubles() -> None:
    op.create_table(
        "troubles",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("watch_id", sa.Uuid, nullable=False),
        *_texts("team_id", "channel_id", "sync_id", "sync_name"),
        *_counts("streak", "alerted_streak", "told_streak"),
        sa.Column("failures", JSONB, nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in ("alerted_at", "silent_until", "over_at")),
        sa.Column("lead_id", sa.Uuid),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("began_at", "created_at")),
        *_versions(),
    )
    op.create_index(
        "troubles_one_each", "troubles", ["watch_id", "sync_id"], unique=True, postgresql_where=OPEN
    )
    op.create_index("troubles_of_sync", "troubles", ["sync_id"], postgresql_where=OPEN)
    op.create_index("troubles_due", "troubles", ["silent_until"], postgresql_where=OPEN)
    op.create_index("troubles_untold", "troubles", ["id"], postgresql_where=UNTOLD)
    op.create_index("troubles_led", "troubles", ["lead_id"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _counts(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _versions() -> list[sa.Column[int]]:
    return [
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("told_version", sa.Integer, nullable=False, server_default="-1"),
    ]
