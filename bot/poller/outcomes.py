"""What follows from executions for those who watch their syncs: facts in, rows out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from bot.models import (
    Outcome,
    Report,
    Run,
    RunState,
    SeenExecution,
    Tells,
    Trouble,
    Watch,
    outcome,
    silent_until,
)
from bot.poller.streaks import closed, continued, is_after
from bot.store import JOINS_FOR, Consequences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.store import Facts

MOST_ALERTS = 5  # of one watch at once; more are told in one message
PLAIN = {Outcome.GOOD: Tells.SUCCESSES, Outcome.CANCELED: Tells.CANCELLATIONS}


def consequences(facts: Facts) -> Consequences:
    """Decide what follows from what was heard."""
    return _Decision(facts).made()


class _Decision:
    """One decision: goes through the syncs that there is news of, and through what was silent."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._watches = {watch.id: watch for watch in facts.watches}
        self._silent = {watch.id: silent_until(watch, facts.now) for watch in facts.watches}
        self._following: dict[str | None, list[Watch]] = defaultdict(list)  # by what they follow
        for watch in facts.watches:
            self._following[watch.sync_id].append(watch)
        self._open: dict[str, dict[UUID, Trouble]] = defaultdict(dict)  # by sync and watch
        for trouble in facts.troubles:
            self._open[trouble.sync_id][trouble.watch_id] = trouble
        self._leads = {lead.id: lead for lead in facts.leads}
        self._changed: dict[UUID, Trouble] = {}
        self._dropped: list[UUID] = []
        self._fresh: dict[UUID, list[Trouble]] = defaultdict(list)  # alerts to be made, by watch
        self._plain: dict[tuple[UUID, Tells], list[SeenExecution]] = defaultdict(list)
        self._runs: list[Run] = []

    def made(self) -> Consequences:
        """Return all that is to be written."""
        by_sync: dict[str, list[SeenExecution]] = defaultdict(list)
        for one in self._facts.news:
            by_sync[one.sync_id].append(one)
        for sync_id, heard in by_sync.items():
            self._follow(sync_id, heard)
        for trouble in self._facts.troubles:
            self._look_again(trouble)
        for watch_id, fresh in self._fresh.items():
            self._alert(watch_id, fresh)
        reports = [self._report(*key, told) for key, told in self._plain.items()]
        return Consequences(list(self._changed.values()), self._dropped, reports, self._runs)

    def _follow(self, sync_id: str, heard: Sequence[SeenExecution]) -> None:
        concerned = _one_per_channel([*self._following[None], *self._following[sync_id]])
        for watch in concerned:
            self._tell(watch, heard, self._track(watch, sync_id, heard))
        followed = {watch.id for watch in concerned}
        for watch_id, trouble in self._open[sync_id].items():
            if watch_id not in followed:  # its watch ended: it may still recover
                self._recovered(trouble)

    def _track(self, watch: Watch, sync_id: str, heard: Sequence[SeenExecution]) -> Trouble | None:
        """Count failures in a row; returns the trouble that a recovery has ended."""
        good = self._facts.successes.get(sync_id)
        known = self._open[sync_id].get(watch.id)
        over = self._recovered(known) if known else None
        failed = [one for one in heard if outcome(one) is Outcome.BAD and is_after(one, good)]
        if Tells.FAILURES not in watch.tells and Tells.RECOVERIES not in watch.tells:
            return over
        now = self._changed.get(known.id, known) if known and over is None else None
        trouble = continued(now, failed, good) if now else _begun(watch, failed, self._facts)
        if trouble is not None and trouble != known:
            self._note(self._alarmed(trouble, watch))
        return over

    def _recovered(self, trouble: Trouble) -> Trouble | None:
        """End a trouble whose last failure lies before a success; returns it as it was."""
        over = closed(trouble, self._facts.successes.get(trouble.sync_id))
        if over is None:
            return None
        if over.alerted_at is None:
            self._dropped.append(over.id)
        else:
            self._note(over)
        return over

    def _look_again(self, trouble: Trouble) -> None:
        """Tell what is still broken after a silence, unless its watch ended meanwhile."""
        is_due = trouble.silent_until is not None and trouble.silent_until <= self._facts.now
        if not is_due or trouble.alerted_at or trouble.id in self._changed or trouble.id in self._dropped:
            return
        watch = self._watches.get(trouble.watch_id)
        if watch is None:
            self._dropped.append(trouble.id)
        else:
            self._note(self._alarmed(trouble, watch))

    def _alarmed(self, trouble: Trouble, watch: Watch) -> Trouble:
        """Decide whether a trouble is told now, later, or not yet."""
        is_enough = Tells.FAILURES in watch.tells and trouble.streak >= watch.after_failures
        if trouble.alerted_at is not None:
            return trouble
        silence = self._silent[watch.id] if is_enough else None
        if not is_enough or silence:
            return trouble.model_copy(update={"silent_until": silence})
        told = {
            "alerted_at": self._facts.now,
            "alerted_streak": trouble.streak,
            "silent_until": None,
            "channel_id": watch.channel_id,
        }
        alarmed = trouble.model_copy(update=told)
        self._fresh[watch.id].append(alarmed)
        return alarmed

    def _note(self, trouble: Trouble) -> None:
        self._changed[trouble.id] = trouble.model_copy(update={"version": trouble.version + 1})
        if trouble.is_led:
            self._stir_lead(trouble)

    def _stir_lead(self, member: Trouble) -> None:
        """Let the message that tells of many syncs say what became of one of them."""
        lead = self._leads.get(member.lead_id) if member.lead_id else None
        if lead is not None and lead.id not in self._changed:
            self._changed[lead.id] = lead.model_copy(update={"version": lead.version + 1})

    def _alert(self, watch_id: UUID, fresh: Sequence[Trouble]) -> None:
        """Tell many alerts at once in one message; what comes soon after belongs to it, too."""
        lead = next((one for one in reversed(self._facts.leads) if self._is_joined(one, watch_id)), None)
        if lead is None and len(fresh) <= MOST_ALERTS:
            return
        lead_id = lead.id if lead else fresh[0].id
        for one in fresh:
            self._note(self._changed[one.id].model_copy(update={"lead_id": lead_id}))

    def _is_joined(self, lead: Trouble, watch_id: UUID) -> bool:
        is_fresh = lead.alerted_at is not None and self._facts.now - lead.alerted_at < JOINS_FOR
        return lead.watch_id == watch_id and is_fresh

    def _tell(self, watch: Watch, heard: Sequence[SeenExecution], over: Trouble | None) -> None:
        """Tell plain outcomes, once each, and nothing in a silence."""
        if self._silent[watch.id]:
            return
        for one in heard:
            if (one.execution_id, watch.channel_id) in self._facts.told:
                continue
            tells = self._tells(watch, one, over)
            if tells is Tells.STARTS:
                self._start(watch, one)
            elif tells is not None:
                self._plain[watch.id, tells].append(one)

    def _tells(self, watch: Watch, one: SeenExecution, over: Trouble | None) -> Tells | None:
        """Name as what an execution is told beside an alert; None if it is not."""
        means = outcome(one)
        if means is Outcome.RUNNING:
            return Tells.STARTS if Tells.STARTS in watch.tells else None
        if means is Outcome.GOOD and over is not None and self._facts.successes.get(one.sync_id) == one:
            return self._recovery(watch, over)
        plain = PLAIN.get(means)
        return plain if plain in watch.tells else None

    @staticmethod
    def _recovery(watch: Watch, over: Trouble) -> Tells | None:
        """Name as what a recovery is told, unless the alert's thread tells it."""
        wants = Tells.RECOVERIES in watch.tells
        if wants and over.alerted_at is not None and watch.in_threads:
            return None
        if Tells.SUCCESSES in watch.tells:
            return Tells.SUCCESSES
        is_unheard = over.alerted_at is None and Tells.FAILURES not in watch.tells
        return Tells.RECOVERIES if wants and is_unheard and over.streak >= watch.after_failures else None

    def _start(self, watch: Watch, one: SeenExecution) -> None:
        """Let the channel follow an execution, unless a run that starts there is this one."""
        if (one.sync_id, watch.channel_id) in self._facts.told:
            return
        self._runs.append(
            Run(
                id=uuid4(),
                setup_id=None,
                sync_id=one.sync_id,
                sync_name=one.sync_name,
                asked_by=watch.asked_by,
                channel_id=watch.channel_id,
                thread_ts=None,
                watch_id=watch.id,
                trigger=one.trigger,
                state=RunState.RUNNING,
                execution_id=one.execution_id,
                status=one.status,
                created_at=self._facts.now,
                started_at=one.began_at,
            )
        )

    def _report(self, watch_id: UUID, tells: Tells, told: Sequence[SeenExecution]) -> Report:
        watch = self._watches[watch_id]
        return Report(
            id=uuid4(),
            watch_id=watch_id,
            team_id=watch.asked_by.team_id,
            channel_id=watch.channel_id,
            tells=tells,
            executions=tuple(told),
            created_at=self._facts.now,
        )


def _one_per_channel(watches: Iterable[Watch]) -> list[Watch]:
    """Keep one watch of each channel: the last, which follows the sync more exactly than one for all."""
    return list({(watch.asked_by.team_id, watch.channel_id): watch for watch in watches}.values())


def _begun(watch: Watch, failed: Sequence[SeenExecution], facts: Facts) -> Trouble | None:
    """Open a trouble on what failed since the last success; None if nothing did."""
    if not failed:
        return None
    last = failed[-1]
    empty = Trouble(
        id=uuid4(),
        watch_id=watch.id,
        team_id=watch.asked_by.team_id,
        channel_id=watch.channel_id,
        sync_id=last.sync_id,
        sync_name=last.sync_name,
        began_at=last.ended_at or last.created_at,
        created_at=facts.now,
        version=-1,
    )
    return continued(empty, failed, None)
