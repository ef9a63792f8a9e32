"""What Slack was told, compared with what had to be told: nothing lost, nothing doubled."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.simulation.expected import Expected, Problem
    from tests.simulation.slack import Posted

ALARM, WELL = ":rotating_light:", ":white_check_mark:"
EXECUTION = re.compile(r"execution ([0-9a-f-]{36})")
TIMES = re.compile(r"failed (\d+) times in a row")
NAME = re.compile(r"\*Sync (\d{5})\*")
ROWS = re.compile(r"([\d,]+) rows")
ALL_WELL = re.compile(r"All ([\d,]+) work again")
SOME_WELL = re.compile(r"([\d,]+) of them work again")


@dataclass
class Tally:
    """Reports of one kind: how many there had to be, and which were not there, or once too often."""

    kind: str
    expected: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def count(self, what: str, wanted: int, told: int) -> None:
        """Note one thing that had to be told so many times."""
        self.expected += wanted
        self.lost += [what] * max(wanted - told, 0)
        self.doubled += [what] * max(told - wanted, 0)


@dataclass
class Told:
    """What was told, sorted."""

    alerts: dict[str, list[Posted]] = field(default_factory=lambda: defaultdict(list))  # channel+execution
    named: Counter[tuple[str, int]] = field(default_factory=Counter)  # in a message for many
    leads: list[Posted] = field(default_factory=list)
    again: Counter[tuple[str, str]] = field(default_factory=Counter)  # (channel, execution)
    well: Counter[tuple[str, int]] = field(default_factory=Counter)  # (channel, sync)
    rows: Counter[tuple[str, int]] = field(default_factory=Counter)
    bare: Counter[tuple[str, int]] = field(default_factory=Counter)  # (channel, sync): told without its rows


def told(messages: Iterable[Posted]) -> Told:
    """Sort messages by what a reader takes from them."""
    found = Told()
    for one in messages:
        if one.thread is None:
            _top(found, one)
        else:
            _reply(found, one)
    return found


def _top(found: Told, one: Posted) -> None:
    execution = EXECUTION.search(one.first)
    if ALARM not in one.first:
        _plain(found, one)
    elif execution:
        found.alerts[one.channel + execution[1]].append(one)
    else:
        found.leads.append(one)


def _plain(found: Told, one: Posted) -> None:
    """Read a report line by line; what came by webhook while Polytomic was away has no number of rows."""
    for line in one.first.splitlines():
        rows, name = ROWS.search(line), NAME.search(line)
        if rows:
            found.rows[one.channel, int(rows[1].replace(",", ""))] += 1
        elif name:
            found.bare[one.channel, int(name[1])] += 1


def _reply(found: Told, one: Posted) -> None:
    names, execution = [int(name) for name in NAME.findall(one.first)], EXECUTION.search(one.first)
    if WELL in one.first:
        found.well.update((one.channel, name) for name in names)
    elif execution:
        found.again[one.channel, execution[1]] += 1
    else:
        found.named.update((one.channel, name) for name in names)


def compared(wanted: Expected, messages: Iterable[Posted]) -> list[Tally]:
    """Count what is lost and what is doubled, kind by kind."""
    return _Comparison(wanted, told(messages)).made()


class _Comparison:
    """Goes through what had to be told, sync by sync and channel by channel."""

    def __init__(self, wanted: Expected, found: Told) -> None:
        self._wanted = wanted
        self._found = found
        self._alerts = Tally("a sync began to fail")
        self._again = Tally("it failed again")
        self._well = Tally("it works again")
        self._plain = Tally("it completed, or was cancelled")
        self._seen: set[str] = set()
        self._joined: Counter[str] = Counter()  # by channel: recoveries that a message for many tells

    def made(self) -> list[Tally]:
        """Count."""
        by_sync: dict[tuple[str, int], list[Problem]] = defaultdict(list)
        for problem in self._wanted.problems:
            by_sync[problem.channel, problem.sync].append(problem)
        for key, problems in by_sync.items():
            self._count(key, [(problem, _alerts(self._found, problem)) for problem in problems])
        for some in self._found.alerts.values():
            stray = [one for one in some if one.ts not in self._seen]
            self._alerts.doubled += [f"{one.channel} {one.first[:80]}" for one in stray]
        for channel, number in self._joined.items():
            told_by = sum(_well(one) for one in self._found.leads if one.channel == channel)
            self._well.count(f"{channel} many", number, told_by)
        _reports(self._plain, self._wanted, self._found)
        return [self._alerts, self._again, self._well, self._plain]

    def _count(self, key: tuple[str, int], pairs: list[tuple[Problem, list[Posted]]]) -> None:
        alerts = [one for _, some in pairs for one in some]
        self._seen.update(one.ts for one in alerts)
        self._alerts.count(f"{key}", len(pairs), len(alerts) + self._found.named[key])
        replied = [p for p, some in pairs if some and p.recovery and p.in_threads]
        self._well.count(f"{key}", len(replied), self._found.well[key])
        for problem, some in pairs:
            if not some:
                self._joined[key[0]] += problem.recovery is not None
                continue
            _follow(self._again, self._found, problem, some[0])
            if not problem.in_threads:
                self._well.count(f"{key} edited", int(problem.recovery is not None), int(WELL in some[0].now))


def _reports(plain: Tally, wanted: Expected, found: Told) -> None:
    for key in wanted.plain.keys() | found.rows.keys():
        sync = (key[0], wanted.plain.get(key, -1))
        times = found.rows[key]
        if not times and found.bare[sync]:
            found.bare[sync] -= 1
            times = 1
        plain.count(f"{key}", int(key in wanted.plain), times)
    plain.doubled += [f"{key}" for key, left in found.bare.items() for _ in range(left)]


def _alerts(found: Told, problem: Problem) -> list[Posted]:
    return [one for run in problem.runs for one in found.alerts.get(problem.channel + run.id, [])]


def _follow(again: Tally, found: Told, problem: Problem, alert: Posted) -> None:
    """Every failure after those that the alert spoke of is a reply, if replies are wanted."""
    times = TIMES.search(alert.first)
    spoken = int(times[1]) if times else 1
    for number, run in enumerate(problem.runs, 1):
        replies = found.again[problem.channel, run.id]
        wanted = int(number > spoken and problem.in_threads)
        again.count(f"{problem.channel} {run.id}", wanted, min(replies, wanted) if replies <= 1 else replies)


def _well(lead: Posted) -> int:
    whole, some = ALL_WELL.search(lead.now), SOME_WELL.search(lead.now)
    found = whole or some
    return int(found[1].replace(",", "")) if found else 0
