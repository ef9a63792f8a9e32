"""Short replies: help, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.blocks import context, header, section
from bot.views.message import Message, message
from bot.views.text import escape, named, reason

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block

    from bot.errors import BotError

_COMMANDS = (
    ("new [source] [destination]", "set up a new sync, for example `{command} new salesforce snowflake`"),
    ("connect [type]", "make a connection without a sync, for example `{command} connect bigquery`"),
    ("connections [words]", "your connections: how each is, what uses it, test, reconnect, use or delete it"),
    ("syncs [words]", "all bulk syncs: what each does, and its menu to run, pause, resume or cancel it"),
    ("status <sync>", "what one sync does, did last, and does next"),
    ("run <sync>", "run it: all objects or some, as a test, or as a full refresh"),
    ("edit <sync>", "change its schedule, objects, name or destination settings; you see before and after"),
    ("pause <sync>", "stop its schedule; I ask first if a run would be cancelled"),
    ("resume <sync>", "let it run on its schedule again"),
    ("cancel <sync>", "cancel the run that is under way"),
    ("history <sync>", "how its last runs went: their numbers, and a chart for this channel"),
    ("watch [sync|all]", "let this channel hear when a sync fails and works again; alone: what it watches"),
    ("unwatch [sync|all]", "let it hear of that no more"),
    ("digest", "a daily or weekly summary of what this channel watches: runs, rows, failures, slowest"),
    ("setups", "your unfinished setups: continue, send a new sign-in link, or cancel"),
    ("help", "this list"),
)


def help_message(command: str, unknown: str | None = None, near: str | None = None) -> Message:
    """Name the commands that exist; first the word that is not one of them, if it was that."""
    root = escape(command)
    lines = [f"• `{root} {name}`: {meaning.format(command=root)}" for name, meaning in _COMMANDS]
    intro = _unknown(root, unknown, near) if unknown else "I set up and run Polytomic syncs. You can ask me:"
    blocks: list[Block] = [
        header("What I can do"),
        section(intro),
        section("\n".join(lines)),
        context("The same is on my Home tab, where you also find your unfinished setups."),
    ]
    return message("\n".join([intro, *lines]), *blocks)


def error_message(error: BotError) -> Message:
    """Say what went wrong and what to do next."""
    return message(
        escape(f"{error.message} {error.guidance}".strip()),
        section(f":warning: {reason(error.message, error.guidance, error.person_id)}"),
    )


def _unknown(root: str, unknown: str, near: str | None) -> str:
    guess = f" Did you mean `{root} {escape(near)}`?" if near else ""
    return f"I do not know the command *{named(unknown, 60)}*.{guess} You can ask me:"
