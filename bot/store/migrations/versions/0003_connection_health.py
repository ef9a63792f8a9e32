"""Remember how each connection was, so that people hear of a change once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the first look fills it without telling anybody."""
    op.create_table(
        "connection_health",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("connection_id", sa.Text, nullable=False),
        sa.Column("is_healthy", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "type_name", "reason")),
        sa.Column("episode", sa.Integer, nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in ("broke_at", "recovered_at")),
        *(sa.Column(name, JSONB, nullable=False) for name in ("recipients", "syncs")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("told_version", sa.Integer, nullable=False, server_default="-1"),
    )
    op.create_index("connection_health_one_each", "connection_health", ["connection_id"], unique=True)
    untold = sa.text("told_version <> version")
    op.create_index("connection_health_untold", "connection_health", ["id"], postgresql_where=untold)
