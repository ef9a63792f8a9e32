"""The list of connections: how each is, what uses it, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import OverflowMenuElement, SectionBlock

from bot.models import Condition, Deletion, Listing, Place
from bot.views.blocks import MAX_OPTION_VALUE, actions, button, context, divider, mrkdwn, option, section
from bot.views.deletion import deletion_message, deletion_view
from bot.views.forms.modal import modal
from bot.views.ids import Action, Callback
from bot.views.message import Message, message
from bot.views.meta import Meta
from bot.views.text import bold, count, escape, length, named, none_of
from bot.views.usage import not_seen, usage_words

if TYPE_CHECKING:
    from slack_sdk.models.blocks import ActionsBlock, Block
    from slack_sdk.models.views import View

    from bot.models import Listed, Tested

TITLE = "Connections"
MENU = (("test", "Test"), ("use", "Use in a new sync"), ("reconnect", "Reconnect"), ("delete", "Delete"))
_EMOJI = {
    Condition.ILL: ":warning:",
    Condition.WAITS: ":hourglass_flowing_sand:",
    Condition.WELL: ":white_check_mark:",
}
MAX_REASON = 400


def inventory_view(shown: Listing | Deletion, channel_id: str | None = None) -> View:
    """Draw the list, or the question whether to delete one of it."""
    return deletion_view(shown, channel_id) if isinstance(shown, Deletion) else _list_view(shown, channel_id)


def inventory_message(shown: Listing | Deletion) -> Message:
    """Say by direct message what the modal would have shown, had it not been closed."""
    if isinstance(shown, Deletion):
        return deletion_message(shown)
    text = escape(shown.news) or _summary(shown)
    return message(text, section(text))


def tested_message(tested: Tested) -> Message:
    """Say what came of a test."""
    text = f"{bold(tested.name)}: {_tested_words(tested)}"
    return message(text, section(text))


def _list_view(listing: Listing, channel_id: str | None) -> View:
    blocks: list[Block | None] = [
        section(f":information_source: {escape(listing.news)}") if listing.news else None,
        section(_summary(listing)),
        context(not_seen(listing.unseen)) if listing.unseen else None,
        _tested_elsewhere(listing),
        divider() if listing.shown else None,
    ]
    for one in listing.shown:
        blocks += _entry(one, listing.tested)
    blocks += [divider() if listing.shown else None, _below(listing), _page(listing)]
    return modal(
        TITLE, Callback.CONNECTIONS, blocks, meta=Meta(place=_short(listing.place), channel_id=channel_id)
    )


def _short(place: Place) -> Place:
    return place.model_copy(update={"words": place.words[:200]})


def _summary(listing: Listing) -> str:
    if not listing.total:
        return "There are no connections yet. Make the first one, and new syncs can use it."
    care = "need care" if listing.ill != 1 else "needs care"
    ill = f", {listing.ill:,} {care}" if listing.ill else ", all of them fine"
    if not listing.place.words:
        return f"*{count(listing.total, 'connection')}*{ill}."
    typed = named(listing.place.words, 60)
    if listing.found:
        return (
            f"*{listing.found:,} of {count(listing.total, 'connection')}* with “{typed}” in the name or type."
        )
    near = f" Did you mean {bold(listing.near)}?" if listing.near else ""
    return f"{none_of(listing.total, 'connection')} has “{typed}” in its name or type.{near}"


def _entry(one: Listed, tested: Tested | None) -> list[Block | None]:
    head = f"{_EMOJI[one.condition]} {bold(one.name)} · {named(one.type_name, 60)}"
    text = "\n".join([head, _condition(one), usage_words(one.usage)])
    is_ill = one.condition is Condition.ILL
    return [
        SectionBlock(text=mrkdwn(text), accessory=_menu(one)),
        actions(button("Reconnect", Action.RECONNECT, one.id, primary=True)) if is_ill else None,
        context(_tested_words(tested)) if tested and tested.connection_id == one.id else None,
    ]


def _condition(one: Listed) -> str:
    return {
        Condition.ILL: f"Not healthy: {named(one.reason, MAX_REASON)}",
        Condition.WAITS: "Waits for somebody to sign in.",
        Condition.WELL: "Healthy.",
    }[one.condition]


def _menu(one: Listed) -> OverflowMenuElement | None:
    values = [(f"{verb}:{one.id}", text) for verb, text in MENU]
    if any(length(value) > MAX_OPTION_VALUE for value, _ in values):
        return None
    return OverflowMenuElement(
        action_id=Action.MANAGE_CONNECTION, options=[option(value, text) for value, text in values]
    )


def _tested_elsewhere(listing: Listing) -> Block | None:
    """Say what came of a test whose connection moved to another page, or is gone."""
    tested = listing.tested
    if tested is None or any(one.id == tested.connection_id for one in listing.shown):
        return None
    return context(f"{bold(tested.name)}: {_tested_words(tested)}")


def _tested_words(tested: Tested) -> str:
    if tested.is_running:
        return ":hourglass_flowing_sand: Testing …"
    why = named(tested.reason, MAX_REASON)
    if tested.works is None:
        return f":warning: Could not be tested: {why}"
    said = "Tested just now" if tested.was_tried else "This version of Polytomic cannot test; it last said"
    return f":white_check_mark: {said}: works." if tested.works else f":x: {said}: does not work. {why}"


def _below(listing: Listing) -> ActionsBlock | None:
    page, last = listing.place.page, listing.pages - 1
    return actions(
        button("Previous", Action.PREVIOUS_PAGE, str(page - 1)) if page > 0 else None,
        button("Next", Action.NEXT_PAGE, str(page + 1)) if page < last else None,
        button("Show all", Action.BACK_TO_CONNECTIONS, "all") if listing.place.words else None,
        button("New connection", Action.NEW_CONNECTION, "connections", primary=not listing.total),
    )


def _page(listing: Listing) -> Block | None:
    if listing.pages == 1:
        return None
    return context(f"Page {listing.place.page + 1:,} of {listing.pages:,}")
