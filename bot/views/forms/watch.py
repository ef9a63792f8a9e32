"""The form that asks what a channel wants to hear of a sync, or of all."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    NumberInputElement,
    StaticSelectElement,
    UserMultiSelectElement,
)

from bot.models import Mute
from bot.views.blocks import chosen, context, option, plain, question, section
from bot.views.forms.modal import modal, with_error
from bot.views.forms.timezone import timezone_question
from bot.views.ids import Action, Block, Callback
from bot.views.meta import Meta
from bot.views.text import channel, moment
from bot.views.watch_words import TELLS, clock, followed

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block as SlackBlock
    from slack_sdk.models.blocks import InputBlock
    from slack_sdk.models.views import View

    from bot.models import WatchForm

TITLE = "Watch"
IN_THREADS = "threads"
MOST_FAILURES = 20
MOST_MENTIONS = 20
HALF_HOURS = tuple(time(hour, minute) for hour in range(24) for minute in (0, 30))
_MUTES = {
    Mute.NOT: "Not at all",
    Mute.HOUR: "1 hour",
    Mute.MORNING: "Until tomorrow, 09:00",
    Mute.DAY: "1 day",
    Mute.WEEK: "1 week",
}


def watch_form_view(form: WatchForm) -> View:
    """Ask what is told, how, when not, and who is mentioned."""
    meta = Meta(
        channel_id=None if form.asks_channel else form.channel_id,
        sync_id=form.sync_id,
        watch_id=form.watch_id,
        version=form.version,
    )
    blocks: list[SlackBlock | None] = [
        section(_intro(form)),
        _channel(form) if form.asks_channel else None,
        _tells(form),
        _after_failures(form),
        _threads(form),
        _mentions(form),
        _half_hour(Block.QUIET_FROM, "Quiet hours from", form.quiet.begin if form.quiet else None),
        _half_hour(Block.QUIET_TO, "Quiet hours to", form.quiet.end if form.quiet else None),
        timezone_question(form.timezone),
        section(f":no_bell: Muted until {moment(form.muted_until)}.") if form.muted_until else None,
        _mute(form),
        context(SILENCE),
    ]
    submit = "Save" if form.watch_id else "Watch"
    shown = with_error(blocks, form.error)
    return modal(TITLE, Callback.WATCH, shown, meta=meta, submit=submit, close="Cancel")


SILENCE = (
    "In quiet hours and while muted I post nothing. When they end, I tell what is *still* broken, once, with "
    "how often it failed; what has recovered by then I do not tell, nor the successes of that time."
)


def _intro(form: WatchForm) -> str:
    what = followed(form.sync_id, form.sync_name)
    where = "" if form.asks_channel or form.channel_id is None else f" in {channel(form.channel_id)}"
    if form.watch_id:
        return f"How {what} is watched{where}. What you change here counts for everybody there."
    return f"Watch {what}{where}. Everybody there reads what I tell, and can change it."


def _channel(form: WatchForm) -> InputBlock:
    element = ConversationSelectElement(
        action_id=Action.ANSWER,
        placeholder=plain("Choose a channel", 150),
        initial_conversation=form.channel_id,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    return question(Block.CHANNEL, "Channel", element, hint="I must be a member of it.")


def _tells(form: WatchForm) -> InputBlock:
    options = [option(tells.value, *words) for tells, words in TELLS.items()]
    element = CheckboxesElement(
        action_id=Action.ANSWER,
        options=options,
        initial_options=[one for one in options if one.value in {tells.value for tells in form.tells}]
        or None,
    )
    return question(Block.TELLS, "What shall I tell?", element)


def _after_failures(form: WatchForm) -> InputBlock:
    element = NumberInputElement(
        action_id=Action.ANSWER,
        is_decimal_allowed=False,
        initial_value=form.after_failures,
        min_value=1,
        max_value=MOST_FAILURES,
    )
    hint = "1 tells every failure. With 3, only a sync that fails three times in a row is told."
    return question(Block.AFTER_FAILURES, "Failures in a row that make an alert", element, hint=hint)


def _threads(form: WatchForm) -> InputBlock:
    options = [option(IN_THREADS, "In the alert's thread", "Otherwise I only edit the alert")]
    element = CheckboxesElement(
        action_id=Action.ANSWER, options=options, initial_options=options if form.in_threads else None
    )
    return question(Block.THREADS, "Further failures and the recovery", element, optional=True)


def _mentions(form: WatchForm) -> InputBlock:
    element = UserMultiSelectElement(
        action_id=Action.ANSWER,
        placeholder=plain("Nobody", 150),
        initial_users=list(form.mentions) or None,
        max_selected_items=MOST_MENTIONS,
    )
    return question(Block.MENTIONS, "Mention in alerts", element, optional=True)


def _half_hour(block: Block, label: str, at: time | None) -> InputBlock:
    options = [option(clock(one), clock(one)) for one in HALF_HOURS]
    element = StaticSelectElement(
        action_id=Action.ANSWER,
        placeholder=plain("No quiet hours", 150),
        options=options,
        initial_option=chosen(options, clock(at) if at else None),
    )
    return question(block, label, element, optional=True)


def _mute(form: WatchForm) -> InputBlock:
    options = [option(mute.value, words) for mute, words in _MUTES.items()]
    hint = "Tomorrow is meant in the time zone above."
    if form.muted_until is not None:
        options.insert(0, option(Mute.AS_IT_IS.value, "As it is now"))
        hint = f"“{_MUTES[Mute.NOT]}” ends it. {hint}"
    element = StaticSelectElement(action_id=Action.ANSWER, options=options, initial_option=options[0])
    return question(Block.MUTE, "Mute", element, hint=hint)
