"""What follows from what was heard: decided and written in one transaction, so that a crash loses nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert

from bot.models import RunState, SeenExecution
from bot.models.troubles import GOOD
from bot.store import rows
from bot.store.executions import act_on, select_executions, select_news
from bot.store.tables import IS_UNTOLD, executions, runs, watches
from bot.store.trouble_tables import IS_OPEN, reports, troubles
from bot.store.troubles import lock, select_troubles, write_reports, write_troubles

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.models import Report, Run, Trouble, Watch
    from bot.store.database import Database

AT_ONCE = 200  # executions that one decision takes; the next takes the rest
JOINS_FOR = timedelta(minutes=5)  # a sync that fails this soon after many others belongs to the same
REMEMBERED = timedelta(days=30)  # troubles that are over, and reports


@dataclass(frozen=True)
class Facts:
    """All that a decision needs to know."""

    now: datetime
    news: list[SeenExecution]
    watches: list[Watch]
    troubles: list[Trouble]  # open ones of the syncs there is news of, and those whose silence is over
    leads: list[Trouble]  # whose messages tell of many syncs: of those above, or of others a moment ago
    successes: dict[str, SeenExecution]  # the newest of each sync there is news of
    told: set[tuple[str, str]]  # (execution or sync, channel) that a run in that channel tells of


@dataclass
class Consequences:
    """All that is written after a decision."""

    troubles: list[Trouble] = field(default_factory=list)  # new and changed ones
    dropped: list[UUID] = field(default_factory=list)  # troubles that came to nothing
    reports: list[Report] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


class Following:
    """Takes what was heard, and what fell silent long enough ago, one decision after the other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_due(self) -> bool:
        """Tell whether anything is to be decided: one question, however many syncs are watched."""
        is_news = select(executions.c.id).where(IS_UNTOLD).exists()
        is_over = select(troubles.c.id).where(IS_OPEN, troubles.c.silent_until <= func.now()).exists()
        async with self._database.statement() as connection:
            return bool(await connection.scalar(select(or_(is_news, is_over))))

    async def decide(self, decide: Callable[[Facts], Consequences]) -> Consequences:
        """Decide about what is new, and write what follows; nobody else does so meanwhile."""
        async with self._database.transaction() as connection:
            await lock(connection)
            facts = await _facts(connection)
            decided = await asyncio.to_thread(decide, facts)  # many channels take a while; nobody shall wait
            await _write(connection, decided)
            await act_on(connection, facts.news)
            await _forget(connection, facts.now)
        return decided


async def _facts(connection: AsyncConnection) -> Facts:
    now = datetime.now(UTC)
    news = await select_news(connection)
    sync_ids = {one.sync_id for one in news}
    is_due = and_(troubles.c.alerted_at.is_(None), troubles.c.silent_until <= now)
    known = await select_troubles(connection, IS_OPEN, or_(troubles.c.sync_id.in_(sync_ids), is_due))
    return Facts(
        now=now,
        news=news,
        watches=await _watches(connection, sync_ids, {one.watch_id for one in known}),
        troubles=known,
        leads=await _leads(connection, known, now),
        successes=await _successes(connection, sync_ids),
        told=await _told(connection, news),
    )


async def _leads(connection: AsyncConnection, known: Collection[Trouble], now: datetime) -> list[Trouble]:
    leads = troubles.c.lead_id == troubles.c.id
    is_wanted = troubles.c.id.in_({one.lead_id for one in known if one.lead_id})
    return await select_troubles(connection, leads, or_(is_wanted, troubles.c.alerted_at > now - JOINS_FOR))


async def _watches(
    connection: AsyncConnection, sync_ids: Collection[str], watch_ids: Collection[UUID]
) -> list[Watch]:
    follows = or_(watches.c.sync_id.in_(sync_ids), watches.c.sync_id.is_(None))
    query = select(watches).where(or_(follows, watches.c.id.in_(watch_ids))).order_by(watches.c.created_at)
    return [rows.to_watch(row) for row in (await connection.execute(query)).mappings()]


async def _successes(connection: AsyncConnection, sync_ids: Collection[str]) -> dict[str, SeenExecution]:
    """Find the newest success of each sync, by Polytomic's clock where it tells."""
    when = func.coalesce(executions.c.ended_at, executions.c.began_at, executions.c.created_at)
    is_good = and_(executions.c.status.in_(GOOD), func.coalesce(executions.c.errors, 0) == 0)
    query = (
        select(executions)
        .where(executions.c.sync_id.in_(sync_ids), is_good)
        .ext(distinct_on(executions.c.sync_id))
        .order_by(executions.c.sync_id, when.desc())
    )
    return {one.sync_id: one for one in await select_executions(connection, query)}


async def _told(connection: AsyncConnection, news: Collection[SeenExecution]) -> set[tuple[str, str]]:
    """Find which executions a run tells of, and where; one that is starting tells of its sync."""
    is_same = runs.c.execution_id.in_({one.execution_id for one in news})
    is_starting = and_(
        runs.c.state == RunState.STARTING.value, runs.c.sync_id.in_({one.sync_id for one in news})
    )
    query = select(runs.c.execution_id, runs.c.sync_id, runs.c.channel_id).where(or_(is_same, is_starting))
    found = await connection.execute(query)
    return {(row.execution_id or row.sync_id, row.channel_id) for row in found}


async def _write(connection: AsyncConnection, decided: Consequences) -> None:
    if decided.dropped:
        await connection.execute(delete(troubles).where(troubles.c.id.in_(decided.dropped)))
    await write_troubles(connection, decided.troubles)
    await write_reports(connection, decided.reports)
    for run in decided.runs:
        await connection.execute(insert(runs).values(**rows.of_run(run)).on_conflict_do_nothing())


async def _forget(connection: AsyncConnection, now: datetime) -> None:
    before = now - REMEMBERED
    await connection.execute(delete(troubles).where(troubles.c.over_at < before))
    await connection.execute(delete(reports).where(reports.c.created_at < before))
