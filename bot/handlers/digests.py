"""Wishes about a channel's digest: see what it gets, change it, end it."""

from datetime import UTC, datetime
from uuid import uuid4

from bot import views
from bot.models import Digest, DigestAnswers, Person
from bot.models.digests import next_due
from bot.notifier import Notifier
from bot.store import Digests as DigestRows


class Digests:
    """Knows which channels get a digest."""

    def __init__(self, rows: DigestRows, notifier: Notifier) -> None:
        self._rows = rows
        self._notifier = notifier

    async def of(self, channel_id: str, *, asked_by: Person) -> Digest | None:
        """Return what a channel gets; None if it gets none."""
        return await self._rows.of(asked_by.team_id, channel_id)

    async def choose(self, answers: DigestAnswers, *, asked_by: Person) -> Digest | None:
        """Let a channel get a digest, or none; raises CannotPost where the bot may not write."""
        if answers.every is None:
            known = await self.of(answers.channel_id, asked_by=asked_by)
            if known is not None:
                await self._rows.drop(known.id)
            return None
        now = datetime.now(UTC)
        wanted = Digest(
            id=uuid4(),
            asked_by=asked_by,
            channel_id=answers.channel_id,
            every=answers.every,
            weekday=answers.weekday,
            hour=answers.hour,
            timezone=answers.timezone,
            next_at=now,
            created_at=now,
        )
        wanted = wanted.model_copy(update={"next_at": next_due(wanted, now)})
        await self._notifier.whisper(asked_by, answers.channel_id, views.digest_chosen(wanted))
        return await self._rows.set(wanted)
