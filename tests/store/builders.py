"""Values that the store's tests keep."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import text

from bot.models import End, ObjectChoice, Objects, Person, Plan, Run, Schedule, Setup
from bot.store import Owed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from bot.store import Database


ANNA = Person(team_id="T1", user_id="UANNA")
BEN = Person(team_id="T1", user_id="UBEN")
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def a_plan(name: str = "Salesforce to Snowflake") -> Plan:
    """Plan a sync."""
    return Plan(
        name=name,
        objects=Objects(choice=ObjectChoice.NAMED, names=("Account", "Contact")),
        settings={"schema": "salesforce"},
        mode="replicate",
        schedule=Schedule(),
        channel_id="C1",
    )


def a_setup(requester: Person = ANNA, **fields: object) -> Setup:
    """Begin a setup."""
    return Setup.model_validate({"id": uuid4(), "requester": requester, "created_at": NOON, **fields})


def an_end(connection_id: str | None = None, **fields: object) -> End:
    """Describe one end of a setup."""
    return End.model_validate(
        {"type": "salesforce", "type_name": "Salesforce", "connection_id": connection_id, **fields}
    )


def a_run(**fields: object) -> Run:
    """Begin a run."""
    return Run.model_validate(
        {
            "id": uuid4(),
            "setup_id": None,
            "sync_id": "sync-1",
            "sync_name": "Salesforce to Snowflake",
            "asked_by": ANNA,
            "channel_id": "C1",
            "thread_ts": "1.1",
            "created_at": NOON,
            **fields,
        }
    )


def ids(found: Iterable[Setup]) -> set[UUID]:
    """Return which setups were found."""
    return {setup.id for setup in found}


async def run_out_of_lease(database: Database) -> None:
    """Let the time of every lease be over, as if its holder had died a while ago."""
    async with database.transaction() as connection:
        await connection.execute(
            text("UPDATE setups SET claimed_until = now() - interval '1 s' WHERE claimed_until IS NOT NULL")
        )


async def owed(database: Database, task: str, now: datetime = NOON) -> list[UUID]:
    """List the rows that are owed a task."""
    return [row_id for of, row_id in await Owed(database).jobs(now) if of == task]
