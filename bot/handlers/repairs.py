"""The wish to give a connection new credentials."""

from datetime import UTC, datetime
from uuid import uuid4

from bot.errors import BotError
from bot.handlers.directory import Directory
from bot.handlers.steps import Steps, existing_end
from bot.models import Person, Setup, Step, Wish
from bot.store import Setups


class Gone(BotError):  # noqa: N818 - what it says to the person
    """The connection was deleted."""


class Repairs:
    """Begins repairs on behalf of a person."""

    def __init__(self, rows: Setups, directory: Directory, steps: Steps) -> None:
        self._rows = rows
        self._directory = directory
        self._steps = steps

    async def begin(self, connection_id: str, *, asked_by: Person, channel_id: str | None = None) -> Step:
        """Ask how the new credentials reach Polytomic; raises Gone."""
        known = {one.id: one for one in await self._directory.connections(fresh=True)}
        if connection_id not in known:
            raise Gone("This connection no longer exists at Polytomic.", "There is nothing to reconnect.")
        setup = Setup(
            id=uuid4(),
            requester=asked_by,
            wish=Wish.REPAIR,
            source=existing_end(known[connection_id]),
            origin_channel_id=channel_id,
            created_at=datetime.now(UTC),
        )
        return await self._steps.next(await self._rows.add(setup))
