"""Digests: each channel's is told once per time that it is due, whoever was down meanwhile."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot import views
from bot.handlers.overview import Overviews
from bot.models import Digest, DigestReport
from bot.models.digests import begin_of, newest_due, next_due
from bot.notifier import CannotPost, Notifier
from bot.store import Digests, Sums, Watches
from bot.store.jobs import TELL_DIGEST, Jobs

log = logging.getLogger(__name__)

LAG = timedelta(minutes=1)  # what ended just before it was due may not have been heard of yet


class DigestTasks:
    """Sums up what the syncs that a channel watches did."""

    def __init__(
        self,
        rows: Digests,
        watches: Watches,
        sums: Sums,
        overviews: Overviews,
        notifier: Notifier,
        command_name: str,
    ) -> None:
        self._rows = rows
        self._watches = watches
        self._sums = sums
        self._overviews = overviews
        self._notifier = notifier
        self._command_name = command_name

    async def tell_digest(self, digest_id: UUID) -> None:
        """Tell a channel's digest; after a long silence only the newest one that is due."""
        digest, now = await self._rows.get(digest_id), datetime.now(UTC)
        if digest is None or digest.next_at > now:
            return
        due = newest_due(digest, now)
        message = views.digest_message(await self._report(digest, due), self._command_name)
        try:
            await self._notifier.post(f"digest-{digest.id}-{due.timestamp():.0f}", digest.channel_id, message)
        except CannotPost as error:
            await self._give_up(digest, error)
            return
        await self._rows.move(digest, next_due(digest, now))

    async def _report(self, digest: Digest, due: datetime) -> DigestReport:
        watches = await self._watches.of_channel(digest.asked_by.team_id, digest.channel_id)
        sync_ids = [watch.sync_id for watch in watches if watch.sync_id is not None]
        watches_all = len(sync_ids) < len(watches)
        since, until = begin_of(digest, due), due
        report = DigestReport(
            digest=digest, since=since, until=until, watched=None if watches_all else len(sync_ids)
        )
        if not watches:
            return report
        sums = await self._sums.between(since - LAG, until - LAG, None if watches_all else sync_ids)
        silent = await self._overviews.silent(digest.every, since, None if watches_all else sync_ids)
        care = (await self._overviews.look()).care
        return report.model_copy(update={"sums": sums, "silent": silent, "care": care})

    async def _give_up(self, digest: Digest, error: CannotPost) -> None:
        """Tell whoever asked for it that it ends, once, and end it."""
        log.warning("The digest of %s ends: %s", digest.channel_id, error.message)
        lost = views.digest_lost(digest, error, self._command_name)
        try:
            await self._notifier.post(f"digest-{digest.id}-lost", digest.asked_by.user_id, lost)
        except CannotPost as nobody:
            log.warning("%s cannot be told: %s", digest.asked_by.user_id, nobody.message)
        await self._rows.drop(digest.id)


class DueDigests:
    """Notices which digests are due."""

    def __init__(self, rows: Digests, jobs: Jobs) -> None:
        self._rows = rows
        self._jobs = jobs

    async def notice(self) -> None:
        """Defer the telling of each."""
        for digest_id in await self._rows.due(datetime.now(UTC)):
            await self._jobs.defer(TELL_DIGEST, digest_id)
