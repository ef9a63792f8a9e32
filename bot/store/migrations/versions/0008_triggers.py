"""Remember which clicks were taken, so that none is taken twice, by whichever replica."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "triggers",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("triggers_by_age", "triggers", ["taken_at"])
