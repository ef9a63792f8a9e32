"""The replay itself, with its bad hours, and the table of what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING

from rich.table import Table

from tests.simulation.counted import Tally, compared
from tests.simulation.expected import expected
from tests.simulation.world import STEP, Beat, World, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.simulation.day import Day
    from tests.simulation.slack import Slack

MOST_PER_CHANNEL = STEP * 60  # messages from beat to beat that Slack takes: one each second
AFTERWARDS = 12  # minutes after the end of the day, in which what was late is found
CATCHES_UP = 3 * STEP  # minutes after a bad time
EXAMPLES = 5


@dataclass(frozen=True)
class Hours:
    """When what goes wrong, in minutes since midnight."""

    outage: range
    away: range  # the bot is killed, and not there for a while
    killed: int  # the bot is killed, and started at once

    @classmethod
    def of(cls, minutes: int) -> Hours:
        """Spread them over the day: an outage of half an hour, twenty minutes away, a kill in the storm."""
        outage, away, killed = (round(minutes * share / STEP) * STEP for share in (0.25, 0.42, 0.62))
        return cls(range(outage, outage + 30), range(away, away + 20), killed)

    def is_catching_up(self, minute: int) -> bool:
        """Tell whether there is more to read than usual."""
        return any(0 <= minute - bad.stop < CATCHES_UP for bad in (self.outage, self.away))


@dataclass(frozen=True)
class Outcome:
    """What came of a day."""

    beats: Sequence[Beat]
    slack: Slack
    tallies: Sequence[Tally]
    delivered: int
    hours: Hours

    @property
    def holds(self) -> bool:
        """True if nothing was lost or doubled, and no channel got more than Slack takes."""
        return not any(one.lost or one.doubled for one in self.tallies) and self._most <= MOST_PER_CHANNEL

    @property
    def _most(self) -> int:
        return max(self.slack.per_beat.values(), default=0)

    def table(self) -> Table:
        """Draw it."""
        drawn = Table(title="A day replayed", title_justify="left")
        for column in ("What", "Figure"):
            drawn.add_column(column, overflow="fold")
        for what, figure in self._rows():
            drawn.add_row(what, figure)
        return drawn

    def _rows(self) -> Iterator[tuple[str, str]]:
        usual = [one.requests for one in self.beats if not self.hours.is_catching_up(one.minute)]
        more = [one.requests for one in self.beats if self.hours.is_catching_up(one.minute)]
        yield f"Beats, one each {STEP} minutes", f"{len(self.beats):,}"
        yield "Requests to Polytomic per beat", f"mean {mean(usual):.2f}, most {max(usual)}"
        yield "… of these, to catch up after a bad time", f"most {max(more, default=0)}"
        overall = Counter[int]()
        for (minute, _), number in self.slack.per_beat.items():
            overall[minute] += number
        most, limit = max(overall.values(), default=0), MOST_PER_CHANNEL / STEP
        yield "Messages per minute, in one channel", f"most {self._most / STEP:.1f} (Slack takes {limit:.0f})"
        yield "Messages per minute, in all", f"most {most / STEP:.1f}"
        yield "Messages, edits", f"{len(self.slack.messages):,}, {self.slack.edits:,}"
        yield "Told to wait by Slack", f"{self.slack.refused:,} times"
        yield "Repeats that Slack recognised", f"{self.slack.recognised:,}"
        yield "Events that came by webhook, too", f"{self.delivered:,}"
        for one in self.tallies:
            yield f"Reports: {one.kind}", f"{one.expected:,}"
        yield "Reports expected", f"{sum(one.expected for one in self.tallies):,}"
        yield "Lost", f"{sum(len(one.lost) for one in self.tallies):,}"
        yield "Doubled", f"{sum(len(one.doubled) for one in self.tallies):,}"

    def troubles(self) -> Iterator[str]:
        """Name some of what is lost or doubled."""
        for one in self.tallies:
            for word, some in (("lost", one.lost), ("doubled", one.doubled)):
                yield from (f"{word}: {one.kind}: {what}" for what in some[:EXAMPLES])


async def replayed(server_url: str, day: Day, minutes: int, say: Callable[[int], None]) -> Outcome:
    """Replay a day minute by minute."""
    hours = Hours.of(minutes)
    async with world(server_url, day) as here:
        await here.start()
        for minute in range(0, minutes + AFTERWARDS, STEP):
            await _trouble(here, hours, minute)
            await here.pass_time(minute)
            say(minute)
        await here.drain()
        tallies = compared(expected(day), here.slack.messages.values())
        return Outcome(here.beats, here.slack, tallies, here.delivered, hours)


async def _trouble(here: World, hours: Hours, minute: int) -> None:
    here.polytomic.is_down = minute in hours.outage
    if minute == hours.away.start:
        await here.kill(within=0.02)
    if minute == hours.away.stop:
        await here.start()
    if minute == hours.killed:
        await here.kill(within=0.05)
        await here.start()
