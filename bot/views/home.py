"""The Home tab: what needs care, what goes on, what is unfinished, and the main wishes as buttons."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from slack_sdk.models.views import View

from bot.views.blocks import actions, button, context, divider, header, section
from bot.views.ids import Action, Callback
from bot.views.setups import listing
from bot.views.sync_words import activity_words, ends_words
from bot.views.text import bold, channel, count, escape, listed, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.models.blocks import Block

    from bot.models import Few, HomePage, Listed, ListedSync, Overview, Setup, Watch

MAX_REASON = 300
MAX_CHANNELS = 5
NAMES_OF_EACH = 5  # syncs that are called by name of one channel's
INVITATION = (
    "Answer a few questions, and I create the connections and the bulk sync, and announce it in a channel. "
    "*New sync* sets up the first one."
)


def home(page: HomePage, command: str) -> View:
    """Show one person how the organization stands, and what waits for them."""
    blocks: list[Block | None] = [
        header("Polytomic syncs, without leaving Slack"),
        *(section(text) for text in _summary(page.overview)),
        _wishes(),
        *(_of_organization(page.overview) if page.overview else []),
        *_setups(page.setups),
        *_watches(page, command),
        divider(),
        context(f"In any channel: `{escape(command)} help`"),
    ]
    return View(
        type="home", callback_id=Callback.HOME, blocks=[block for block in blocks if block is not None]
    )


def _wishes() -> Block | None:
    return actions(
        button("New sync", Action.NEW_SYNC, "home", primary=True),
        button("Syncs", Action.LIST_SYNCS, "home"),
        button("Connections", Action.LIST_CONNECTIONS, "home"),
        button("New connection", Action.NEW_CONNECTION, "home"),
        button("My watches", f"{Action.MANAGE_WATCH}:list", "list:"),
    )


def _summary(overview: Overview | None) -> list[str]:
    """Say how things stand in a line, and what of it Polytomic does not say in another."""
    if overview is None:
        return [":hourglass_flowing_sand: Asking Polytomic how things stand …"]
    if overview.connections == 0 and overview.syncs == 0:
        return [INVITATION]
    told = " ".join(part for part in (_syncs(overview), _connections(overview)) if part)
    return [text for text in (told, _untold(overview)) if text]


def _syncs(overview: Overview) -> str:
    if overview.syncs is None:
        return ""
    parts = [f"*{count(overview.syncs, 'bulk sync')}*"]
    if overview.running and overview.failed and overview.syncs:
        parts += [f"{overview.running.total:,} running" if overview.running.total else "none running"]
        last = "in its last run" if overview.failed.total == 1 else "in their last run"
        parts += [f"{overview.failed.total:,} failed {last}" if overview.failed.total else "none failing"]
    return f"{', '.join(parts)}."


def _connections(overview: Overview) -> str:
    if overview.connections is None or overview.care is None:
        return ""
    care = "need care" if overview.care.total != 1 else "needs care"
    how = f"{overview.care.total:,} {care}" if overview.care.total else "all of them fine"
    return f"*{count(overview.connections, 'connection')}*{f', {how}' if overview.connections else ''}."


def _untold(overview: Overview) -> str:
    missing = [
        "how the connections are" if overview.care is None else "",
        "which bulk syncs there are" if overview.syncs is None else "",
        "what the syncs do" if overview.has_status and overview.running is None else "",
    ]
    told = [part for part in missing if part]
    if told:
        what = " and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)
        return f":warning: Polytomic does not say {what} right now. I ask again by myself."
    if not overview.has_status:
        return (
            "This version of Polytomic's API does not say what all syncs do at once. *Syncs* shows it page "
            "by page."
        )
    return ""


def _of_organization(overview: Overview) -> list[Block | None]:
    return [*_care(overview.care), *_failed(overview.failed), *_running(overview.running)]


def _care(care: Few[Listed] | None) -> list[Block | None]:
    if care is None or not care.total:
        return []
    return [
        divider(),
        header("Connections that need care"),
        *(_connection(one) for one in care.shown),
        _more(care.more, "All connections", Action.LIST_CONNECTIONS),
    ]


def _connection(one: Listed) -> Block:
    text = f":warning: {bold(one.name)} · {named(one.type_name, 60)}\n{named(one.reason, MAX_REASON)}"
    return section(text, button("Reconnect", Action.RECONNECT, one.id, primary=True))


def _failed(failed: Few[ListedSync] | None) -> list[Block | None]:
    if failed is None or not failed.total:
        return []
    blocks: list[Block | None] = [divider(), header("Failed in their last run")]
    for one in failed.shown:
        blocks += [section(_sync(one)), _what_to_do(one)]
    return [*blocks, _more(failed.more, "All syncs", Action.LIST_SYNCS)]


def _what_to_do(sync: ListedSync) -> Block | None:
    execution_id = sync.activity.execution_id if sync.activity else None
    return actions(
        button("Run again …", f"{Action.MANAGE_SYNC}:run", f"run:{sync.id}"),
        button("Logs", Action.EXECUTION_LOGS, f"{sync.id}:{execution_id}") if execution_id else None,
        button("Status", f"{Action.MANAGE_SYNC}:status", f"status:{sync.id}"),
    )


def _running(running: Few[ListedSync] | None) -> list[Block | None]:
    if running is None or not running.total:
        return []
    return [
        divider(),
        header("Running now"),
        *(
            section(_sync(one), button("Status", f"{Action.MANAGE_SYNC}:status", f"status:{one.id}"))
            for one in running.shown
        ),
        _more(running.more, "All syncs", Action.LIST_SYNCS),
    ]


def _sync(sync: ListedSync) -> str:
    return f"{bold(sync.name)} · {ends_words(sync)}\n{activity_words(sync.activity)}"


def _more(number: int, text: str, action: Action) -> Block | None:
    return section(f"… and {number:,} more.", button(text, action, "more")) if number > 0 else None


def _setups(setups: Sequence[Setup]) -> list[Block | None]:
    none = section("None. When a setup waits for you, it is here.")
    return [divider(), header("Your unfinished setups"), *(listing(setups) if setups else [none])]


def _watches(page: HomePage, command: str) -> list[Block | None]:
    head: list[Block | None] = [divider(), header("What channels watch")]
    if not page.watches:
        how = f"`{escape(command)} watch` in a channel lets it follow syncs"
        return [*head, section(f"Nothing yet. {how}: it is told of failures and of recoveries.")]
    by_channel = sorted(page.watches, key=lambda watch: watch.channel_id)
    channels = [list(some) for _, some in groupby(by_channel, key=lambda watch: watch.channel_id)]
    more = len(channels) - MAX_CHANNELS
    return [
        *head,
        *(_of_channel(some, page.user_id) for some in channels[:MAX_CHANNELS]),
        context(f"and {count(more, 'more channel')}") if more > 0 else None,
    ]


def _of_channel(watches: Sequence[Watch], user_id: str) -> Block:
    """Name what a channel watches; whoever let it watch one thing can change that here."""
    first = watches[0]
    text = f"{channel(first.channel_id)}: {_watched(watches)}"
    if len(watches) > 1 or first.asked_by.user_id != user_id:
        return section(text)
    return section(text, button("Change …", f"{Action.MANAGE_WATCH}:change", f"change:{first.id}"))


def _watched(watches: Sequence[Watch]) -> str:
    if any(watch.sync_id is None for watch in watches):
        return "all bulk syncs"
    return listed(tuple(watch.sync_name for watch in watches), NAMES_OF_EACH)
