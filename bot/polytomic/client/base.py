"""What the parts of the client share: sending by a route's name, and following pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from bot.polytomic.client.request import Query, Request
from bot.polytomic.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.polytomic.client.wire import Reply, Wire
    from bot.polytomic.models import Page
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

    async def _unread(self, route: str, *ids: str, query: Query | None = None) -> Reply:
        """Ask without reading the answer yet."""
        return await self._wire.send(Request(route=self._version.route(route), ids=ids, query=query or {}))

    async def _page(self, route: str, model: type[M], query: Query | None, *ids: str) -> Page[M]:
        return (await self._unread(route, *ids, query=query)).page(model)

    async def _list(
        self,
        route: str,
        model: type[M],
        query: Query | None = None,
        *,
        ids: tuple[str, ...] = (),
        first: Page[M] | None = None,
    ) -> list[M]:
        """Read all pages; a token that comes twice ends the list, so that no answer can keep us asking."""
        page = first or await self._page(route, model, query, *ids)
        items = list(page.items)
        seen: set[str | None] = {None}
        while page.next_page_token not in seen:
            seen.add(page.next_page_token)
            further = {**(query or {}), "page_token": page.next_page_token}
            page = await self._page(route, model, further, *ids)
            items += page.items
        return items
