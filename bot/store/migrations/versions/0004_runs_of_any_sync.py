"""Let a run be of any sync, of chosen objects, and in another mode."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; runs of before were of all objects, and had a thread."""
    op.alter_column("runs", "thread_ts", nullable=True)
    op.add_column("runs", sa.Column("objects", JSONB))
    op.add_column("runs", sa.Column("mode", sa.Text))
    op.create_index("setups_of_sync", "setups", ["sync_id"])
