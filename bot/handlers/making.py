"""Makes the connection that a form describes, or gives one that exists new credentials."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.handlers.directory import Directory
from bot.handlers.progress import Progress
from bot.models import End, Problem, Setup, Side, State, Wish
from bot.notifier import Workspace
from bot.polytomic import Connection, CreatedConnection, NameTaken, Polytomic, forms
from bot.store import Setups

CLOCKS_MAY_DIFFER_BY = timedelta(minutes=2)


class Maker:
    """Asks Polytomic for a connection once, whatever gets lost on the way."""

    def __init__(
        self,
        rows: Setups,
        polytomic: Polytomic,
        directory: Directory,
        progress: Progress,
        workspace: Workspace,
    ) -> None:
        self._rows = rows
        self._polytomic = polytomic
        self._directory = directory
        self._progress = progress
        self._workspace = workspace

    async def make(
        self, setup: Setup, side: Side, configuration: dict[str, Any], *, had_secrets: bool
    ) -> Setup:
        """Write down what is tried, try it, and write down what came of it; raises PolytomicError."""
        end = setup.end(side)
        if end is None:
            raise ValueError(f"{setup.id} has no {side}")
        changes = {
            "had_secrets": had_secrets,
            "return_url": self._workspace.url,
            "attempt": end.attempt + 1,
        }
        end = end.model_copy(update=changes)
        setup = await self._rows.save(setup.with_end(side, end))
        if end.connection_id is None:
            made = await self._made(setup, end, side, configuration)
        else:
            made = await self._changed(setup, end, configuration)
        self._directory.forget_connections()  # other replicas make some, too, and the next name must be free
        setup = connected(setup, side, end, made)
        is_in_modal = (
            setup.state is State.CONNECTING
        )  # which shows what comes next; a card has nothing to add
        return await (self._rows if is_in_modal else self._progress).save(setup)

    async def _made(
        self, setup: Setup, end: End, side: Side, configuration: dict[str, Any]
    ) -> CreatedConnection:
        key = setup.key(side, end.attempt)
        if not signs_in(end, configuration):
            await self._polytomic.test_connection(end.type, configuration, key=f"{key}-test")
        try:
            return await request(self._polytomic, end, configuration, key)
        except NameTaken:
            mine = await self._of_a_lost_answer(setup, end, configuration)
            if mine is None:
                raise
            return mine

    async def _of_a_lost_answer(
        self, setup: Setup, end: End, configuration: dict[str, Any]
    ) -> CreatedConnection | None:
        """Find the connection that an earlier attempt of this setup made without hearing of it."""
        if end.attempt == 1:
            return None
        for one in await self._polytomic.connections():
            if is_made_for(setup, end, one):
                if signs_in(end, configuration):
                    return await self._polytomic.reconnect(one, key=setup.key("adopt", end.attempt))
                return CreatedConnection.model_validate(one.model_dump())  # as it is, secrets and all
        return None

    async def _changed(self, setup: Setup, end: End, configuration: dict[str, Any]) -> CreatedConnection:
        """Replace a connection's configuration: what was asked by what was typed, the rest as it stands."""
        stored = await self._polytomic.connection(end.connection_id or "")
        schema = await self._directory.schema(end.type)
        fields = forms.fields(schema, end.type)
        whole = {**forms.never_asked(schema, fields, stored.configuration), **configuration}
        key = setup.key("repair", end.attempt)
        await self._polytomic.test_connection(end.type, whole, key=f"{key}-test")
        return await self._polytomic.replace_configuration(stored, whole, key=key)


async def request(
    polytomic: Polytomic, end: End, configuration: dict[str, Any], key: str
) -> CreatedConnection:
    """Ask Polytomic for the connection that an end describes."""
    to_sign_in = signs_in(end, configuration)
    return await polytomic.create_connection(
        end.name,
        end.type,
        configuration,
        key=key,
        redirect_url=end.return_url if to_sign_in else None,
        validate=None if to_sign_in else True,
    )


def signs_in(end: End, configuration: dict[str, Any]) -> bool:
    """Tell whether a person finishes this connection by signing in; nothing can be tested before."""
    return forms.signs_in(end.type) or configuration.get("auth_method") == "oauth"


def is_made_for(setup: Setup, end: End, connection: Connection) -> bool:
    """Tell whether a connection can only be the one that this setup asked for; one that is older is not."""
    is_named = connection.name == end.name and connection.type.id == end.type
    made_at = connection.created_at
    return is_named and made_at is not None and made_at >= setup.created_at - CLOCKS_MAY_DIFFER_BY


def connected(setup: Setup, side: Side, end: End, made: CreatedConnection) -> Setup:
    """Note on the setup that the connection of one side exists; without a sync, that is all it wished for."""
    changes = {
        "name": made.name,
        "connection_id": made.id,
        "made_here": end.made_here or end.connection_id is None,
        "first_error": made.status_error,
    }
    setup = setup.with_end(side, end.model_copy(update=changes))
    setup = setup.model_copy(update={"auth_url": made.auth_url or setup.auth_url})
    return setup if setup.wish is Wish.SYNC else setup.model_copy(update=_alone(made))


def _alone(made: CreatedConnection) -> dict[str, object]:
    if made.auth_url:
        return {"state": State.AWAITING_AUTHORIZATION, "waiting_since": datetime.now(UTC)}
    problem = None
    if not made.is_healthy:
        problem = Problem(
            message=f"Polytomic made the connection, but it does not work: {made.reason}",
            guidance="Reconnect it to give it other credentials.",
        )
    return {"state": State.FINISHED, "problem": problem}
