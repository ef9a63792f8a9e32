"""Chores: what does no harm when it is done a minute later, for it would cost something in every beat."""

from datetime import UTC, datetime, timedelta

from bot.handlers.home import OPEN_FOR
from bot.poller.connections import SignIns
from bot.store import Kept

EVERY_BEATS = 12  # a minute, at five seconds a beat
ABANDONED_AFTER = timedelta(hours=12)
REMEMBERED = timedelta(days=9)  # executions: longer than the longest digest looks back


class Chores:
    """Reminds of sign-ins, and forgets what is over."""

    def __init__(self, kept: Kept, sign_ins: SignIns, *, every_seconds: float) -> None:
        self._kept = kept
        self._sign_ins = sign_ins
        self._every = every_seconds

    async def do(self) -> None:
        """Do them all, when it is time."""
        kept, now = self._kept, datetime.now(UTC)
        if not await kept.beats.take("chores", every_seconds=self._every):
            return
        await self._sign_ins.remind_and_expire()
        for setup in await kept.setups.abandoned(now - ABANDONED_AFTER):
            await kept.setups.delete(setup.id)
        await kept.executions.forget(now - REMEMBERED)
        await kept.homes.forget(now - OPEN_FOR)
        await kept.triggers.forget()
