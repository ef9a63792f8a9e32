"""One call of the Web API: what a method gets to work with."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot.sandbox.slack.errors import SlackError

if TYPE_CHECKING:
    from bot.sandbox.slack.sockets import Sockets
    from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
TokenKind = Literal["bot", "app", "either"] | None


@dataclass
class Call:
    """The arguments of one call, the workspace that it is made in, and whose token made it."""

    workspace: "Workspace"
    sockets: "Sockets"
    arguments: Json
    holder: TokenKind = None

    def get(self, name: str) -> Any:
        """Return an argument as given, or None."""
        return self.arguments.get(name)

    def need(self, name: str) -> Any:
        """Require an argument; raises invalid_arguments with Slack's wording."""
        value = self.arguments.get(name)
        if value in (None, ""):
            raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """Return a boolean, also when a form gave it as a word."""
        return self.arguments.get(name) in (True, "true", "True", "1", 1)

    def parsed(self, name: str, error: str) -> Any:
        """Read an argument that is JSON, or JSON in a string; raises `error` when it is neither."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None

    def page_of(self, entries: list[Any], most: int = 1000) -> tuple[list[Any], str]:
        """One page of a list, and the cursor of the next one; raises invalid_cursor and invalid_limit."""
        try:
            start = int(self.get("cursor") or 0)
        except ValueError:
            raise SlackError("invalid_cursor") from None
        try:
            size = int(self.get("limit") or 100)
        except ValueError:
            raise SlackError("invalid_limit") from None
        if not 0 < size <= most:
            raise SlackError("invalid_limit")
        end = start + size
        return entries[start:end], str(end) if end < len(entries) else ""


Method = Callable[[Call], Json]


@dataclass(frozen=True)
class Entry:
    """A method with what it takes to call it: a kind of token, one of some scopes."""

    method: Method
    holder: TokenKind = "bot"
    scopes: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether anybody may call the method."""
        return self.holder is None
