"""Note who cancelled a run, and find those that go on among all of the past."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of runs of before nobody knows."""
    op.add_column("runs", sa.Column("cancelled_by", sa.Text))
    op.create_index("runs_not_over", "runs", ["sync_id"], postgresql_where=sa.text("state <> 'over'"))
