"""What a person sees next of one connection: the way for its credentials, its form, or a wait."""

from typing import Any

from bot.errors import BotError
from bot.handlers.directory import Directory
from bot.models import (
    ConnectionForm,
    End,
    Existing,
    Field,
    FormError,
    Plain,
    Setup,
    Side,
    WaitForPage,
    Way,
    WayForm,
    Wish,
)
from bot.polytomic import NotFound, Polytomic, PolytomicError, forms
from bot.polytomic.catalogue import bundled

Values = dict[str, Plain]
ONLY_PAGE = "An administrator of this bot allows no secrets to be typed into Slack."


class TypeGone(BotError):  # noqa: N818 - what it says to the person
    """Polytomic does not offer this connection type any more."""

    default_guidance = "Choose another one."


class ConnectionSteps:
    """Works out the forms of one connection, filled with what is known."""

    def __init__(self, polytomic: Polytomic, directory: Directory, *, may_type_secrets: bool) -> None:
        self._polytomic = polytomic
        self._directory = directory
        self._may_type_secrets = may_type_secrets
        self._last_seen: dict[str, tuple[dict[str, Any], tuple[Field, ...]]] = {}  # by type

    async def next(
        self, setup: Setup, side: Side, error: FormError | None = None, *, page: int = 0
    ) -> WayForm | ConnectionForm:
        """Ask for the way while it has to be chosen, else for the settings; raises TypeGone."""
        end = needed(setup, side)
        fields = await self.fields(end.type)
        if fields is None or self._must_choose(setup, end, fields):
            return await self._way(setup, side, error, has_form=fields is not None)
        return await self.form(setup, side, error, page=page)

    async def way(self, setup: Setup, side: Side, error: FormError) -> WayForm:
        """Ask once more how the credentials reach Polytomic."""
        fields = await self.fields(needed(setup, side).type)
        return await self._way(setup, side, error, has_form=fields is not None)

    async def _way(self, setup: Setup, side: Side, error: FormError | None, *, has_form: bool) -> WayForm:
        end = needed(setup, side)
        connections = await self._known_connections(again=error is not None)
        return WayForm(
            setup=setup,
            side=side,
            type_name=end.type_name,
            name=end.name or proposed_name(end, connections),
            way=end.way or Way.PAGE,
            may_type=has_form and self._may_type(setup, end),
            existing=_of_type(end.type, connections),
            error=error,
        )

    async def form(
        self, setup: Setup, side: Side, error: FormError | None = None, *, page: int = 0
    ) -> ConnectionForm:
        """Ask for the settings: those that the answers so far make necessary, a page at a time."""
        end = needed(setup, side)
        connections = await self._known_connections(again=error is not None)
        fields, values = await self.filled(setup, side)
        pages = forms.pages(fields)
        page = _page_with(error.field if error else None, pages, page)
        return ConnectionForm(
            setup=setup,
            side=side,
            type=end.type,
            type_name=end.type_name,
            fields=pages[page],
            name=end.name or proposed_name(end, connections),
            values=values,
            error=error,
            existing=_of_type(end.type, connections),
            page=page,
            pages=len(pages),
            left_out=tuple(field.title for field in forms.left_out(fields)),
        )

    async def waiting(self, setup: Setup) -> WaitForPage:
        """Wait for the secure page."""
        end = setup.end(setup.page.side) if setup.page else None
        may_type = end is not None and self._may_type(setup, end)
        has_form = end is not None and await self.fields(end.type) is not None
        return WaitForPage(setup=setup, may_type=may_type and has_form)

    async def fields(self, type_id: str, *, fresh: bool = False) -> tuple[Field, ...] | None:
        """Return the questions of a type, None if nobody can say what they are; raises TypeGone.

        `fresh` asks Polytomic, whoever asked a moment ago.
        """
        try:
            schema = await self._directory.schema(type_id, fresh=fresh)
        except NotFound:
            if await self._directory.has_type(type_id) is False:
                name = await self._directory.type_name(type_id)
                raise TypeGone(f"Polytomic no longer offers connections of the type {name}.") from None
            return None
        except PolytomicError:
            schema = bundled(type_id) or {}
        if not isinstance(schema.get("properties"), dict):
            return None
        fields = self._made_of(type_id, schema)
        if self._may_type_secrets or not forms.signs_in(type_id):
            return fields
        return tuple(field for field in fields if not field.secret)

    def last_seen(self, type_id: str) -> tuple[Field, ...]:
        """Return the questions of a type as they were when somebody was last asked here, without waiting."""
        seen = self._last_seen.get(type_id)
        return seen[1] if seen else self._made_of(type_id, bundled(type_id) or {})

    def check_secrets(self, *, has_secrets: bool) -> None:
        """Refuse typed secrets where an administrator forbids them; raises BotError."""
        if has_secrets and not self._may_type_secrets:
            raise BotError(ONLY_PAGE, "Start again: Polytomic's secure page takes them.")

    async def filled(
        self, setup: Setup, side: Side, *, fresh: bool = False
    ) -> tuple[tuple[Field, ...], Values]:
        """Return the questions that the answers so far make necessary, of all pages, and those answers."""
        end = needed(setup, side)
        fields = await self.fields(end.type, fresh=fresh) or ()
        if setup.wish is not Wish.REPAIR or end.connection_id is None:
            return forms.asked(fields, end.answers), end.answers
        stored = (await self._polytomic.connection(end.connection_id)).configuration
        values = forms.values_of(fields, stored) | end.answers
        return _all_needed_again(forms.asked(fields, values), stored), values

    def _made_of(self, type_id: str, schema: dict[str, Any]) -> tuple[Field, ...]:
        """Make the questions; of the same schema as the last time, they are the same."""
        seen = self._last_seen.get(type_id)
        if seen is None or seen[0] != schema:
            seen = self._last_seen[type_id] = (schema, forms.fields(schema, type_id))
        return seen[1]

    def _must_choose(self, setup: Setup, end: End, fields: tuple[Field, ...]) -> bool:
        if setup.wish is Wish.REPAIR and forms.signs_in(end.type):
            return True
        if end.way is Way.FORM and self._may_type_secrets:
            return False
        return forms.has_secrets(fields) and not forms.signs_in(end.type)

    def _may_type(self, setup: Setup, end: End) -> bool:
        renews_sign_in = setup.wish is Wish.REPAIR and forms.signs_in(end.type)
        return self._may_type_secrets and not renews_sign_in

    async def _known_connections(self, *, again: bool) -> list[Existing]:
        """List the connections; a form that is shown `again` must come back even in an outage."""
        try:
            return await self._directory.connections(fresh=again)
        except PolytomicError:
            if again:
                return []
            raise


def needed(setup: Setup, side: Side) -> End:
    """Return the end of a setup that must have it."""
    end = setup.end(side)
    if end is None:
        raise ValueError(f"{setup.id} has no {side}")
    return end


def free_name(wanted: str, taken: set[str]) -> str:
    """Return the name, numbered if somebody has it; `taken` is folded to lower case."""
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted} {number}"
    return name


def proposed_name(end: End, connections: list[Existing]) -> str:
    """Propose a name that no connection has."""
    return free_name(f"{end.type_name} Connection", {one.name.casefold() for one in connections})


def _page_with(field: str | None, pages: tuple[tuple[Field, ...], ...], otherwise: int) -> int:
    """Find the page that asks for a field."""
    found = (at for at, fields in enumerate(pages) if any(one.name == field for one in fields))
    return next(found, min(otherwise, len(pages) - 1))


def _of_type(type_id: str, connections: list[Existing]) -> tuple[Existing, ...]:
    return tuple(one for one in connections if one.type == type_id)


def _all_needed_again(fields: tuple[Field, ...], stored: dict[str, object]) -> tuple[Field, ...]:
    """Ask again for every secret that Polytomic holds: a change replaces the whole configuration."""
    held = forms.secrets_in(fields, stored)
    return tuple(
        field.model_copy(update={"required": True}) if field.name in held else field for field in fields
    )
