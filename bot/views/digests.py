"""Digests: the form for a channel's, what was chosen, and the digest itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from slack_sdk.models.blocks import StaticSelectElement

from bot.models import WEEKDAYS, Every
from bot.views.blocks import actions, button, chosen, context, header, option, question, section
from bot.views.forms.modal import modal
from bot.views.forms.timezone import timezone_question
from bot.views.ids import Action, Callback
from bot.views.ids import Block as Question
from bot.views.message import Message, message
from bot.views.meta import Meta
from bot.views.text import bold, channel, count, duration, escape, listed, moment, named

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block
    from slack_sdk.models.views import View

    from bot.errors import BotError
    from bot.models import Digest, DigestReport, DigestSums, FailedSync, Few, Listed, SlowRun

TITLE = "Digest"
NONE, DAILY = "none", "day"
MAX_REASON = 200
MUCH_SLOWER = 1.2  # times what is usual: up to that, it is usual


def digest_form(channel_id: str, digest: Digest | None) -> View:
    """Ask how often, and when, a channel wants to hear a summary of the syncs that it watches."""
    hour, zone = (digest.hour, digest.timezone) if digest else (9, "UTC")
    blocks: list[Block | None] = [
        section(
            f"A summary of the syncs that {channel(channel_id)} watches: runs, rows, failures, the slowest, "
            "and connections that need care."
        ),
        _select(Question.EVERY, "How often", _rhythms(), _rhythm(digest)),
        _select(Question.HOUR, "At", {str(at): f"{at:02}:00" for at in range(24)}, str(hour)),
        timezone_question(zone),
        context(f"The next one comes {moment(digest.next_at)}.") if digest else None,
    ]
    meta = Meta(channel_id=channel_id)
    return modal(TITLE, Callback.DIGEST, blocks, meta=meta, submit="Save", close="Cancel")


def digest_view(channel_id: str, digest: Digest | None) -> View:
    """Say what was chosen."""
    return modal(TITLE, Callback.DONE, [section(_chosen(channel_id, digest))])


def digest_chosen(digest: Digest | None, channel_id: str = "") -> Message:
    """Say the same as a message, for whoever closed the form, and in the channel to whoever chose it."""
    text = _chosen(digest.channel_id if digest else channel_id, digest)
    return message(text, section(text))


def digest_lost(digest: Digest, error: BotError, command: str) -> Message:
    """Tell whoever asked for it that a digest has ended, and why."""
    text = (
        f":warning: I cannot post the digest of {channel(digest.channel_id)} any more, so it has ended. "
        f"{escape(error.message)} {escape(error.guidance)} Then `{escape(command)} digest` in that channel "
        "starts it again."
    )
    return message(text, section(text))


def digest_message(report: DigestReport, command: str) -> Message:
    """Sum up what the syncs that a channel watches did since the digest before."""
    title = "Daily digest" if report.digest.every is Every.DAY else "Weekly digest"
    span = f"{moment(report.since)} to {moment(report.until)}"
    if report.watched == 0:
        text = _nothing_watched(command)
        return message(f"{title}: {text}", header(title), section(text), _below(report.digest))
    text = _summary(report.sums)
    blocks: list[Block | None] = [
        header(title),
        section(text),
        _failures(report.sums.failures),
        _silent(report.silent),
        _slowest(report.sums.slowest),
        _care(report.care),
        context(f"{span} · {_watched(report)}"),
        _below(report.digest, has_ill=bool(report.care and report.care.total)),
    ]
    return message(f"{title}: {text}", *blocks)


def rhythm_words(digest: Digest) -> str:
    """Say how often a digest comes: "every Monday at 09:00 (Europe/Berlin)"."""
    day = "every day" if digest.every is Every.DAY else f"every {digest.weekday.capitalize()}"
    return f"{day} at {digest.hour:02}:00 ({named(digest.timezone.replace('_', ' '), 60)})"


def _chosen(channel_id: str, digest: Digest | None) -> str:
    if digest is None:
        return f"{channel(channel_id)} gets no digest."
    return (
        f":white_check_mark: {channel(channel_id)} gets a digest {rhythm_words(digest)}, the first one "
        f"{moment(digest.next_at)}."
    )


def _rhythms() -> dict[str, str]:
    weeks = {day: f"Every week on {day.capitalize()}" for day in WEEKDAYS}
    return {NONE: "Never", DAILY: "Every day", **weeks}


def _rhythm(digest: Digest | None) -> str:
    if digest is None:
        return DAILY
    return DAILY if digest.every is Every.DAY else digest.weekday


def _select(block: Question, label: str, values: dict[str, str], value: str) -> Block:
    options = [option(one, text) for one, text in values.items()]
    element = StaticSelectElement(
        action_id=Action.ANSWER, options=options, initial_option=chosen(options, value)
    )
    return question(block, label, element)


def _nothing_watched(command: str) -> str:
    return (
        f"This channel watches no sync, so there is nothing to sum up. `{escape(command)} watch` lets it "
        f"follow one, or all; `{escape(command)} digest` ends this."
    )


def _summary(sums: DigestSums) -> str:
    if not sums.runs:
        return ":white_check_mark: Nothing happened: no watched sync finished a run."
    ran = f"*{count(sums.runs, 'run')}* of {count(sums.syncs, 'sync')} moved *{count(sums.rows, 'row')}*"
    if not sums.failed:
        return f":white_check_mark: {ran}. None went wrong."
    return f":warning: {ran}. *{sums.failed:,} went wrong*, in {count(sums.failures.total, 'sync')}."


def _failures(failures: Few[FailedSync]) -> Block | None:
    if not failures.total:
        return None
    lines = [_failure(one) for one in failures.shown]
    rest = [f"… and {count(failures.more, 'more sync')}"] if failures.more > 0 else []
    return section("\n".join(["*What went wrong*", *lines, *rest]))


def _failure(one: FailedSync) -> str:
    times = "once" if one.times == 1 else f"{one.times:,} times"
    if not one.is_failing:
        return f":white_check_mark: {bold(one.name, 60)} went wrong {times}, and works again"
    why = f": {named(one.reason, MAX_REASON)}" if one.reason.strip() else ""
    return f":x: {bold(one.name, 60)} went wrong {times}, and has not recovered{why}"


def _silent(silent: Few[str] | None) -> Block | None:
    if silent is None or not silent.total:
        return None
    more = f" and {silent.more:,} more" if silent.more > 0 else ""
    return section(f"*Scheduled, but did not run*\n{listed(silent.shown)}{more}")


def _slowest(slowest: tuple[SlowRun, ...]) -> Block | None:
    if not slowest:
        return None
    return section("\n".join(["*Slowest*", *(_slow(one) for one in slowest)]))


def _slow(one: SlowRun) -> str:
    return f"{bold(one.name, 60)}: {duration(timedelta(seconds=one.seconds))}{_usual(one)}"


def _usual(one: SlowRun) -> str:
    if one.usual is None:
        return ""
    is_usual = one.seconds <= one.usual * MUCH_SLOWER
    return ", as usual" if is_usual else f", usually {duration(timedelta(seconds=one.usual))}"


def _care(care: Few[Listed] | None) -> Block | None:
    if care is None:
        return context("Polytomic did not say how the connections are.")
    if not care.total:
        return None
    lines = [
        f":warning: {bold(one.name, 60)} ({named(one.type_name, 60)}): {named(one.reason, MAX_REASON)}"
        for one in care.shown
    ]
    rest = [f"… and {count(care.more, 'more connection')}"] if care.more > 0 else []
    return section("\n".join(["*Connections that need care*", *lines, *rest]))


def _watched(report: DigestReport) -> str:
    if report.watched is None:
        return "this channel watches all bulk syncs"
    return f"this channel watches {count(report.watched, 'bulk sync')}"


def _below(digest: Digest, *, has_ill: bool = False) -> Block | None:
    return actions(
        button("Connections", Action.LIST_CONNECTIONS, "digest") if has_ill else None,
        button("Digest …", Action.DIGEST, digest.channel_id),
    )
