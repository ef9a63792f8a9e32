"""Secure pages: the connections made there are noticed in the list that the sign-ins are noticed in."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.handlers.making import CLOCKS_MAY_DIFFER_BY
from bot.handlers.pages import left
from bot.handlers.progress import Progress
from bot.models import End, Problem, Question, SecurePage, Setup
from bot.polytomic import Health
from bot.store import Changed, Setups


class SecurePages:
    """Watches for the connections that somebody makes or repairs on a secure page."""

    def __init__(self, rows: Setups, progress: Progress) -> None:
        self._rows = rows
        self._progress = progress

    async def notice(self, connections: Sequence[Health]) -> None:
        """Let every setup go on whose connection is there, and say what keeps the others."""
        now = datetime.now(UTC)
        for setup in await self._rows.on_page():
            changed = _looked_at(setup, connections, now)
            if changed is not None and changed != setup:
                await self._save(changed)

    async def _save(self, setup: Setup) -> None:
        try:
            await self._progress.save(setup)
        except Changed:  # somebody's click was faster; the next beat looks again
            return


def _looked_at(setup: Setup, connections: Sequence[Health], now: datetime) -> Setup | None:
    page = setup.page
    end = setup.end(page.side) if page else None
    if page is None or end is None:
        return None
    made = _made(end, connections)
    if made is not None and _is_done(page, end, made):
        return left(setup.with_end(page.side, _with(end, made)))
    if made is not None and end.connection_id is None:
        setup = setup.with_end(page.side, _with(end, made))  # a new link then repairs it
        page = page.model_copy(update={"seen": ""})
    elif made is None:
        page = page.model_copy(update={"found": _under_another_name(page, end, connections)})
    setup = setup.model_copy(update={"page": page})
    return setup.model_copy(update=_trouble(end, made, page, now))


def _made(end: End, connections: Sequence[Health]) -> Health | None:
    """Find the connection: by its id if it is known, else by its name, which is unique, and its type."""
    if end.connection_id is not None:
        return next((one for one in connections if one.id == end.connection_id), None)
    return next((one for one in connections if one.name == end.name and one.type_id == end.type), None)


def _is_done(page: SecurePage, end: End, made: Health) -> bool:
    """Tell whether the page did its work: what existed before must have changed, if that can be seen."""
    is_news = end.connection_id is None or made.updated_at is None or made.state != page.seen
    return made.is_healthy and is_news


def _with(end: End, made: Health) -> End:
    is_new = end.connection_id is None
    changes = {"connection_id": made.id, "name": made.name, "made_here": end.made_here or is_new}
    return end.model_copy(update=changes)


def _under_another_name(page: SecurePage, end: End, connections: Sequence[Health]) -> tuple[str, str] | None:
    """Find the one connection of the type that was made since the link was; of several, none is offered."""
    if end.connection_id is not None:
        return None
    since = page.opened_at - CLOCKS_MAY_DIFFER_BY
    new = [one for one in connections if one.type_id == end.type and one.is_healthy]
    new = [one for one in new if one.created_at is not None and one.created_at >= since]
    return (new[0].id, new[0].name) if len(new) == 1 else None


def _trouble(end: End, made: Health | None, page: SecurePage, now: datetime) -> dict[str, object]:
    """Say why it does not go on: the connection does not work, it is gone, or the link is too old."""
    if made is not None and made.status_error and made.state != page.seen:
        problem = Problem(
            message=f"The connection {made.name} does not work yet: {made.status_error}",
            guidance="Finish on the page, or send yourself a new link.",
        )
    elif made is None and end.connection_id is not None:
        problem = Problem(
            message=f"The connection {end.name} was deleted in Polytomic.",
            guidance="Cancel this, and make a new connection.",
        )
    elif now > page.valid_until:
        problem = Problem(
            message="The link to the secure page has expired.", guidance="Send yourself a new link."
        )
    else:
        return {}
    return {"problem": problem, "question": Question.SIGN_IN}
