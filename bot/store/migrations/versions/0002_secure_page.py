"""Let a setup end in a connection alone, wait for Polytomic's secure page, and choose fields of objects."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; rows of before wished for a sync, and wait for no page."""
    op.add_column("setups", sa.Column("wish", sa.Text, nullable=False, server_default="sync"))
    op.add_column("setups", sa.Column("page", JSONB))
    op.add_column("setups", sa.Column("view_id", sa.Text))
    empty = sa.text("'{}'::jsonb")
    op.add_column("setups", sa.Column("object_fields", JSONB, nullable=False, server_default=empty))
