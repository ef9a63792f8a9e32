"""Short replies: help, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.blocks import context, header, section
from bot.views.message import Message, message
from bot.views.text import escape, named, reason

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block

    from bot.errors import BotError

_COMMANDS = {
    "Set up": (
        ("new [source] [destination]", "set up a new sync, for example `{command} new salesforce snowflake`"),
        ("connect [type]", "make a connection without a sync, for example `{command} connect bigquery`"),
        ("connections [words]", "how each connection is, what uses it; test, reconnect, use or delete it"),
        ("setups", "your unfinished setups: continue, send a new sign-in link, or cancel"),
    ),
    "Run": (
        ("syncs [words]", "all bulk syncs, what each does, and a menu of what can be done"),
        ("status <sync>", "what one sync does, did last, and does next"),
        ("run <sync>", "all objects or some, as a test, or as a full refresh"),
        ("pause <sync>", "stop its schedule; I ask first if a run would be cancelled"),
        ("resume <sync>", "let it run on its schedule again"),
        ("cancel <sync>", "cancel the run that is under way"),
        ("edit <sync>", "its schedule, objects, name or destination settings; you see before and after"),
    ),
    "Watch": (
        ("history <sync>", "how its last runs went: their numbers, and a chart for this channel"),
        (
            "watch [sync|all]",
            "let this channel hear when a sync fails and works again; alone: what it watches",
        ),
        ("unwatch [sync|all]", "let it hear of that no more"),
        ("digest", "a daily or weekly summary of what this channel watches"),
    ),
}


def help_message(command: str, unknown: str | None = None, near: str | None = None) -> Message:
    """Name the commands that exist; a word that is not one of them is said last, where people look first."""
    root = escape(command)
    groups = [
        "\n".join([f"*{group}*", *(_line(root, name, meaning) for name, meaning in commands)])
        for group, commands in _COMMANDS.items()
    ]
    intro, guess = "I set up and run Polytomic syncs. You can ask me:", _unknown(root, unknown, near)
    blocks: list[Block | None] = [
        header("What I can do"),
        section(intro),
        *(section(group) for group in groups),
        context("A sync is named by a part of its name, or its id. The same is on my Home tab."),
        section(f":warning: {guess}") if guess else None,
    ]
    return message("\n".join([guess or intro, *groups]), *blocks)


def _line(root: str, name: str, meaning: str) -> str:
    return f"• `{root} {name}`: {meaning.format(command=root)}"


def error_message(error: BotError) -> Message:
    """Say what went wrong and what to do next."""
    return message(
        escape(f"{error.message} {error.guidance}".strip()),
        section(f":warning: {reason(error.message, error.guidance, error.person_id)}"),
    )


def _unknown(root: str, unknown: str | None, near: str | None) -> str:
    if not unknown:
        return ""
    guess = f"Did you mean `{root} {escape(near)}`?" if near else "What I do know is above."
    return f"I do not know the command *{named(unknown, 60)}*. {guess}"
