"""The bodies that the page sends; anything else is refused as malformed."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Json = dict[str, Any]


class _Request(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    acting: str = Field(alias="as")


class Typed(_Request):
    """A message or a slash command."""

    channel: str
    text: str
    thread_ts: str | None = None


class Container(BaseModel):
    """The message or the view that an element stands in."""

    type: Literal["message", "view"]
    channel: str | None = None
    message_ts: str | None = None
    view_id: str | None = None


class Used(_Request):
    """An element that was clicked, chosen from or typed into."""

    container: Container
    block_id: str
    action_id: str
    payload: Json = Field(default_factory=dict)
    state: Json | None = None


class Searched(_Request):
    """What was typed into an external select."""

    container: Container
    block_id: str
    action_id: str
    value: str = ""
    state: Json | None = None


class Submitted(_Request):
    """A modal's button."""

    view_id: str
    state: Json = Field(default_factory=dict)


class Closed(_Request):
    """A modal's cross, or its whole stack's."""

    view_id: str
    clear: bool = False


class ShortcutUsed(_Request):
    """A shortcut from a menu; with a message, from the message's menu."""

    callback_id: str
    channel: str | None = None
    message_ts: str | None = None


class HomeOpened(_Request):
    """The app's Home."""


class DirectOpened(_Request):
    """A direct conversation with somebody; `other` is them."""

    other: str = Field(alias="user")


class ChannelNamed(_Request):
    """A channel to join, or that was read."""

    channel: str
