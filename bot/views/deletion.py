"""The question whether a connection is deleted, and what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import PlainTextInputElement

from bot.views.blocks import MAX_TYPED, actions, button, context, question, section
from bot.views.forms.modal import modal
from bot.views.ids import Action, Block, Callback
from bot.views.message import Message, message
from bot.views.meta import Meta
from bot.views.text import bold, count, listed, named
from bot.views.usage import lost_with_it, not_seen

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block as SlackBlock
    from slack_sdk.models.views import View

    from bot.models import Deletion

TITLE = "Delete connection"


def deletion_view(asked: Deletion, channel_id: str | None = None) -> View:
    """Show what would break, and ask for the name where something would."""
    connection = asked.connection
    meta = Meta(
        place=asked.place,
        channel_id=channel_id,
        connection_id=connection.id,
        to_type=connection.to_type if asked.needs_name else None,
        seen=connection.usage.at_polytomic,
    )
    blocks: list[SlackBlock | None] = [
        section(f":warning: {_news(asked)}") if _news(asked) else None,
        section(f"Delete {bold(connection.name)} ({named(connection.type_name, 60)})?"),
        *([section(_breaks(asked)), section(FORCED)] if asked.needs_name else [section(_unused(asked))]),
        _setups(asked),
        context(not_seen(asked.unseen)) if asked.unseen else None,
        _name(asked) if asked.needs_name else None,
        actions(button("Back to the list", Action.BACK_TO_CONNECTIONS, "list")),
    ]
    submit = "Delete all of this" if asked.needs_name else "Delete"
    return modal(TITLE, Callback.DELETE_CONNECTION, blocks, meta=meta, submit=submit, close="Cancel")


def deletion_message(asked: Deletion) -> Message:
    """Say that nothing was deleted, because it needs another look."""
    name = bold(asked.connection.name)
    text = f":warning: {name} was not deleted. {_news(asked)} Open the list to look at it again."
    return message(text, section(text))


FORCED = (
    "Polytomic refuses to delete a connection that is in use. If you type its name below, I ask it to delete "
    "these first, with their schedules and their history. *Nobody can bring them back.*"
)


def _news(asked: Deletion) -> str:
    if asked.has_grown:
        return "More uses this connection now than you saw a moment ago, so nothing was deleted."
    if asked.is_refused:
        return "Polytomic says that something uses this connection, so it was not deleted."
    return ""


def _breaks(asked: Deletion) -> str:
    lines = lost_with_it(asked.connection.usage)
    if not lines:
        return "Something that I cannot see uses it: look at it in Polytomic before you go on."
    number = asked.connection.usage.at_polytomic
    head = f"*{count(number, 'thing')} would break:*" if number > 1 else "*One thing would break:*"
    return "\n".join([head, *lines])


def _unused(asked: Deletion) -> str:
    seen = "Nothing in Polytomic uses it." if not asked.unseen else "Nothing that I can see uses it."
    return f"{seen} Its credentials are forgotten: to connect again, somebody has to enter them again."


def _setups(asked: Deletion) -> SlackBlock | None:
    names = asked.connection.usage.setups
    if not names:
        return None
    return section(
        f"{count(len(names), 'unfinished setup')} here in Slack cannot go on without it: {listed(names, 5)}."
    )


def _name(asked: Deletion) -> SlackBlock:
    return question(
        Block.TYPED_NAME,
        "To delete it and all of this, type its name",
        PlainTextInputElement(action_id=Action.ANSWER, max_length=MAX_TYPED),
        hint=f"Exactly, upper and lower case as here: {asked.connection.to_type}",
    )
