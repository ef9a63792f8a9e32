"""Several bots on one database: real processes, each on a port of its own."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from operating import Scrape
from process import Process, free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from world import World

USUAL_BEAT = 5.0  # seconds; what is measured is measured with what people have who set nothing


@asynccontextmanager
async def fleet(world: World, logs: Path, number: int, **changes: object) -> AsyncIterator[list[Process]]:
    """Run so many replicas; at the end none is left, and none has met a bug."""
    replicas = [
        Process(
            world.settings.model_copy(update={"port": free_port(), **changes}),
            log=logs / f"replica-{one}.log",
        )
        for one in range(number)
    ]
    try:
        await asyncio.gather(*(replica.start() for replica in replicas))
        yield replicas
    finally:
        for replica in replicas:
            await replica.kill()
    for replica in replicas:
        assert "Traceback" not in replica.log, replica.log[-4000:]


@asynccontextmanager
async def alone(replica: Process, *others: Process) -> AsyncIterator[None]:
    """Let one replica do all the work while the block runs, so that it is known who holds what."""
    assert replica not in others
    for other in others:
        await other.freeze()
    try:
        yield
    finally:
        for other in others:
            other.thaw()


async def taken(world: World, replica: Process) -> float:
    """Count what a replica has acknowledged to Slack."""
    figures = (await Scrape.of(world, replica.port)).figures
    return sum(value for (name, _), value in figures.items() if name == "polytomic_bot_acks_total")
