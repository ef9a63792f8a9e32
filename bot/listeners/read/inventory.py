"""Where somebody is in the list of connections, and what they confirmed."""

from __future__ import annotations

from bot.errors import BotError, InvalidInput
from bot.listeners.read.answers import Json, answers_of, text_of
from bot.models import DeletionAnswers, Place
from bot.views.ids import Block
from bot.views.meta import Meta


def place(view: Json) -> Place:
    """Read where in the list a view was opened."""
    return Meta.of(view).place or Place()


def channel_id(view: Json) -> str | None:
    """Read the channel that the list was asked for in."""
    return Meta.of(view).channel_id


def asked_in(body: Json) -> str | None:
    """Read the channel of a click: the one that its modal was asked for in, else that of its message."""
    return channel_id(body.get("view") or {}) or body.get("channel", {}).get("id")


def deletion(view: Json) -> DeletionAnswers:
    """Read a confirmed deletion; raises InvalidInput if a name is asked for and another one is typed."""
    meta = Meta.of(view)
    if meta.connection_id is None:
        raise BotError("This form belongs to no connection that I know.", "Close it and open the list again.")
    typed = " ".join(text_of(answers_of(view).get(Block.TYPED_NAME)).split())
    if meta.to_type is not None and typed != meta.to_type:
        raise InvalidInput(
            Block.TYPED_NAME,
            f"This is not the connection's name, which is: {meta.to_type}",
            "Nothing was deleted. Type it exactly, or press Cancel.",
        )
    return DeletionAnswers(
        connection_id=meta.connection_id,
        place=meta.place or Place(),
        seen=meta.seen or 0,
        is_forced=meta.to_type is not None,
    )
