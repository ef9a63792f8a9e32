"""Runs: a card in the announcement's thread while one is under way, and a reply when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import RunMode, RunState
from bot.views.blocks import actions, button, context, facts, link_button, section
from bot.views.ids import Action
from bot.views.message import Message, message
from bot.views.text import bold, count, duration, escape, listed, moment, named, person

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block, ButtonElement, SectionBlock

    from bot.errors import BotError
    from bot.models import Run

_STATUS = {
    "created": "Starting",
    "scheduled": "Scheduled, and about to start",
    "running": "Running",
    "exporting": "Running: exporting the data",
    "processing": "Running: processing the data",
    "canceling": "Cancelling",
    "canceled": "Cancelled",
    "completed": "Finished",
    "errors": "Finished with errors",
    "failed": "Failed",
    "interrupted": "Interrupted",
}
_ENDS = {
    "completed": (":white_check_mark:", "finished"),
    "errors": (":warning:", "finished with errors"),
    "failed": (":x:", "failed"),
    "canceled": (":no_entry_sign:", "was cancelled"),
    "interrupted": (":warning:", "was interrupted"),
}
_BAR = 12


_MODES = {
    RunMode.NORMAL: "",
    RunMode.TEST: "as a test, with at most a few rows of each object",
    RunMode.REFRESH: "as a full refresh, which rewrites its tables",
}


def run_started(run: Run, refusal: BotError | None = None) -> Message:
    """Say that somebody started a sync; how it goes is told in this message's thread."""
    text = f"{person(run.asked_by.user_id)} runs {bold(run.sync_name)}{_after(mode_and_objects(run), ' ')}."
    instead = f" {escape(refusal.message)} So I tell you here instead." if refusal else ""
    return message(
        f"{text}{instead}", section(f"{text}{instead}"), context("How it goes is told in this thread.")
    )


def mode_and_objects(run: Run) -> str:
    """Say what is particular about a run; empty for a plain one of everything."""
    which = f"{count(len(run.objects), 'object')} ({listed(run.objects, 5)})" if run.objects else ""
    only = f"for {which} alone" if which else ""
    return " ".join(part for part in (only, _MODES[run.mode]) if part)


def run_card(run: Run) -> Message:
    """Show how far a run is; edited in place until it is over."""
    status = status_words(run)
    blocks: list[Block | None] = [
        section(f"*{status}*\n{_progress(run)}".strip()),
        _numbers(run),
        section(_reason(run)) if run.problem else None,
        context(
            f"Started by {person(run.asked_by.user_id)} {moment(run.started_at or run.created_at)}"
            f"{_after(mode_and_objects(run), ' ')}{_id(run)}"
        ),
    ]
    return message(f"{named(run.sync_name)}: {status}. {_bare_progress(run)}".strip(), *blocks)


def run_end(run: Run) -> Message:
    """Reply in the thread how a run ended, in numbers, and offer to run the sync again."""
    emoji, ended = _ending(run)
    text = f"{emoji} {bold(run.sync_name)} {ended}{_took(run)}{_what_moved(run)}."
    return message(
        f"{text} {_reason(run)}".strip(),
        section(f"{text}\n{_reason(run)}".strip()),
        actions(_again(run)),
        context(f"Started by {person(run.asked_by.user_id)}{_after(mode_and_objects(run), ' ')}{_id(run)}"),
    )


def already_running(run: Run | None, link: str | None) -> Message:
    """Say that a sync is running already, since when and for whom, and where to follow it."""
    name = bold(run.sync_name) if run else "This sync"
    by = f" {person(run.asked_by.user_id)} started it {moment(run.created_at)}." if run else ""
    where = " Its progress is told in its thread." if run else ""
    text = f"{name} is running already.{by} A second run can start when this one is over.{where}"
    return message(text, section(text), actions(link_button("Show it", Action.OPEN_IN_POLYTOMIC, link)))


def status_words(run: Run) -> str:
    """Say a run's status as people would; a word of Polytomic's that is new is shown as it is."""
    if run.status is None:
        return "Starting" if run.state is not RunState.OVER else "Could not start"
    return execution_words(run.status)


def execution_words(status: str) -> str:
    """Say Polytomic's word for how an execution stands as people would."""
    return _STATUS.get(status) or named(status.replace("_", " ").capitalize(), 60)


def ending(status: str, errors: int | None) -> tuple[str, str]:
    """Say how an execution ended: an emoji, and what follows its name."""
    if status == "completed" and errors:
        return _ENDS["errors"]
    return _ENDS.get(status, (":warning:", f"ended: {execution_words(status)}"))


def _again(run: Run) -> ButtonElement:
    """Offer another run: at once where an announcement stands above, else by the form."""
    if run.setup_id is not None:
        return button("Run again", Action.RUN_NOW, str(run.setup_id))
    return button("Run again", f"{Action.MANAGE_SYNC}:run", f"run:{run.sync_id}")


def _after(words: str, separator: str) -> str:
    return f"{separator}{words}" if words else ""


def _progress(run: Run) -> str:
    if run.objects_total is None or run.objects_total <= 0:
        return ""
    share = min(1.0, (run.objects_done or 0) / run.objects_total)
    full = int(share * _BAR)
    return f"{'█' * full}{'░' * (_BAR - full)} {_bare_progress(run)}"


def _bare_progress(run: Run) -> str:
    if run.objects_total is None or run.objects_total <= 0:
        return ""
    if run.objects_done == run.objects_total:
        return count(run.objects_total, "object")
    return f"{run.objects_done or 0:,} of {count(run.objects_total, 'object')}"


def _numbers(run: Run) -> SectionBlock | None:
    if run.records is None and not run.errors:
        return None
    return facts(
        rows=f"{run.records:,}" if run.records is not None else "",
        errors=f"{run.errors:,}" if run.errors else "",
    )


def _ending(run: Run) -> tuple[str, str]:
    if run.status is None:
        return ":x:", "could not start"
    return ending(run.status, run.errors)


def _took(run: Run) -> str:
    if run.completed_at is None:
        return ""
    word = "after" if _ending(run)[0] != ":white_check_mark:" else "in"
    return f" {word} {duration(run.completed_at - (run.started_at or run.created_at))}"


def _what_moved(run: Run) -> str:
    parts = [
        count(run.records, "row") if run.records is not None else "",
        _bare_progress(run),
        count(run.errors, "error") if run.errors else "",
    ]
    told = [part for part in parts if part]
    return f": {', '.join(told)}" if told else ""


def _reason(run: Run) -> str:
    return escape(f"{run.problem.message} {run.problem.guidance}".strip()) if run.problem else ""


def _id(run: Run) -> str:
    return f" · execution {named(run.execution_id)}" if run.execution_id else ""
