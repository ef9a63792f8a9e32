"""One request to Polytomic, before it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bot.polytomic.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.polytomic.versions import Route

Query = dict[str, str | int | bool | list[str] | None]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked of Polytomic; `key` is the idempotency key, and `conflict` what a 409 means here."""

    route: Route
    ids: Sequence[str] = ()
    query: Query = field(default_factory=dict)
    json: Mapping[str, Any] | None = field(default=None, repr=False)  # may hold a password
    key: str | None = None
    conflict: type[Rejected] = Rejected

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.route.method

    @property
    def path(self) -> str:
        """The path with its ids in place; no id can lead to another endpoint."""
        return self.route.path.format(*(quote(part, safe="") for part in self.ids))

    @property
    def params(self) -> Query:
        """The query without what was not given."""
        return {name: value for name, value in self.query.items() if value is not None}

    @property
    def headers(self) -> dict[str, str]:
        """The headers of this request alone; reading needs no idempotency key."""
        return {"Idempotency-Key": self.key} if self.key and self.method != "GET" else {}

    @property
    def name(self) -> str:
        """The request as errors and logs name it."""
        return f"{self.method} {self.path.partition('?')[0]}"

    @property
    def route_name(self) -> str:
        """The request as metrics name it: without an id."""
        return f"{self.method} {self.route.path.partition('?')[0]}"

    @property
    def may_repeat_when_lost(self) -> bool:
        """True if a repeat after a lost answer cannot do the work twice."""
        return self.key is not None or self.method in {"GET", "DELETE"}
