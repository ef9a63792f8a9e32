"""The log of a run, for the one person who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.blocks import actions, context, link_button, section
from bot.views.ids import Action
from bot.views.message import Message, message
from bot.views.run_words import ending, execution_words
from bot.views.text import bold, count, duration, named

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block

    from bot.models import Activity, RunLog

MAX_FAILED, MAX_ERRORS = 5, 5
MAX_WORDS = 350  # of one error


def log_promised() -> Message:
    """Say at once that the log is on its way, as fetching it takes a moment."""
    text = "I send you the log by direct message."
    return message(text, section(f":page_facing_up: {text}"))


def run_log(log: RunLog) -> Message:
    """Say what went wrong in a run, above the files of its log."""
    text = f":page_facing_up: {bold(log.sync_name)} {_went(log.activity)}."
    blocks: list[Block | None] = [
        section(f"{text}\n{named(log.activity.reason, 1000) if log.activity.reason.strip() else ''}".strip()),
        section(_failed(log)) if log.failed else None,
        section(_last_errors(log)) if log.last_errors else None,
        actions(link_button("Open in Polytomic", Action.OPEN_IN_POLYTOMIC, log.url)),
        context(f"Its log comes in this thread · execution {named(log.activity.execution_id or '')}"),
    ]
    return message(f"The log of {named(log.sync_name)}", *blocks)


def _went(activity: Activity) -> str:
    if activity.is_running:
        return f"is under way ({execution_words(activity.status)})"
    ended = ending(activity.status, activity.errors)[1]
    if activity.started_at is None or activity.completed_at is None:
        return ended
    return f"{ended} after {duration(activity.completed_at - activity.started_at)}"


def _failed(log: RunLog) -> str:
    shown = log.failed[:MAX_FAILED]
    lines = [f"• {bold(one.name, 60)}{_because(one.message)}" for one in shown]
    among = ", among them" if len(log.failed) > len(shown) else ""
    return "\n".join([f"{count(len(log.failed), 'object')} failed{among}:", *lines])


def _because(words: str) -> str:
    return f": {named(words, MAX_WORDS)}" if words.strip() else ""


def _last_errors(log: RunLog) -> str:
    shown = log.last_errors[-MAX_ERRORS:]
    return "\n".join(["The last errors in the log:", *(f"• {named(words, MAX_WORDS)}" for words in shown)])
