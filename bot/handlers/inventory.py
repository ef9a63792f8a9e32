"""Wishes about the connections that exist: look at them, test one, delete one."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar
from uuid import uuid4

from bot.handlers.directory import Directory, Remembered
from bot.handlers.nearest import nearest
from bot.models import (
    Condition,
    Deletion,
    DeletionAnswers,
    Listed,
    Listing,
    Person,
    Place,
    Setup,
    Tested,
    Usage,
)
from bot.polytomic import BulkSync, Connection, Health, NotFound, Polytomic, PolytomicError, Rejected, forms
from bot.store import Setups

log = logging.getLogger(__name__)

AT_ONCE = 25  # connections on a page
LOOK_FOR = 10.0  # seconds that a look is believed while somebody turns pages
IN_USE = {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
RANK = {condition: rank for rank, condition in enumerate(Condition)}

T = TypeVar("T")


@dataclass(frozen=True)
class Look:
    """What Polytomic said of everything at one moment; None where it would not say."""

    connections: list[Listed]
    unseen: tuple[str, ...] = ()
    by_id: Mapping[str, Listed] = field(default_factory=dict)


class Inventory:
    """Looks after the organization's connections on behalf of a person."""

    def __init__(self, setups: Setups, polytomic: Polytomic, directory: Directory) -> None:
        self._setups = setups
        self._polytomic = polytomic
        self._directory = directory
        self._looks: Remembered[Look] = Remembered(LOOK_FOR)

    async def list(self, place: Place, *, news: str = "", tested: Tested | None = None) -> Listing:
        """List the connections, those that need care first; asks Polytomic anew."""
        self._looks.forget()
        return await self.turn(place, news=news, tested=tested)

    async def turn(self, place: Place, *, news: str = "", tested: Tested | None = None) -> Listing:
        """Show a page of the list that was just looked at."""
        look = await self._looks.get("", self._look)
        fitting = [one for one in look.connections if _fits(one, place.words)]
        pages = max(1, -(-len(fitting) // AT_ONCE))
        page = min(max(place.page, 0), pages - 1)
        shown = fitting[page * AT_ONCE : (page + 1) * AT_ONCE]
        names = [one.name for one in look.connections]
        return Listing(
            place=place.model_copy(update={"page": page}),
            shown=await self._with_setups(shown),
            found=len(fitting),
            pages=pages,
            total=len(look.connections),
            ill=sum(one.condition is Condition.ILL for one in look.connections),
            near=None if fitting else nearest(place.words, names),
            unseen=look.unseen,
            tested=tested,
            news=news,
        )

    async def test(self, connection_id: str) -> Tested:
        """Let Polytomic try what the connection has stored, or repeat what it last said if it cannot."""
        tested = Tested(connection_id=connection_id)
        try:
            connection = await self._polytomic.connection(connection_id)
            tested = tested.model_copy(update={"name": connection.name})
            if not self._polytomic.can_test_connections:
                return tested.model_copy(update={"was_tried": False, **_last_said(connection)})
            await self._polytomic.test_connection(
                connection.type.id, {}, key=f"test-{uuid4()}", connection_id=connection_id
            )
        except Rejected as error:
            return tested.model_copy(update={"works": False, "reason": error.api_message or error.message})
        except PolytomicError as error:  # which tells nothing about the connection
            return tested.model_copy(
                update={"reason": GONE if isinstance(error, NotFound) else error.message}
            )
        return tested.model_copy(update={"works": True})

    async def deletion(self, connection_id: str, place: Place) -> Deletion | Listing:
        """Say what would break without a connection; the list if it is gone already."""
        self._looks.forget()
        look = await self._looks.get("", self._look)
        if connection_id not in look.by_id:
            return await self.turn(place, news=GONE)
        (connection,) = await self._with_setups([look.by_id[connection_id]])
        return Deletion(connection=connection, place=place, unseen=look.unseen)

    async def delete(self, answers: DeletionAnswers, *, asked_by: Person) -> Deletion | Listing:
        """Delete a connection, and what uses it only if its name was typed; asks again if more does now."""
        asked = await self.deletion(answers.connection_id, answers.place)
        if isinstance(asked, Listing):
            return asked
        connection = asked.connection
        if connection.usage.at_polytomic > answers.seen:
            return asked.model_copy(update={"has_grown": True})
        try:
            was_there = await self._polytomic.delete_connection(connection.id, force=answers.is_forced)
        except Rejected as error:
            if error.status not in IN_USE or answers.is_forced:
                raise
            return asked.model_copy(update={"is_refused": True})
        self._directory.forget_connections()
        log.info(
            "%s deleted the connection %s (forced: %s)", asked_by.user_id, connection.id, answers.is_forced
        )
        return await self.list(answers.place, news=f"Deleted {connection.name}." if was_there else GONE)

    async def _look(self) -> Look:
        """Ask for everything side by side."""
        connections, bulk_syncs, models, model_syncs = await asyncio.gather(
            self._polytomic.connections(),
            self._polytomic.bulk_syncs(),
            _if_told(self._polytomic.models()),
            _if_told(self._polytomic.model_syncs()),
        )
        used: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for sync in bulk_syncs:
            for end in _ends(sync):
                used[end]["bulk_syncs"].append(sync.name)
        for model in models or ():
            used[model.connection_id]["models"].append(model.name)
        homes = {model.id: model.connection_id for model in models or ()}
        for model_sync in model_syncs or ():
            sources = {homes.get(model_id, "") for model_id in model_sync.reads_from}
            for end in sources | {model_sync.target_connection_id}:
                used[end]["model_syncs"].append(model_sync.name)
        listed = sorted((_listed(one, used.get(one.id, {})) for one in connections), key=_order)
        asked = {"models": models, "model syncs": model_syncs}
        unseen = tuple(what for what, told in asked.items() if told is None)
        return Look(listed, unseen, {one.id: one for one in listed})

    async def _with_setups(self, shown: Iterable[Listed]) -> tuple[Listed, ...]:
        """Add the bot's own unfinished setups to what uses each connection."""
        shown = tuple(shown)
        setups = await self._setups.using([one.id for one in shown], unfinished=True)
        return tuple(_with_setups_of(one, setups) for one in shown)


GONE = "That connection is gone already: somebody deleted it in Polytomic."


def _last_said(connection: Connection) -> dict[str, object]:
    return {"works": connection.is_healthy, "reason": "" if connection.is_healthy else connection.reason}


async def _if_told(asked: Awaitable[list[T]]) -> list[T] | None:
    """Return the answer, or None when Polytomic does not offer it to this key."""
    try:
        return await asked
    except PolytomicError:  # the list of connections is worth showing without it
        return None


def _ends(sync: BulkSync) -> set[str]:
    return {sync.source_connection_id, sync.destination_connection_id}


def _listed(connection: Connection, used: Mapping[str, Iterable[str]]) -> Listed:
    condition = condition_of(connection)
    return Listed(
        id=connection.id,
        name=connection.name,
        type=connection.type.id,
        type_name=connection.type.name or connection.type.id,
        condition=condition,
        reason=connection.reason if condition is Condition.ILL else "",
        usage=Usage(**{kind: tuple(names) for kind, names in used.items()}),
    )


def condition_of(connection: Health) -> Condition:
    """Tell whether a connection works, waits for its first sign-in, or needs care."""
    if connection.is_healthy:
        return Condition.WELL
    is_fresh = forms.signs_in(connection.type_id) and not connection.status_error
    return Condition.WAITS if is_fresh else Condition.ILL


def _order(one: Listed) -> tuple[int, str]:
    return RANK[one.condition], one.name.casefold()


def _fits(one: Listed, words: str) -> bool:
    text = f"{one.name} {one.type_name} {one.type}".casefold()
    return all(word in text for word in words.casefold().split())


def _with_setups_of(one: Listed, setups: Iterable[Setup]) -> Listed:
    names = tuple(_title(setup) for setup in setups if _uses(setup, one.id))
    return one.model_copy(update={"usage": one.usage.model_copy(update={"setups": names})})


def _uses(setup: Setup, connection_id: str) -> bool:
    return any(end and end.connection_id == connection_id for end in (setup.source, setup.destination))


def _title(setup: Setup) -> str:
    return setup.plan.name if setup.plan else "one without a name yet"
