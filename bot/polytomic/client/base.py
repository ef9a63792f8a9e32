"""What the parts of the client share: sending by a route's name, and following pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from bot.polytomic.client.request import Query, Request
from bot.polytomic.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.polytomic.client.wire import Reply, Wire
    from bot.polytomic.versions import Version

M = TypeVar("M", bound=BaseModel)


class Base:
    """A wire, and the version whose words are spoken on it."""

    _wire: Wire
    _version: Version

    async def _ask(
        self,
        route: str,
        *ids: str,
        query: Query | None = None,
        json: Mapping[str, Any] | None = None,
        key: str | None = None,
        conflict: type[Rejected] = Rejected,
    ) -> Reply:
        request = Request(
            route=self._version.route(route),
            ids=ids,
            query=query or {},
            json=json,
            key=key,
            conflict=conflict,
        )
        reply = await self._wire.send(request)
        reply.check()
        return reply

    async def _first(self, route: str) -> Reply:
        """Ask for the first page of a list without reading it yet."""
        return await self._wire.send(Request(route=self._version.route(route)))

    async def _list(
        self,
        route: str,
        model: type[M],
        query: Query | None = None,
        *,
        ids: tuple[str, ...] = (),
        first: Reply | None = None,
    ) -> list[M]:
        """Read all pages; a token that comes twice ends the list, so that no answer can keep us asking."""
        items: list[M] = []
        seen: set[str | None] = set()
        token: str | None = None
        while token not in seen:
            seen.add(token)
            reply = first or await self._ask(route, *ids, query={**(query or {}), "page_token": token})
            first = None
            items += reply.many(model)
            token = reply.next_page_token()
            if token is None:
                break
        return items
