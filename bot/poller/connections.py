"""Sign-ins: noticed with one request for all setups, refused, reminded of, expired."""

from datetime import UTC, datetime

from bot.handlers.progress import Progress
from bot.models import Problem, Question, Setup, State, Wish
from bot.poller.pages import SecurePages
from bot.polytomic import Health, Polytomic
from bot.store import Changed, Setups

LOOKS_UNTIL_ALL = 12  # a glance at news costs nothing; a look at every waiting setup costs with their number


class SignIns:
    """Watches the connections that somebody has to sign in to."""

    def __init__(self, rows: Setups, polytomic: Polytomic, progress: Progress, pages: SecurePages) -> None:
        self._rows = rows
        self._polytomic = polytomic
        self._progress = progress
        self._pages = pages
        self._known_errors: dict[str, str] = {}  # what each unhealthy connection last said
        self._looks = 0
        self._seen: list[Health] = []  # the client gives the same list again while nothing changes

    async def notice(self) -> None:
        """Ask Polytomic once for all connections, if and only if somebody's sign-in is waited for."""
        if not await self._rows.count_awaiting_authorization():
            self._known_errors = {}
            return
        connections = await self._polytomic.health()
        await self._pages.notice(connections)
        healthy = {one.id for one in connections if one.is_healthy}
        for setup in await self._rows.awaiting_by_connection(healthy):
            if setup.source and setup.source.connection_id in healthy:
                then = State.AWAITING_SCHEMAS if setup.wish is Wish.SYNC else State.FINISHED
                await self._save(setup, state=then, auth_url=None, waits=0)
        self._looks += 1
        if self._looks % LOOKS_UNTIL_ALL == 0:  # a sign-in that was repeated between two looks fails unseen
            self._known_errors = {}
        elif connections is self._seen:
            return
        for setup in await self._rows.awaiting_on_none_of([one.id for one in connections]):
            await self._save(setup, state=State.FAILED, auth_url=None, problem=deleted(setup))
        await self._notice_refusals(
            {one.id: one.status_error or "" for one in connections if not one.is_healthy}
        )
        self._seen = connections

    async def remind_and_expire(self) -> None:
        """Remind after an hour and a day, give up after a week."""
        now = datetime.now(UTC)
        for setup in await self._rows.to_remind(now):
            await self._save(
                setup, reminders=setup.reminders + 1, question=setup.question, problem=setup.problem
            )
        for setup in await self._rows.to_expire(now):
            await self._save(setup, state=State.EXPIRED, auth_url=None, page=None)

    async def _notice_refusals(self, errors: dict[str, str]) -> None:
        """Tell a requester once that a sign-in was refused."""
        news = {key: said for key, said in errors.items() if said and self._known_errors.get(key) != said}
        for setup in await self._rows.awaiting_by_connection(news):
            source = setup.source
            said = news.get(source.connection_id or "") if source else None
            if source is None or said is None or said == source.first_error:
                continue
            problem = Problem(
                message=f"The sign-in to {source.type_name} did not work: {said}",
                guidance="Send yourself a new link to try again.",
            )
            if setup.problem != problem:
                await self._save(setup, question=Question.SIGN_IN, problem=problem)
        self._known_errors = errors

    async def _save(self, setup: Setup, **changes: object) -> None:
        """Write the changes, with no question and no problem unless they say so."""
        changes = {"question": None, "problem": None, "next_try_at": None, **changes}
        try:
            await self._progress.save(setup.model_copy(update=changes))
        except Changed:  # somebody's click was faster; the next beat looks again
            return


def deleted(setup: Setup) -> Problem:
    """Say that the source's connection is not there any more."""
    name = setup.source.name if setup.source else "of the source"
    return Problem(message=f"The connection {name} was deleted in Polytomic.", guidance="Start a new sync.")
