"""Telling channels of what they watch; run again, it says nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot import views
from bot.models import Tells, Trouble, Watch, silent_until
from bot.notifier import CannotPost, Notifier

if TYPE_CHECKING:
    from uuid import UUID

    from bot.models import Post
    from bot.poller.lost_channels import LostChannels
    from bot.store import Runs, Troubles, Watches

NAMED_AT_ONCE = 200  # syncs that one reply names


class WatchTelling:
    """Shows what the rows say: one message for each problem, its story in the thread, and plain outcomes."""

    def __init__(
        self, watches: Watches, troubles: Troubles, runs: Runs, notifier: Notifier, lost: LostChannels
    ) -> None:
        self._watches = watches
        self._troubles = troubles
        self._runs = runs
        self._notifier = notifier
        self._lost = lost

    async def tell_trouble(self, trouble_id: UUID) -> None:
        """Bring the message of a problem up to date, and tell in its thread what came since."""
        trouble = await self._troubles.get(trouble_id)
        if trouble is None:
            return
        if trouble.alerted_at is None or trouble.is_led:  # it has nothing to tell itself
            await self._troubles.told(trouble)
            return
        watch = _as_of_now(await self._watches.get(trouble.watch_id))
        told = trouble.told_streak
        try:
            told = await (self._tell_many if trouble.leads else self._tell_one)(trouble, watch)
        except CannotPost as error:
            await self._lost.give_up(trouble.team_id, trouble.channel_id, error)
        await self._troubles.told(trouble, streak=told)

    async def tell_report(self, report_id: UUID) -> None:
        """Tell a plain outcome."""
        report = await self._troubles.report(report_id)
        if report is None:
            return
        try:
            await self._notifier.post(f"report-{report.id}", report.channel_id, views.watch_report(report))
        except CannotPost as error:
            await self._lost.give_up(report.team_id, report.channel_id, error)
        await self._troubles.told(report)

    async def _tell_one(self, trouble: Trouble, watch: Watch | None) -> int:
        """Tell of one sync; returns how many failures are told."""
        alert = await self._alert(trouble, views.trouble_alert(trouble, watch, await self._run_url(trouble)))
        if alert is None or watch is None or not _speaks(watch):
            return trouble.streak
        told = max(trouble.alerted_streak, trouble.told_streak)
        for failure in trouble.failures:
            if failure.number > told:
                key = f"trouble-{trouble.id}-failure-{failure.execution_id}"
                await self._reply(key, alert, views.trouble_failure(trouble, failure))
        if trouble.over_at and Tells.RECOVERIES in watch.tells:
            await self._reply(f"trouble-{trouble.id}-recovery", alert, views.trouble_recovery(trouble))
        return trouble.streak

    async def _tell_many(self, lead: Trouble, watch: Watch | None) -> int:
        """Tell of many syncs in one message, and name all of them in its thread; returns how many."""
        led = await self._troubles.led_by(lead.id)
        alert = await self._alert(lead, views.storm_alert(led, watch))
        if alert is None or watch is None or not _speaks(watch):
            return len(led)
        for begin in range(lead.told_streak, len(led), NAMED_AT_ONCE):
            some = led[begin : begin + NAMED_AT_ONCE]
            key = f"trouble-{lead.id}-names-{begin}-{len(some)}"  # more may join before this is noted as told
            await self._reply(key, alert, views.storm_names(some))
        if all(one.over_at for one in led) and Tells.RECOVERIES in watch.tells:
            await self._reply(f"trouble-{lead.id}-recovery-{len(led)}", alert, views.storm_recovery(led))
        return len(led)

    async def _alert(self, trouble: Trouble, message: views.Message) -> Post | None:
        """Post or edit the message of a problem; None for one that was over before anybody was told."""
        key = f"trouble-{trouble.id}-alert"
        if trouble.over_at and not trouble.leads and not await self._notifier.has(key):
            return None
        return await self._notifier.keep(key, trouble.channel_id, message)

    async def _reply(self, key: str, alert: Post, message: views.Message) -> None:
        await self._notifier.post(key, alert.channel_id, message, thread_ts=alert.ts)

    async def _run_url(self, trouble: Trouble) -> str | None:
        """Find the card of the run that failed first, if this channel has it."""
        ids = [failure.execution_id for failure in trouble.failures]
        run = await self._runs.of_executions(ids, trouble.channel_id)
        return await self._notifier.run_link(run) if run else None


def _as_of_now(watch: Watch | None) -> Watch | None:
    """Take a mute that is over as none."""
    is_muted = watch and watch.muted_until and watch.muted_until > datetime.now(UTC)
    return watch if watch is None or is_muted else watch.model_copy(update={"muted_until": None})


def _speaks(watch: Watch) -> bool:
    """Tell whether replies are wanted now; an edit of what was told disturbs nobody."""
    return watch.in_threads and silent_until(watch, datetime.now(UTC)) is None
