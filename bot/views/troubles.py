"""Alerts of watches: one message for each problem, edited as it goes on, and plain outcomes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.models import Outcome, Tells, outcome
from bot.views.blocks import actions, button, confirm, context, link_button, section
from bot.views.ids import Action
from bot.views.message import Message, message
from bot.views.run_words import ending
from bot.views.text import bold, count, duration, listed, moment, named, person
from bot.views.watch_words import muted_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.models.blocks import Block, ButtonElement

    from bot.models import Failure, Report, SeenExecution, Trouble, Watch

MAX_REASON = 600
NAMED = 10  # syncs that an alert for many calls by name
LINES = 20  # executions that a report lists
PER_BLOCK = 40


def trouble_alert(trouble: Trouble, watch: Watch | None, run_url: str | None) -> Message:
    """Say what failed, since when, how often, why, and what to do; afterwards, that it works again."""
    if trouble.over_at is not None:
        return _over(trouble)
    text = f":rotating_light: {_failed(trouble)}"
    blocks: list[Block | None] = [
        section(f"{_mentions(watch)}{text}\n{_why(trouble.failures)}"),
        section(TO_DO),
        actions(
            button("Run again", f"{Action.MANAGE_SYNC}:run", f"run:{trouble.sync_id}", primary=True),
            _logs(trouble),
            link_button("Show the run", f"{Action.OPEN_IN_POLYTOMIC}:run", run_url),
            *_about_watch(watch),
        ),
        _small_print(trouble, watch),
    ]
    return message(f"{_mentions(watch)}{text} {_why(trouble.failures)}", *blocks)


TO_DO = "*Logs* tell what went wrong. When that is put right, *Run again* shows whether it works."


def trouble_failure(trouble: Trouble, failure: Failure) -> Message:
    """Tell in the alert's thread that it failed once more."""
    emoji, ended = ending(failure.status, None)
    text = f"{emoji} {bold(trouble.sync_name)} {ended} again {moment(failure.at)}: {_times(failure.number)}."
    why = _why((failure,))
    return message(
        f"{text} {why}", section(f"{text}\n{why}"), context(f"execution {named(failure.execution_id)}")
    )


def trouble_recovery(trouble: Trouble) -> Message:
    """Tell in the alert's thread that it works again."""
    text = f":white_check_mark: {bold(trouble.sync_name)} works again{_after(trouble)}."
    return message(text, section(text))


def storm_alert(led: Sequence[Trouble], watch: Watch | None) -> Message:
    """Say in one message that many syncs failed at once, and how many of them still do."""
    broken = [one for one in led if one.over_at is None]
    since = min(one.began_at for one in led)
    what = f"*{count(len(led), 'sync')} failed* at about the same time, since {moment(since)}"
    if not broken:
        text = f":white_check_mark: All {len(led):,} work again."
        return message(f"{text} {what}.", section(f"~{what}.~\n{text}"))
    names = listed(tuple(one.sync_name for one in broken), NAMED)
    still = f"\n{len(led) - len(broken):,} of them work again. *Still failing:* {names}"
    text = f":rotating_light: {what}{f': {names}.' if len(broken) == len(led) else f'.{still}.'}"
    blocks: list[Block | None] = [
        section(f"{_mentions(watch)}{text}"),
        section(f"{_most_said(broken)}\n{MANY}"),
        actions(button("Connections", Action.LIST_CONNECTIONS, "storm"), *_about_watch(watch)),
        _small_print(None, watch),
    ]
    return message(f"{_mentions(watch)}{text}", *blocks)


MANY = "So many at once mostly have one cause: look first at the connections that they share."


def storm_names(led: Sequence[Trouble]) -> Message:
    """Name syncs that failed together, in the alert's thread."""
    names = [f"• {bold(one.sync_name, 60)}" for one in led]
    parts = ["\n".join(names[at : at + PER_BLOCK]) for at in range(0, len(names), PER_BLOCK)]
    return message(f"Failed: {listed(tuple(one.sync_name for one in led), NAMED)}", *map(section, parts))


def storm_recovery(led: Sequence[Trouble]) -> Message:
    """Tell in the thread that all of them work again."""
    text = f":white_check_mark: All {len(led):,} work again."
    return message(text, section(text))


def watch_report(report: Report) -> Message:
    """Tell how executions went that somebody wants to hear of."""
    lines = [_line(one, report.tells) for one in report.executions[:LINES]]
    more = len(report.executions) - len(lines)
    if more > 0:
        lines.append(f"… and {count(more, 'more execution')}")
    small = [f"execution {named(one.execution_id)}" for one in report.executions[:1] if len(lines) == 1]
    return message("\n".join(lines), section("\n".join(lines)), *map(context, small))


def _line(one: SeenExecution, tells: Tells) -> str:
    emoji, ended = ending(one.status, one.errors)
    words = "works again" if tells is Tells.RECOVERIES else ended
    took = ""
    if one.began_at and one.ended_at:
        took = f" {'in' if outcome(one) is Outcome.GOOD else 'after'} {duration(one.ended_at - one.began_at)}"
    moved = f": {count(one.records, 'row')}" if one.records is not None else ""
    return f"{emoji} {bold(one.sync_name, 60)} {words}{took}{moved}."


def _over(trouble: Trouble) -> Message:
    was = _failed(trouble)
    text = f":white_check_mark: {bold(trouble.sync_name)} works again{_after(trouble)}."
    return message(f"{text} {was}", section(f"~{was}~\n{text}"), _small_print(trouble, None))


def _failed(trouble: Trouble) -> str:
    last = trouble.failures[-1] if trouble.failures else None
    ended = ending(last.status, None)[1] if last else "failed"
    if trouble.streak <= 1:
        return f"{bold(trouble.sync_name)} {ended} {moment(trouble.began_at)}."
    return f"{bold(trouble.sync_name)} failed {_times(trouble.streak)} since {moment(trouble.began_at)}."


def _times(number: int) -> str:
    return f"{count(number, 'time')} in a row"


def _after(trouble: Trouble) -> str:
    if trouble.over_at is None:
        return ""
    failures = f", {count(trouble.streak, 'failure')}" if trouble.streak > 1 else ""
    return f" after {duration(trouble.over_at - trouble.began_at)}{failures}"


def _why(failures: Sequence[Failure]) -> str:
    said = next((one.reason for one in reversed(failures) if one.reason.strip()), "")
    return f"*Polytomic says:* {named(said, MAX_REASON)}" if said else "Polytomic gives no reason."


def _most_said(broken: Sequence[Trouble]) -> str:
    said = Counter(
        one.failures[-1].reason for one in broken if one.failures and one.failures[-1].reason.strip()
    )
    if not said:
        return "Polytomic gives no reason."
    ((reason, times),) = said.most_common(1)
    of = "" if times == len(broken) else f" of {times:,} of them"
    return f"*Polytomic says{of}:* {named(reason, MAX_REASON)}"


def _mentions(watch: Watch | None) -> str:
    return f"{' '.join(map(person, watch.mentions))} " if watch and watch.mentions else ""


def _logs(trouble: Trouble) -> ButtonElement | None:
    if not trouble.failures:
        return None
    last = trouble.failures[-1].execution_id
    return button("Logs", Action.EXECUTION_LOGS, f"{trouble.sync_id}:{last}")


def _about_watch(watch: Watch | None) -> list[ButtonElement | None]:
    if watch is None:
        return []
    sure = confirm(
        "Stop watching?", "This channel then hears nothing of it any more.", "Stop watching", "Keep it"
    )
    mute = button("Mute 1 h", Action.MUTE_WATCH, str(watch.id)) if watch.muted_until is None else None
    return [mute, button("Stop watching", Action.STOP_WATCH, str(watch.id), confirm=sure)]


def _small_print(trouble: Trouble | None, watch: Watch | None) -> Block | None:
    muted = muted_words(watch.muted_until).capitalize() if watch else ""
    which = f"bulk sync {named(trouble.sync_id)}" if trouble else ""
    if trouble and trouble.failures:
        which += f" · execution {named(trouble.failures[-1].execution_id)}"
    words = " · ".join(part for part in (muted, which) if part)
    return context(words) if words else None
