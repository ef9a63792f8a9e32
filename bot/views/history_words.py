"""How people speak of a bulk sync's past executions: counted, in a table, and in place of a picture."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from bot.models import Ending
from bot.views.text import count, cut, duration, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.models import PastRun, SyncHistory

MAX_ALT = 1000
MAX_TITLE = 200
ROWS = 30  # of the table in one piece: well within the 3,000 characters of a block
LONGEST_END = 12
_HEADS = ("Start (UTC)", "Took", "Rows", "End")
_ENDS = {
    "completed": "finished",
    "errors": "with errors",
    "failed": "failed",
    "canceled": "cancelled",
    "interrupted": "interrupted",
}
_COUNTED = {
    Ending.FINISHED: "finished",
    Ending.ERRORS: "with errors",
    Ending.FAILED: "failed",
    Ending.STOPPED: "cancelled or interrupted",
    Ending.OTHER: "ended otherwise",
    Ending.RUNNING: "running",
}
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


def history_summary(history: SyncHistory) -> str:
    """Sum up the executions in a few sentences."""
    if not history.runs:
        return "It never ran, so there is no history yet. Run it once, then ask again."
    usual, rows = history.median_seconds, history.rows
    took = f" It usually takes {duration(timedelta(seconds=usual))}." if usual is not None else ""
    moved = f" {count(rows, 'row')} in all." if rows is not None else ""
    return f"{_counted(history)}.{took}{moved}"


def history_title(history: SyncHistory) -> str:
    """Name the chart, unescaped."""
    return cut(f"Runs of {' '.join(history.sync.name.split()) or 'a bulk sync'}", MAX_TITLE)


def history_alt(history: SyncHistory) -> str:
    """Describe the chart to those who cannot see it, unescaped."""
    newest, oldest = history.runs[0], history.runs[-1]
    rows = _range(history, lambda run: run.rows, _rows)
    lasted = _range(history, lambda run: run.seconds, took_words)
    parts = [
        f"{history_title(history)}: bars of rows and a line of durations.",
        f"{_counted(history)}.",
        f"From {_when(oldest)} to {_when(newest)} UTC.",
        f"Rows of a run: {rows}." if rows else "",
        f"Duration of a run: {lasted}." if lasted else "",
        f"The newest: {_ended(newest)}, rows {_rows(newest)}, duration {took_words(newest)}.",
    ]
    return cut(" ".join(part for part in parts if part), MAX_ALT)


def tables(history: SyncHistory, most: int | None = None) -> list[str]:
    """Write the newest executions, or all, as a table of fixed width, in pieces that a block takes."""
    lines = _aligned([_HEADS, *map(_cells, history.runs[:most])])
    return [_code(lines[at : at + ROWS]) for at in range(0, len(lines), ROWS)]


def _counted(history: SyncHistory) -> str:
    """Count what came of the executions: "The last 30 runs: 28 finished, 2 failed"."""
    counts = [(history.ended(ending), words) for ending, words in _COUNTED.items()]
    told = ", ".join(f"{number:,} {words}" for number, words in counts if number)
    total = len(history.runs)
    return f"The last {total:,} runs: {told}" if total > 1 else f"One run so far: {told}"


def _range(
    history: SyncHistory, number: Callable[[PastRun], float | None], words: Callable[[PastRun], str]
) -> str:
    """Say between what a number of the executions lies; empty if it is known of none."""
    known = [(found, words(run)) for run in history.runs if (found := number(run)) is not None]
    if not known:
        return ""
    least, most = min(known)[1], max(known)[1]
    return least if least == most else f"{least} to {most}"


def _code(lines: Sequence[str]) -> str:
    text = "\n".join(lines).replace("`", "'")  # three of them would end it
    return f"```\n{escape(text)}\n```"


def _aligned(table: Sequence[tuple[str, str, str, str]]) -> list[str]:
    """Set numbers at the right of their columns; the words at the end may be of any length."""
    when, took, rows, _ = (max(map(len, column)) for column in zip(*table, strict=True))
    return [f"{a:{when}}  {b:>{took}}  {c:>{rows}}  {d}" for a, b, c, d in table]


def _cells(run: PastRun) -> tuple[str, str, str, str]:
    return (_when(run), took_words(run), _rows(run), _ended(run))


def _when(run: PastRun) -> str:
    return run.began_at.astimezone(UTC).strftime("%b %d %H:%M") if run.began_at else "?"


def _ended(run: PastRun) -> str:
    """Say how an execution ended, or how many errors it had."""
    if run.is_running:
        return "running"
    word = _ENDS.get(run.status) or cut(" ".join(run.status.split()) or "?", LONGEST_END)
    if not run.errors:
        return word
    return (
        count(run.errors, "error") if run.ending is Ending.ERRORS else f"{word}, {count(run.errors, 'error')}"
    )


def _rows(run: PastRun) -> str:
    return "?" if run.rows is None else f"{run.rows:,}"


def took_words(run: PastRun) -> str:
    """Write a duration in few characters: "1h 05m"."""
    if run.seconds is None:
        return "?"
    left = round(run.seconds)
    parts: list[str] = []
    for size, unit in _UNITS:
        amount, left = divmod(left, size)
        if amount or parts:
            parts.append(f"{amount:02}{unit}" if parts else f"{amount}{unit}")
    return " ".join(parts[:2]) or "0s"
