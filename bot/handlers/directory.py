"""What exists at Polytomic, remembered for moments, so that typing in a picker does not ask each time."""

import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from bot.models import End, Existing, Field, Mode, Side
from bot.polytomic import (
    BulkDestination,
    Connection,
    ConnectionType,
    Polytomic,
    PolytomicError,
    targets,
)
from bot.polytomic.catalogue.types import NAMES, NO_BULK_DESTINATION, USUAL_DESTINATIONS

log = logging.getLogger(__name__)

CONNECTIONS_FOR = 5.0  # seconds that a list of connections is believed
SCHEMAS_FOR = 10.0  # seconds that a type's schema is believed: while somebody types
OBJECTS_FOR = 60.0  # seconds that a list of objects is believed
TYPES_FOR = 600.0  # seconds that the list of connection types is believed
TARGETS_FOR = 300.0  # seconds that a destination's settings are believed: longer than a form is filled in

T = TypeVar("T")


@dataclass
class Remembered(Generic[T]):
    """Answers by key, each believed for `seconds`."""

    seconds: float
    _known: dict[str, tuple[float, T]] = field(default_factory=dict)

    async def get(self, key: str, ask: Callable[[], Awaitable[T]]) -> T:
        """Return the remembered answer, or ask for it."""
        now, known = time.monotonic(), self._known
        if key in known and now - known[key][0] < self.seconds:
            return known[key][1]
        answer = await ask()
        for old in [one for one, (at, _) in known.items() if now - at >= self.seconds]:
            del known[old]
        known[key] = (now, answer)  # nobody looks there any more if it was to be forgotten meanwhile
        return answer

    def forget(self, key: str = "") -> None:
        """Ask anew next time."""
        self._known = {one: known for one, known in self._known.items() if one != key}


class Target(NamedTuple):
    """What a destination can be told, and how a sync can write to it."""

    fields: tuple[Field, ...]
    modes: tuple[Mode, ...]


class Directory:
    """Connections, connection types and objects at Polytomic."""

    def __init__(self, polytomic: Polytomic) -> None:
        self._polytomic = polytomic
        self._connections: Remembered[list[Existing]] = Remembered(CONNECTIONS_FOR)
        self._schemas: Remembered[dict[str, Any]] = Remembered(SCHEMAS_FOR)
        self._objects: Remembered[list[str]] = Remembered(OBJECTS_FOR)
        self._types: Remembered[list[ConnectionType]] = Remembered(TYPES_FOR)
        self._fields: Remembered[list[str]] = Remembered(TARGETS_FOR)
        self._targets: Remembered[BulkDestination] = Remembered(TARGETS_FOR)

    async def connections(self, *, fresh: bool = False) -> list[Existing]:
        """List the organization's connections; `fresh` asks again."""
        if fresh:
            self.forget_connections()
        return await self._connections.get("", self._existing)

    def forget_connections(self) -> None:
        """Ask anew next time, because the list has changed."""
        self._connections.forget()

    async def connections_for(self, side: Side) -> list[Existing]:
        """List the connections that can stand at one side of a bulk sync."""
        found = await self.connections()
        return [one for one in found if side is Side.SOURCE or one.type not in NO_BULK_DESTINATION]

    async def types(self, side: Side | None = None) -> list[ConnectionType]:
        """List the types, all or those for one side; in an outage, the ones that the bot knows by itself."""
        try:
            found = await self._types.get("", self._polytomic.connection_types)
        except PolytomicError:
            found = [ConnectionType(id=type_id, name=name) for type_id, name in NAMES.items()]
        return _fitting(found, side)

    async def schema(self, type_id: str, *, fresh: bool = False) -> dict[str, Any]:
        """Return the JSON Schema of a type's configuration; `fresh` asks again. Raises PolytomicError."""
        if fresh:
            self._schemas.forget(type_id)
        return await self._schemas.get(type_id, lambda: self._polytomic.connection_schema(type_id))

    async def has_type(self, type_id: str) -> bool | None:
        """Ask anew whether Polytomic offers a type; None if it cannot tell right now."""
        try:
            return any(one.id == type_id for one in await self._polytomic.connection_types())
        except PolytomicError:
            return None

    async def type_name(self, type_id: str) -> str:
        """Name a type as Polytomic does."""
        known = {one.id: one.name for one in await self.types()}
        return known.get(type_id) or NAMES.get(type_id) or type_id.replace("_", " ").title()

    async def new_end(self, type_id: str) -> End:
        """Make an end whose connection is still to be created."""
        return End(type=type_id, type_name=await self.type_name(type_id))

    async def usual_side(self, type_id: str) -> Side | None:
        """Tell which end of a bulk sync a type is wanted for: the source if it can be, None if neither."""
        if not any(one.id == type_id for one in await self.types()):
            return Side.SOURCE  # whatever it is, the form tells what it cannot be
        able = [side for side in Side if any(one.id == type_id for one in await self.types(side))]
        return able[0] if able else None

    async def object_names(self, connection_id: str) -> list[str]:
        """List a source's objects; empty while Polytomic has not cached them, and then asked again."""

        async def ask() -> list[str]:
            return [schema.id for schema in await self._polytomic.schemas(connection_id)]

        names = await self._objects.get(connection_id, ask)
        if not names:
            self._objects.forget(connection_id)
        return names

    async def field_names(self, connection_id: str, object_id: str) -> list[str]:
        """List the fields of one of a source's objects; raises NotFound."""

        async def ask() -> list[str]:
            return [field.id for field in (await self._polytomic.schema(connection_id, object_id)).fields]

        return await self._fields.get(f"{connection_id} {object_id}", ask)

    async def target(self, end: End | None) -> Target:
        """Tell what a destination can be told; what is documented of its type when Polytomic does not say."""
        found = self._polytomic.usual_destination
        if end is not None and end.connection_id is not None:
            found = await self._targets.get(end.connection_id, lambda: self._destination(end))
        modes = tuple(Mode(id=one.id, label=one.label, description=one.description) for one in found.modes)
        return Target(targets.fields(found.configuration, end.type if end else ""), modes)

    async def _existing(self) -> list[Existing]:
        return [existing(one) for one in await self._polytomic.connections()]

    async def _destination(self, end: End) -> BulkDestination:
        try:
            return await self._polytomic.bulk_destination(end.connection_id or "")
        except PolytomicError as error:
            log.warning("Using the documented settings for %s: %s", end.type, error)
            return self._polytomic.usual_destination


def type_called(word: str, types: Iterable[ConnectionType]) -> ConnectionType | None:
    """Find the one type that a word means: its id, its name, or a part that only one of them has."""
    folded = _folded(word)
    known = list(types)
    exact = [one for one in known if folded in _names(one)]
    begun = [one for one in known if any(name.startswith(folded) for name in _names(one))]
    within = [one for one in known if any(folded in name for name in _names(one))]
    found = exact or begun or within
    return found[0] if folded and len(found) == 1 else None


def existing(connection: Connection) -> Existing:
    """Turn Polytomic's connection into what a picker offers."""
    return Existing(
        id=connection.id,
        name=connection.name,
        type=connection.type.id,
        type_name=connection.type.name or connection.type.id,
        healthy=connection.is_healthy,
    )


def _names(one: ConnectionType) -> tuple[str, str]:
    return _folded(one.id), _folded(one.name)


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _fitting(types: list[ConnectionType], side: Side | None) -> list[ConnectionType]:
    by_name = sorted(types, key=lambda one: one.name.casefold())
    if side is None:
        return by_name
    if side is Side.SOURCE:
        return [one for one in by_name if one.capabilities.source]
    able = [one for one in by_name if one.capabilities.destination and one.id not in NO_BULK_DESTINATION]
    rank = {type_id: place for place, type_id in enumerate(USUAL_DESTINATIONS)}
    return sorted(able, key=lambda one: rank.get(one.id, len(rank)))
