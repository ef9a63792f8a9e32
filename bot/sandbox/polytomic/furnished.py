"""An organization that has been at it for a while: what a demonstration begins with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.sandbox.polytomic.bulk_syncs import DEFAULTS
from bot.sandbox.polytomic.health import heal, hurt, known_schemas
from bot.sandbox.polytomic.progress import Execution, Plan, Status
from bot.sandbox.polytomic.schedules import STEPS
from bot.sandbox.polytomic.state import BulkSync, Connection, Sandbox

AGO = timedelta(days=60)
HOUR = timedelta(hours=1)
MINUTES = (4, 6, 5, 9, 5, 4, 7)  # that runs take, one after the other


@dataclass(frozen=True)
class Past:
    """A bulk sync, and how its runs went: `failed` counts from the newest, which is 1."""

    name: str
    schedule: dict[str, str]
    runs: int = 0
    objects: int = 3
    failed: dict[int, str] = field(default_factory=dict)


SYNCS = (
    Past(
        "Shop orders to Analytics",
        {"frequency": "hourly", "minute": "20"},
        runs=45,
        failed={17: "The destination was down for maintenance."},
    ),
    Past(
        "Customers to Analytics",
        {"frequency": "daily", "hour": "05", "minute": "00"},
        runs=30,
        objects=2,
        failed={1: "Permission denied for the table customers.", 12: "The source did not answer."},
    ),
    Past("Shop archive", {"frequency": "manual"}, objects=5),
)


def furnish(sandbox: Sandbox) -> None:
    """Add connections, one of them broken, and bulk syncs with a past, one of them failing."""
    shop = _connection(sandbox, "Shop database", "postgresql", {"hostname": "db.shop.example"})
    analytics = _connection(sandbox, "Analytics", "bigquery", {"project_id": "shop-analytics"})
    exports = _connection(sandbox, "Marketing exports", "s3", {"s3_bucket_name": "marketing"})
    hurt(exports, "The access key was deactivated.")
    for past in SYNCS:
        _sync(sandbox, past, shop, analytics)


def _connection(sandbox: Sandbox, name: str, kind: str, configuration: dict[str, Any]) -> Connection:
    then = sandbox.clock.now() - AGO
    connection = Connection(str(uuid4()), name, kind, configuration, then, then)
    sandbox.connections.add(connection)
    heal(sandbox, connection)
    connection.refresh_started = connection.refresh_ends = then
    return connection


def _sync(sandbox: Sandbox, past: Past, source: Connection, destination: Connection) -> None:
    now = sandbox.clock.now()
    objects = list(known_schemas(sandbox, source))
    sync = BulkSync(
        id=str(uuid4()),
        name=past.name,
        source_id=source.id,
        destination_id=destination.id,
        settings={
            **DEFAULTS,
            "schedule": past.schedule,
            "destination_configuration": {"dataset": "shop"},
        },
        created_at=now - AGO,
        updated_at=now - AGO,
        updated_by=sandbox.config.user_name,
        active=True,
        schemas={name: {"enabled": place < past.objects} for place, name in enumerate(objects)},
        scheduled_until=now,
    )
    sync.executions.extend(_runs(sync, past, now))
    sandbox.syncs.add(sync)


def _runs(sync: BulkSync, past: Past, now: datetime) -> Sequence[Execution]:
    """Make the runs of the past, the oldest first."""
    step = STEPS.get(past.schedule["frequency"], HOUR)
    return [
        Execution(
            id=str(uuid4()),
            sync_id=sync.id,
            created_at=now - step * number + step / 3,
            seconds=60.0 * MINUTES[number % len(MINUTES)],
            cancel_seconds=1,
            schemas=tuple(sync.enabled),
            plan=Plan(Status.FAILED, past.failed[number]) if number in past.failed else Plan(),
            type="scheduled",
        )
        for number in range(past.runs, 0, -1)
    ]
