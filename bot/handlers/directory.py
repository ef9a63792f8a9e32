"""What exists at Polytomic, remembered for moments, so that typing in a picker does not ask each time."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.models import Existing, Side
from bot.polytomic import Connection, Polytomic

CONNECTIONS_FOR = 5.0  # seconds that a list of connections is believed
OBJECTS_FOR = 60.0  # seconds that a list of objects is believed

NEW_TYPES = {"salesforce": "Salesforce", "snowflake": "Snowflake"}  # types that can be made from Slack
SIDES = {
    Side.SOURCE: frozenset({"salesforce", "snowflake"}),
    Side.DESTINATION: frozenset({"snowflake"}),  # Salesforce is no destination of a bulk sync
}

T = TypeVar("T")


@dataclass
class Remembered(Generic[T]):
    """Answers by key, each believed for `seconds`."""

    seconds: float
    _known: dict[str, tuple[float, T]] = field(default_factory=dict)

    async def get(self, key: str, ask: Callable[[], Awaitable[T]]) -> T:
        """Return the remembered answer, or ask for it."""
        now = time.monotonic()
        if key in self._known and now - self._known[key][0] < self.seconds:
            return self._known[key][1]
        answer = await ask()
        self._known = {k: v for k, v in self._known.items() if now - v[0] < self.seconds}
        self._known[key] = (now, answer)
        return answer


class Directory:
    """Connections and objects at Polytomic."""

    def __init__(self, polytomic: Polytomic) -> None:
        self._polytomic = polytomic
        self._connections: Remembered[list[Connection]] = Remembered(CONNECTIONS_FOR)
        self._objects: Remembered[list[str]] = Remembered(OBJECTS_FOR)

    async def connections(self, *, fresh: bool = False) -> list[Existing]:
        """List the organization's connections; `fresh` asks again."""
        if fresh:
            self.forget_connections()
        return [existing(one) for one in await self._connections.get("", self._polytomic.connections)]

    def forget_connections(self) -> None:
        """Ask anew next time, because the list has changed."""
        self._connections = Remembered(CONNECTIONS_FOR)

    async def connections_for(self, side: Side) -> list[Existing]:
        """List the connections that can stand at one side of a bulk sync."""
        found = await self.connections()
        return [one for one in found if side is Side.SOURCE or one.type != "salesforce"]

    async def object_names(self, connection_id: str) -> list[str]:
        """List a source's objects; empty while Polytomic has not cached them, and then asked again."""

        async def ask() -> list[str]:
            return [schema.id for schema in await self._polytomic.schemas(connection_id)]

        names = await self._objects.get(connection_id, ask)
        if not names:
            self._objects = Remembered(OBJECTS_FOR)
        return names


def existing(connection: Connection) -> Existing:
    """Turn Polytomic's connection into what a picker offers."""
    return Existing(
        id=connection.id,
        name=connection.name,
        type=connection.type.id,
        type_name=connection.type.name or connection.type.id,
        healthy=connection.is_healthy,
    )
