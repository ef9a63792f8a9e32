"""Health: one look at all connections, now and then; what broke, and what works again, is told once."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from bot.models import KnownConnection, Setup, State, Tells, silent_until
from bot.polytomic import BulkSync, Health, Polytomic
from bot.store import Beats, Changed, KnownConnections, Setups, Watches
from bot.store.jobs import TELL_HEALTH, Jobs

EVERY_BEATS = 12  # a minute, at five seconds a beat
ITS_CARD_SAYS_IT = {State.AWAITING_AUTHORIZATION, State.AWAITING_SCHEMAS, State.CREATING}


class WatchedSync(NamedTuple):
    """A bulk sync that channels watch, and the connections that it uses."""

    name: str
    ends: set[str]
    channels: tuple[str, ...]


class HealthWatch:
    """Notices what broke or recovered since the last look; that look may have been another replica's."""

    def __init__(
        self,
        beats: Beats,
        known: KnownConnections,
        setups: Setups,
        watches: Watches,
        polytomic: Polytomic,
        jobs: Jobs,
        *,
        every_seconds: float,
    ) -> None:
        self._beats = beats
        self._known = known
        self._setups = setups
        self._watches = watches
        self._polytomic = polytomic
        self._jobs = jobs
        self._every = every_seconds
        self._is_owed = False  # a look that failed is made up for in the next beat
        self._last: tuple[list[Health], tuple[int, int]] | None = None

    async def notice(self) -> None:
        """Ask Polytomic once for all connections, when it is time."""
        if not self._is_owed and not await self._beats.take("health", every_seconds=self._every):
            return
        self._is_owed = True
        await self._look()
        self._is_owed = False

    async def _look(self) -> None:
        half_a_beat = self._every / EVERY_BEATS / 2
        seen = await self._polytomic.health(within=half_a_beat)  # the sign-ins of this beat may have asked
        # The client gives the same list again while nothing changes; the mark tells of other replicas.
        if self._last and self._last[0] is seen and self._last[1] == await self._known.mark():
            return
        known, now = await self._known.health(), {one.id: one.is_healthy for one in seen}
        await self._known.forget(known.keys() - now.keys())
        await self._known.add({key: now[key] for key in now.keys() - known.keys()})
        turned = [one for one in seen if known.get(one.id, one.is_healthy) != one.is_healthy]
        await self._broken({one.id: one for one in turned if not one.is_healthy})
        await self._well({one.id for one in turned if one.is_healthy})
        self._last = (seen, await self._known.mark())

    async def _broken(self, broken: dict[str, Health]) -> None:
        if not broken:
            return
        users, watched = await self._setups.using(broken), await self._watched(broken)
        whom = {key: concerned(key, users, watched) for key in broken}
        await self._known.turn([key for key in broken if not whom[key]], healthy=False)
        for one in await self._known.of([key for key in broken if whom[key]]):
            said = broken[one.connection_id]
            await self._tell(
                one.model_copy(
                    update={
                        "is_healthy": False,
                        "name": said.name,
                        "type_name": said.type_name,
                        "reason": said.reason,
                        "episode": one.episode + 1,
                        "broke_at": datetime.now(UTC),
                        "recovered_at": None,
                        "recipients": whom[one.connection_id],
                        "syncs": _syncs(one.connection_id, users, watched),
                    }
                )
            )

    async def _watched(self, connection_ids: Collection[str]) -> list[WatchedSync]:
        """Find the watched syncs that use any of these, with one request and only if a channel watches."""
        if await self._watches.watched() == set():
            return []
        using = [sync for sync in await self._polytomic.bulk_syncs() if _ends(sync) & set(connection_ids)]
        now = datetime.now(UTC)
        watches = [
            watch
            for watch in await self._watches.of_syncs([sync.id for sync in using])
            if Tells.FAILURES in watch.tells and silent_until(watch, now) is None
        ]
        found = ((sync, [watch for watch in watches if watch.sync_id in {None, sync.id}]) for sync in using)
        return [
            WatchedSync(sync.name, _ends(sync), tuple(watch.channel_id for watch in whose))
            for sync, whose in found
            if whose
        ]

    async def _well(self, connection_ids: Collection[str]) -> None:
        if not connection_ids:
            return
        told_of = [one for one in await self._known.of(connection_ids) if one.is_told_of]
        for one in told_of:
            await self._tell(one.model_copy(update={"is_healthy": True, "recovered_at": datetime.now(UTC)}))
        others = set(connection_ids) - {one.connection_id for one in told_of}
        await self._known.turn(others, healthy=True)

    async def _tell(self, changed: KnownConnection) -> None:
        try:
            saved = await self._known.save(changed)
        except Changed:  # another replica was faster
            return
        await self._jobs.defer(TELL_HEALTH, saved.id)


def concerned(
    connection_id: str, setups: Iterable[Setup], watched: Iterable[WatchedSync] = ()
) -> tuple[str, ...]:
    """Name whom a connection's break concerns: who made it, and the channels told of syncs that use it.

    Those channels read a sync's announcement, or watch it. A person whose setup waits for this connection
    hears of it from the setup's card.
    """
    users = [setup for setup in setups if _uses(setup, connection_id)]
    makers = [setup.requester.user_id for setup in users if _made(setup, connection_id)]
    waiting = {setup.requester.user_id for setup in users if setup.state in ITS_CARD_SAYS_IT}
    channels = [setup.plan.channel_id for setup in users if setup.plan and setup.sync_id]
    watching = [channel for sync in watched if connection_id in sync.ends for channel in sync.channels]
    return tuple(dict.fromkeys([*(one for one in makers if one not in waiting), *channels, *watching]))


def _syncs(connection_id: str, setups: Iterable[Setup], watched: Iterable[WatchedSync]) -> tuple[str, ...]:
    mine = [setup for setup in setups if _uses(setup, connection_id)]
    ours = [setup.plan.name for setup in mine if setup.plan and setup.sync_id]
    return tuple(dict.fromkeys([*ours, *(sync.name for sync in watched if connection_id in sync.ends)]))


def _ends(sync: BulkSync) -> set[str]:
    return {sync.source_connection_id, sync.destination_connection_id}


def _uses(setup: Setup, connection_id: str) -> bool:
    return any(end and end.connection_id == connection_id for end in (setup.source, setup.destination))


def _made(setup: Setup, connection_id: str) -> bool:
    ends = (setup.source, setup.destination)
    return any(end and end.made_here and end.connection_id == connection_id for end in ends)
