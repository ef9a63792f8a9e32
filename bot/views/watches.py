"""Watches: what a channel follows, and what is said when that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import OverflowMenuElement, SectionBlock

from bot.models import WatchForm, WatchListing
from bot.views.blocks import actions, button, context, divider, mrkdwn, option, section
from bot.views.forms.modal import modal
from bot.views.forms.watch import watch_form_view
from bot.views.ids import Action, Callback
from bot.views.message import Message, message
from bot.views.meta import Meta
from bot.views.text import channel, count, escape, person
from bot.views.watch_words import followed, tells_words, threshold_words, watch_words

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block
    from slack_sdk.models.views import View

    from bot.models import ListedWatch, Person, Watch, WatchSaved, WatchStep

TITLE = "Watches"
SHOWN = 80  # watches in one view
NAMED = 10  # watches that a message calls by name


def watch_view(step: WatchStep) -> View:
    """Draw the form, what was saved, or the list."""
    if isinstance(step, WatchForm):
        return watch_form_view(step)
    return _list_view(step) if isinstance(step, WatchListing) else _saved_view(step)


def watch_message(step: WatchStep) -> Message:
    """Say by direct message what the modal would have shown, had it not been closed."""
    if isinstance(step, WatchListing):
        text = escape(step.news) or _summary(step)
        return message(text, section(text))
    if isinstance(step, WatchForm):
        return _not_yet(step)
    text = _saved(step)
    return message(text, section(text))


def watch_begun(watch: Watch) -> Message:
    """Tell a channel who lets it follow something, so that nobody wonders where alerts come from."""
    who, what = person(watch.asked_by.user_id), followed(watch.sync_id, watch.sync_name)
    after = threshold_words(watch)
    text = f"{who} lets this channel follow {what}: {tells_words(watch)}{f', {after}' if after else ''}."
    change = button("Change …", f"{Action.MANAGE_WATCH}:change", f"change:{watch.id}")
    return message(text, section(text), actions(change))


def watch_check(watch: Watch) -> Message:
    """Tell whoever asks, in the channel that was chosen, what will come there."""
    text = f"I tell this channel of {tells_words(watch)} of {followed(watch.sync_id, watch.sync_name)}."
    return message(text, section(text))


def watch_stopped(watch: Watch, by: Person) -> Message:
    """Tell a channel that it does not follow something any more."""
    text = f"{person(by.user_id)} stopped the watch of {followed(watch.sync_id, watch.sync_name)} here."
    return message(text, section(text))


def watch_news(news: str) -> Message:
    """Say to whoever pressed a button what that did."""
    text = escape(news)
    return message(text, section(text))


def watch_dropped(watches: list[Watch], reason: str) -> Message:
    """Tell whoever asked for watches that their channel cannot be told of anything any more."""
    names = ", ".join(dict.fromkeys(followed(one.sync_id, one.sync_name) for one in watches[:NAMED]))
    more = f" and {count(len(watches) - NAMED, 'other')}" if len(watches) > NAMED else ""
    where = channel(watches[0].channel_id)
    text = (
        f":warning: {where} does not follow {names}{more} any more. {escape(reason)} "
        "So I stopped what you let it watch. To go on, let me into the channel and ask there again."
    )
    return message(text, section(text))


def _list_view(listing: WatchListing) -> View:
    shown = listing.shown[:SHOWN]
    blocks: list[Block | None] = [
        section(f":information_source: {escape(listing.news)}") if listing.news else None,
        section(_summary(listing)),
        divider() if shown else None,
        *(_entry(one, listing) for one in shown),
        context(f"{len(listing.shown) - SHOWN:,} more watches are not shown.")
        if len(listing.shown) > SHOWN
        else None,
        divider() if shown else None,
        actions(
            button("Watch a sync", f"{Action.MANAGE_SYNC}:watch", "watch:"),
            button("Watch all syncs", f"{Action.MANAGE_SYNC}:watch_all", "watch_all:"),
            button("Digest …", Action.DIGEST, listing.channel_id) if listing.channel_id else None,
        ),
    ]
    return modal(TITLE, Callback.WATCHES, blocks, meta=Meta(channel_id=listing.channel_id))


def _summary(listing: WatchListing) -> str:
    who = f"{channel(listing.channel_id)} watches" if listing.channel_id else "You let channels watch"
    if not listing.shown:
        return f"{who} nothing yet. Choose a sync, and I tell when it fails and when it works again."
    if len(listing.shown) == 1:
        return f"{who} this:"
    return f"{who} *{len(listing.shown):,}* things:"


def _entry(one: ListedWatch, listing: WatchListing) -> Block:
    where = "" if listing.channel_id else f" in {channel(one.watch.channel_id)}"
    what = followed(one.watch.sync_id, one.sync_name)
    gone = " (deleted in Polytomic: nothing comes any more)" if one.is_deleted else ""
    text = f"{what}{gone}{where}\n{watch_words(one.watch, one.muted_until)}"
    options = [option(f"change:{one.watch.id}", "Change …"), option(f"stop:{one.watch.id}", "Stop")]
    menu = OverflowMenuElement(action_id=Action.MANAGE_WATCH, options=options)
    return SectionBlock(text=mrkdwn(text), accessory=menu)


def _saved_view(saved: WatchSaved) -> View:
    blocks: list[Block | None] = [
        section(_saved(saved)),
        section(watch_words(saved.watch, saved.watch.muted_until)),
        actions(button("What this channel watches", f"{Action.MANAGE_WATCH}:list", "list:")),
    ]
    return modal(TITLE, Callback.WATCHES, blocks, meta=Meta(channel_id=saved.watch.channel_id))


def _saved(saved: WatchSaved) -> str:
    watch = saved.watch
    now = "now follows" if saved.is_new else "follows, as you changed it,"
    what = followed(watch.sync_id, watch.sync_name)
    done = f":white_check_mark: {channel(watch.channel_id)} {now} {what}."
    if not saved.untold:
        return done
    return f"{done}\n:warning: I could not say so there, so tell them yourself. {escape(saved.untold)}"


def _not_yet(form: WatchForm) -> Message:
    what = followed(form.sync_id, form.sync_name)
    why = f" {escape(form.error.message)} {escape(form.error.guidance)}" if form.error else ""
    text = f":warning: The watch of {what} is not saved yet.{why}"
    value = f"watch:{form.sync_id}" if form.sync_id else "watch_all:"
    action = f"{Action.MANAGE_SYNC}:{'watch' if form.sync_id else 'watch_all'}"
    return message(text, section(text), actions(button("Ask again", action, value)))
