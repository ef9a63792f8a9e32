"""Runs: a card that is edited in place while one is under way, and a reply in its thread when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import RunState
from bot.views.blocks import actions, button, context, facts, link_button, section
from bot.views.ids import Action
from bot.views.message import Message, message
from bot.views.run_words import (
    as_of,
    bar,
    mode_and_objects,
    objects_words,
    origin,
    run_ending,
    status_words,
    time_words,
    trigger_words,
)
from bot.views.text import bold, count, escape, moment, named, person

if TYPE_CHECKING:
    from datetime import datetime

    from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, SectionBlock

    from bot.errors import BotError
    from bot.models import Run


def run_started(run: Run, refusal: BotError | None = None) -> Message:
    """Say by direct message that somebody started a sync whose channel cannot be told."""
    instead = f" {escape(refusal.message)} So I tell you here instead." if refusal else ""
    text = f"{_headline(run)}{instead}"
    return message(text, section(text), context("How it goes is told in this thread."))


def run_card(run: Run, now: datetime, *, elsewhere: str | None = None) -> Message:
    """Show how far a run is; edited in place until it is over, and true as of the moment that it names.

    `elsewhere` is the address of another card of the same execution.
    """
    status = _status(run)
    lines = [_headline(run), status, bar(run), time_words(run, now)]
    blocks: list[Block | None] = [
        section("\n".join(line for line in lines if line)),
        _numbers(run),
        section(escape(_why(run))) if _why(run) else None,
        _beside(run, elsewhere),
        context(f"{origin(run)}{_after(mode_and_objects(run), ' ')}{as_of(run, now)}{_id(run)}"),
    ]
    said = _headline(run) or f"{named(run.sync_name)}:"
    return message(f"{said} {status_words(run)}. {objects_words(run)}".strip(), *blocks)


def run_end(run: Run) -> Message:
    """Reply in the thread how a run ended, in numbers; offer to run the sync again, and its log."""
    emoji, ended = run_ending(run)
    text = f"{emoji} {bold(run.sync_name)} {ended}{_what_moved(run)}."
    return message(
        f"{text} {_reason(run)}".strip(),
        section(f"{text}\n{_reason(run)}".strip()),
        actions(_again(run), _logs(run)),
        context(f"{origin(run)}{_after(mode_and_objects(run), ' ')}{_id(run)}"),
    )


def already_running(run: Run | None, link: str | None) -> Message:
    """Say that a sync is running already, since when and for whom, and where to follow it."""
    name = bold(run.sync_name) if run else "This sync"
    by = f" {person(run.asked_by.user_id)} started it {moment(run.created_at)}." if run else ""
    where = " Its progress is told in its thread." if run else ""
    text = f"{name} is running already.{by} A second run can start when this one is over.{where}"
    return message(text, section(text), actions(link_button("Show it", Action.OPEN_IN_POLYTOMIC, link)))


def _headline(run: Run) -> str:
    """Say what this is about, where no message above says it."""
    if run.thread_ts is not None:
        return ""
    if run.watch_id is not None:
        return f"{bold(run.sync_name)} started{_after(trigger_words(run), ' ')}."
    return f"{person(run.asked_by.user_id)} runs {bold(run.sync_name)}{_after(mode_and_objects(run), ' ')}."


def _status(run: Run) -> str:
    """Head the card: how the run stands, or how it ended."""
    if run.state is not RunState.OVER:
        return f"*{status_words(run)}*"
    emoji, ended = run_ending(run)
    words = ended.removeprefix("was ")
    return f"{emoji} *{words[:1].upper()}{words[1:]}*"


def _beside(run: Run, elsewhere: str | None) -> ActionsBlock | None:
    """Offer what can be done about a run, or about its sync."""
    is_ending = run.state is RunState.OVER or run.status == "canceling"
    return actions(
        None if is_ending else button("Cancel the run", _manage("cancel"), f"cancel:{run.sync_id}"),
        None if run.watch_id else button("Watch", _manage("watch"), f"watch:{run.sync_id}"),
        link_button("Show its other card", Action.OPEN_IN_POLYTOMIC, elsewhere),
    )


def _again(run: Run) -> ButtonElement:
    """Offer another run: at once where an announcement stands above, else by the form."""
    if run.setup_id is not None:
        return button("Run again", Action.RUN_NOW, str(run.setup_id))
    return button("Run again", _manage("run"), f"run:{run.sync_id}")


def _logs(run: Run) -> ButtonElement | None:
    if run.execution_id is None:
        return None
    return button("Logs", Action.EXECUTION_LOGS, f"{run.sync_id}:{run.execution_id}")


def _manage(wish: str) -> str:
    return f"{Action.MANAGE_SYNC}:{wish}"


def _after(words: str, separator: str) -> str:
    return f"{separator}{words}" if words else ""


def _numbers(run: Run) -> SectionBlock | None:
    if run.records is None and not run.errors:
        return None
    return facts(
        rows=f"{run.records:,}" if run.records is not None else "",
        errors=f"{run.errors:,}" if run.errors else "",
    )


def _what_moved(run: Run) -> str:
    parts = [
        count(run.records, "row") if run.records is not None else "",
        objects_words(run),
        count(run.errors, "error") if run.errors else "",
    ]
    told = [part for part in parts if part]
    return f": {', '.join(told)}" if told else ""


def _why(run: Run) -> str:
    """Say on the card why it stands so; what to do when it is over stands in the reply below."""
    if run.problem is None:
        return ""
    is_over = run.state is RunState.OVER
    return run.problem.message if is_over else f"{run.problem.message} {run.problem.guidance}".strip()


def _reason(run: Run) -> str:
    return escape(f"{run.problem.message} {run.problem.guidance}".strip()) if run.problem else ""


def _id(run: Run) -> str:
    return f" · execution {named(run.execution_id)}" if run.execution_id else ""
