"""The history of a bulk sync: the last executions in a modal, and all of them beside their chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.blocks import actions, button, context, section
from bot.views.forms.modal import modal
from bot.views.history_words import history_summary, tables, took_words
from bot.views.ids import Action, Callback
from bot.views.message import Message, message
from bot.views.meta import Meta
from bot.views.run_words import ending, execution_words
from bot.views.sync_words import ends_words, head
from bot.views.text import bold, channel, count, escape, moment, named, person

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block
    from slack_sdk.models.views import View

    from bot.models import PastRun, Person, SyncHistory

TITLE = "History"
LISTED = 10  # executions in the modal
BESIDE = 12  # executions beside the chart, which would else be far below


def history_view(history: SyncHistory, channel_id: str | None) -> View:
    """Show the last executions, and say where the chart of all of them is."""
    sync, older = history.sync, len(history.runs) - LISTED
    blocks: list[Block | None] = [
        section(f"{head(sync)}\n{ends_words(sync)}"),
        section(history_summary(history)),
        section("\n".join(map(_line, history.runs[:LISTED]))) if history.runs else None,
        context(f"The chart has {count(older, 'older run')} too.") if older > 0 else None,
        section(_where(history, channel_id)) if history.runs else None,
        actions(
            button("Status", f"{Action.MANAGE_SYNC}:status", f"status:{sync.id}"),
            None if _is_running(history) else button("Run …", f"{Action.MANAGE_SYNC}:run", f"run:{sync.id}"),
            button("Back to the list", Action.BACK_TO_SYNCS, "list"),
        ),
        context(f"bulk sync {named(sync.id)}"),
    ]
    place = history.place.model_copy(update={"words": history.place.words[:200]})
    return modal(
        TITLE, Callback.SYNCS, blocks, meta=Meta(place=place, channel_id=channel_id, sync_id=sync.id)
    )


def history_words(history: SyncHistory, asked_by: Person) -> str:
    """Write what stands beside the chart: its numbers, the newest of them run by run."""
    older = len(history.runs) - BESIDE
    parts = [
        f"{person(asked_by.user_id)} asked for this. {_intro(history)}",
        *tables(history, BESIDE),
        f"And {count(older, 'older run')} in the chart." if older > 0 else "",
    ]
    return "\n".join(part for part in parts if part)


def history_message(history: SyncHistory, asked_by: Person | None, trouble: str = "") -> Message:
    """Tell the numbers where the chart cannot carry them, and why it cannot."""
    asked = f"{person(asked_by.user_id)} asked for this. " if asked_by else ""
    intro = f"{asked}{_intro(history)}"
    first, *more = tables(history)
    return message(
        f"{escape(trouble)} {intro}".strip(),
        section(f":warning: {escape(trouble)}") if trouble else None,
        section(f"{intro}\n{first}"),
        *map(section, more),
    )


def _intro(history: SyncHistory) -> str:
    return f"{bold(history.sync.name)} · {ends_words(history.sync)}\n{history_summary(history)}"


def _is_running(history: SyncHistory) -> bool:
    return any(run.is_running for run in history.runs)


def _where(history: SyncHistory, channel_id: str | None) -> str:
    """Say where the chart is or comes, or why there is none."""
    if not history.has_chart:
        return "There is a chart as soon as a run is over."
    if history.posted_in is None:
        return f":hourglass_flowing_sand: The chart comes into {_place(channel_id)} in a moment."
    if history.trouble:
        return f":warning: {escape(history.trouble)} See {_place(history.posted_in)}."
    return f":bar_chart: The chart is in {_place(history.posted_in)}."


def _place(channel_id: str | None) -> str:
    if channel_id is None or channel_id.startswith(("D", "U", "W")):
        return "our direct messages"
    return channel(channel_id)


def _line(run: PastRun) -> str:
    """Tell one execution, at the time of the reader's own clock."""
    at = moment(run.began_at) if run.began_at else "At an unknown time"
    numbers = (
        took_words(run) if run.seconds is not None else "",
        count(run.rows, "row") if run.rows is not None else "",
        count(run.errors, "error") if run.errors else "",
    )
    return ", ".join(part for part in (f"{_emoji(run)} {at}: {_ended(run)}", *numbers) if part)


def _emoji(run: PastRun) -> str:
    return ":arrows_counterclockwise:" if run.is_running else ending(run.status, run.errors)[0]


def _ended(run: PastRun) -> str:
    if run.is_running:
        words = execution_words(run.status)
        return words[:1].lower() + words[1:]
    return ending(run.status, run.errors)[1]
