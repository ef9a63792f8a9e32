"""How the tables came to be, step by step (Alembic)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

# Any number, the same in every replica: whoever holds it migrates, the others wait.
LOCK = 7_316_002_118


def config(connection: Connection | None = None) -> Config:
    """Make Alembic's configuration without a file; the connection travels in its attributes."""
    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return made


def upgrade(connection: Connection) -> None:
    """Run what has not run yet, inside the transaction of `connection`."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(config(connection), "head")


def known() -> list[str]:
    """List the versions of the tables that this program knows, oldest first."""
    steps = ScriptDirectory.from_config(config()).walk_revisions()
    return [step.revision for step in steps][::-1]
