"""Bulk syncs: the list of them, one of them, and the questions before one is acted on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import OverflowMenuElement, SectionBlock

from bot.models import (
    EditForm,
    EditReview,
    Place,
    RunForm,
    SyncDetails,
    SyncHistory,
    SyncListing,
    SyncQuestion,
    WatchForm,
    WatchListing,
    WatchSaved,
)
from bot.views.blocks import (
    MAX_OPTION_VALUE,
    MAX_URL,
    actions,
    button,
    context,
    divider,
    facts,
    link_button,
    mrkdwn,
    option,
    section,
)
from bot.views.forms.edit import edit_form_view
from bot.views.forms.edit_review import edit_review_view
from bot.views.forms.modal import modal
from bot.views.forms.run import run_form_view
from bot.views.history import history_view
from bot.views.history_words import history_summary
from bot.views.ids import Action, Callback
from bot.views.message import Message, message
from bot.views.meta import Meta
from bot.views.sync_words import activity_words, ends_words, head, when_words
from bot.views.text import bold, channel, count, escape, length, moment, named, none_of, person
from bot.views.watches import watch_message, watch_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.models.blocks import ActionsBlock, Block, InteractiveElement, Option
    from slack_sdk.models.views import View

    from bot.models import ListedSync, SyncStep, WatchStep

TITLE = "Syncs"
_VERBS = {
    "status": "Status",
    "watch": "Watch …",
    "run": "Run …",
    "edit": "Edit …",
    "pause": "Pause",
    "resume": "Resume",
    "cancel": "Cancel the run",
    "history": "History",
}
_WISHES = {
    "status": "look at",
    "watch": "watch",
    "run": "run",
    "edit": "edit",
    "pause": "pause",
    "resume": "resume",
    "cancel": "cancel",
    "history": "see the history of",
}


def sync_view(step: SyncStep | WatchStep, channel_id: str | None = None) -> View:
    """Draw the list, one of it, or what is asked about one."""
    if isinstance(step, WatchForm | WatchSaved | WatchListing):
        return watch_view(step)
    return _DRAWN[type(step)](step, channel_id)


def sync_message(step: SyncStep | WatchStep) -> Message:
    """Say by direct message what the modal would have shown, had it not been closed."""
    if isinstance(step, WatchForm | WatchSaved | WatchListing):
        return watch_message(step)
    if isinstance(step, SyncListing):
        text = escape(step.news) or _summary(step)
        return message(text, section(text))
    if isinstance(step, SyncDetails):
        text = escape(step.news) or f"{bold(step.sync.name)}: {activity_words(step.sync.activity)}"
        return message(
            text, section(text), actions(link_button("Show it", Action.OPEN_IN_POLYTOMIC, step.card_url))
        )
    if isinstance(step, SyncHistory):
        text = f"{bold(step.sync.name)}: {history_summary(step)}"
        return message(text, section(text))
    text = f":warning: Nothing was done with {bold(step.sync.name)} yet: one more answer is needed."
    wish = "edit" if isinstance(step, EditForm | EditReview) else "status"
    again = button("Answer", _of(wish), f"{wish}:{step.sync.id}")
    return message(text, section(text), actions(again))


def _list_view(listing: SyncListing, channel_id: str | None) -> View:
    blocks: list[Block | None] = [
        section(f":information_source: {escape(listing.news)}") if listing.news else None,
        section(_summary(listing)),
        divider() if listing.shown else None,
        *(_entry(one, listing.place.wish) for one in listing.shown),
        divider() if listing.shown and _below(listing) else None,
        _below(listing),
        context(f"Page {listing.place.page + 1:,} of {listing.pages:,}") if listing.pages > 1 else None,
    ]
    meta = Meta(place=_short(listing.place), channel_id=channel_id)
    return modal(TITLE, Callback.SYNCS, blocks, meta=meta)


def _summary(listing: SyncListing) -> str:
    if not listing.total:
        return "There are no bulk syncs yet."
    wish = _WISHES.get(listing.place.wish, "")
    which = f" Which one do you want to {wish}?" if wish else ""
    if not listing.place.words:
        return f"*{count(listing.total, 'bulk sync')}*.{which}"
    typed = named(listing.place.words, 60)
    if listing.found:
        return f"*{listing.found:,} of {count(listing.total, 'bulk sync')}* with “{typed}”.{which}"
    near = f" Did you mean {bold(listing.near)}?" if listing.near else ""
    lacks = f"is called “{typed}”" if wish else f"has “{typed}” in its name or in a connection's"
    return f"{none_of(listing.total, 'bulk sync')} {lacks}.{near}"


def _entry(sync: ListedSync, wish: str) -> Block:
    words = activity_words(sync.activity, is_told=sync.is_told)
    text = "\n".join([f"{head(sync)} · {ends_words(sync)}", when_words(sync), words])
    return SectionBlock(text=mrkdwn(text), accessory=_pick(sync, wish) if wish else _menu(sync))


def _pick(sync: ListedSync, wish: str) -> InteractiveElement:
    """Offer what was wished for; of several syncs with the same name, each shows how it differs."""
    return button(_VERBS.get(wish, "Choose"), _of(wish), f"{wish}:{sync.id}")


def _menu(sync: ListedSync) -> OverflowMenuElement | None:
    options = [_choice(sync, wish) for wish in _offered(sync)]
    is_open = sync.url and length(sync.url) <= MAX_URL and sync.url.startswith(("https://", "http://"))
    if is_open:
        leave = option(f"open:{sync.id}", "Open in Polytomic")
        leave.url = sync.url
        options.append(leave)
    if any(length(str(one.value)) > MAX_OPTION_VALUE for one in options):
        return None
    return OverflowMenuElement(action_id=Action.MANAGE_SYNC, options=options)


def _choice(sync: ListedSync, wish: str) -> Option:
    return option(f"{wish}:{sync.id}", _VERBS[wish])


def _offered(sync: ListedSync) -> list[str]:
    """List what can be done with a sync as it is now."""
    is_running = sync.activity is not None and sync.activity.is_running
    start, stop = ([], ["cancel"]) if is_running else (["run"], [])
    return ["status", *start, "edit", "pause" if sync.is_active else "resume", *stop]


def _below(listing: SyncListing) -> ActionsBlock | None:
    page, last = listing.place.page, listing.pages - 1
    return actions(
        button("Previous", Action.PREVIOUS_SYNCS, str(page - 1)) if page > 0 else None,
        button("Next", Action.NEXT_SYNCS, str(page + 1)) if page < last else None,
        button("Show all", Action.BACK_TO_SYNCS, "all") if listing.place.words and listing.total else None,
        button("Set the first one up", Action.NEW_SYNC, "syncs", primary=True) if not listing.total else None,
    )


def _details_view(details: SyncDetails, channel_id: str | None) -> View:
    sync = details.sync
    blocks: list[Block | None] = [
        section(f":information_source: {escape(details.news)}") if details.news else None,
        section(f"{head(sync)}\n{ends_words(sync)}"),
        section(activity_words(sync.activity, is_told=sync.is_told)),
        section(f"Before that: {activity_words(details.last)}") if details.last else None,
        _when(details),
        _told(details),
        _buttons(details),
        actions(button("Back to the list", Action.BACK_TO_SYNCS, "list")),
        context(f"bulk sync {named(sync.id)}"),
    ]
    meta = Meta(place=_short(details.place), channel_id=channel_id, sync_id=sync.id)
    return modal(TITLE, Callback.SYNCS, blocks, meta=meta)


def _when(details: SyncDetails) -> Block:
    next_run = moment(details.next_run_at) if details.next_run_at else ""
    return facts(schedule=when_words(details.sync), next_run=next_run)


def _told(details: SyncDetails) -> Block | None:
    if details.told_in is None:
        return None
    by = f"{person(details.run_by)} started the run. " if details.run_by else ""
    return context(f"{by}It is told in {_place(details.told_in)}.")


def _place(channel_id: str) -> str:
    is_direct = channel_id.startswith(("D", "U", "W"))
    return "direct messages" if is_direct else channel(channel_id)


def _buttons(details: SyncDetails) -> ActionsBlock | None:
    sync = details.sync
    wishes = [wish for wish in _offered(sync) if wish != "status"]
    return actions(
        link_button("Show the run", Action.OPEN_IN_POLYTOMIC, details.card_url, primary=True),
        *(button(_VERBS[wish], _of(wish), f"{wish}:{sync.id}") for wish in wishes),
        *(button(_VERBS[wish], _of(wish), f"{wish}:{sync.id}") for wish in ("watch", "history")),
        button("Refresh", _of("status"), f"status:{sync.id}"),
        link_button("Open in Polytomic", f"{Action.OPEN_IN_POLYTOMIC}:sync", sync.url),
    )


def _question_view(asked: SyncQuestion, channel_id: str | None) -> View:
    is_pause = asked.wish == "pause"
    sync = asked.sync
    meta = Meta(place=_short(asked.place), channel_id=channel_id, sync_id=sync.id)
    blocks: list[Block | None] = [
        section(f"{'Pause' if is_pause else 'Cancel the run of'} {bold(sync.name)}?"),
        section(activity_words(sync.activity)),
        section(f":warning: {_PAUSES if is_pause else _CANCELS}"),
        actions(button("Back to the list", Action.BACK_TO_SYNCS, "list")),
    ]
    return modal(
        "Pause" if is_pause else "Cancel the run",
        Callback.PAUSE_SYNC if is_pause else Callback.CANCEL_RUN,
        blocks,
        meta=meta,
        submit="Pause and cancel run" if is_pause else "Cancel the run",
        close="Leave it running",
    )


_PAUSES = (
    "It is running. *Polytomic cancels that run when the sync is paused.* What the run has written so far is "
    "not taken back. Afterwards the sync does not run by itself until somebody resumes it."
)
_CANCELS = (
    "What the run has written so far is not taken back. The sync itself stays as it is, and so does "
    "its schedule."
)


_DRAWN: dict[type[SyncStep], Callable[[Any, str | None], View]] = {
    SyncListing: _list_view,
    SyncDetails: _details_view,
    SyncQuestion: _question_view,
    RunForm: run_form_view,
    EditForm: edit_form_view,
    EditReview: edit_review_view,
    SyncHistory: history_view,
}


def _of(wish: str) -> str:
    return f"{Action.MANAGE_SYNC}:{wish}"


def _short(place: Place) -> Place:
    return place.model_copy(update={"words": place.words[:200]})
