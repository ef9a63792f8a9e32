"""The day that is replayed: ten thousand bulk syncs, what each run came to, and who watches what."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.models import Person, Tells, Watch

TEAM, PERSON = "T0SIM", "U0SIM"
# Polytomic's clock is hours behind this machine's, and the more so as a day is replayed in minutes.
MIDNIGHT = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=31)
HOUR = 3600
PERIODS = (
    1,
    *(6,) * 3,
    *(24,) * 16,
)  # hours: of twenty syncs one runs each hour, three each six, the others daily
BAD = ("failed",) * 7 + ("errors",) * 2 + ("interrupted",)
STORM = (14 * HOUR, 16 * HOUR)  # a connection that many share is broken
SHARE_IT = 37  # every so manyth sync
BEGINS_TO_FAIL, IS_CANCELED = 0.02, 0.01
WATCHED_EACH = 10  # syncs of a channel that does not watch all


@dataclass(frozen=True)
class Run:
    """One execution, in seconds since midnight."""

    number: int
    sync: int
    begin: int
    end: int
    status: str

    @property
    def id(self) -> str:
        """Its id at Polytomic."""
        return str(UUID(int=self.number + 1))

    @property
    def rows(self) -> int:
        """A number of rows that no other run has, by which a report of it is known."""
        return 1_000_000 + self.number


@dataclass(frozen=True)
class Day:
    """All that happens, and everybody who wants to hear of it."""

    hours: int
    syncs: int
    runs: tuple[Run, ...]
    watches: tuple[Watch, ...]


def sync_id(number: int) -> str:
    """Return a sync's id."""
    return f"s-{number:05}"


def sync_name(number: int) -> str:
    """Return a sync's name, from which its number can be read."""
    return f"Sync {number:05}"


def at(seconds: float) -> datetime:
    """Return a moment of the day."""
    return MIDNIGHT + timedelta(seconds=seconds)


def plan(syncs: int, channels: int, hours: int, seed: int = 1) -> Day:
    """Throw the dice for a day; the same seed gives the same day."""
    dice = random.Random(seed)  # noqa: S311 - a day, no secret
    drafts = [draft for sync in range(syncs) for draft in _runs_of(sync, hours * HOUR, dice)]
    runs = tuple(Run(number, *draft) for number, draft in enumerate(drafts))
    watches = [watch for channel in range(channels) for watch in _watches_of(channel, syncs, dice)]
    return Day(hours, syncs, runs, tuple(watches))


def _runs_of(sync: int, until: int, dice: random.Random) -> list[tuple[int, int, int, str]]:
    period, failing, found = PERIODS[sync % len(PERIODS)] * HOUR, 0, []
    begin = dice.randrange(120, period)
    while True:
        end = begin + dice.randrange(40, 900)
        if end > until - 120:
            return found
        if not failing and dice.random() < BEGINS_TO_FAIL:
            failing = dice.randrange(1, 5)
        in_storm = sync % SHARE_IT == 0 and STORM[0] <= end < STORM[1]
        status = "completed"
        if failing or in_storm:
            status, failing = dice.choice(BAD), max(failing - 1, 0)
        elif dice.random() < IS_CANCELED:
            status = "canceled"
        found.append((sync, begin, end, status))
        begin += period + dice.randrange(-60, 60)


def _watches_of(channel: int, syncs: int, dice: random.Random) -> list[Watch]:
    """Two channels watch everything, one of them a sync beside in its own way; the others some syncs."""
    if channel == 0:
        return [_watch(channel, None), _watch(channel, 0, after_failures=3)]
    if channel == 1:
        return [_watch(channel, None, after_failures=2)]
    how: dict[str, object] = {"after_failures": 2 if channel % 5 == 0 else 1, "in_threads": channel % 7 != 0}
    if channel % 6 == 0:
        how["tells"] = (Tells.FAILURES, Tells.RECOVERIES, Tells.SUCCESSES, Tells.CANCELLATIONS)
    often = dice.sample(range(0, syncs, len(PERIODS)), WATCHED_EACH // 2)
    rest = dice.sample([one for one in range(syncs) if one % len(PERIODS)], WATCHED_EACH // 2)
    return [_watch(channel, sync, **how) for sync in [*often, *rest]]


def _watch(channel: int, sync: int | None, **how: object) -> Watch:
    return Watch.model_validate(
        {
            "id": UUID(int=(channel + 1) * 10**9 + (0 if sync is None else sync + 1)),
            "asked_by": Person(team_id=TEAM, user_id=PERSON),
            "channel_id": f"C{channel:04}",
            "sync_id": None if sync is None else sync_id(sync),
            "sync_name": "" if sync is None else sync_name(sync),
            "created_at": datetime.now(UTC) - timedelta(days=1),
            **how,
        }
    )
