"""Modals that ask nothing: they say what is going on, or that this is the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Wish
from bot.views.blocks import context, section
from bot.views.forms.modal import modal, of_setup
from bot.views.ids import Callback
from bot.views.meta import Meta
from bot.views.setup_words import ends, source_type, state_words, title
from bot.views.text import bold, channel, escape, reason

if TYPE_CHECKING:
    from uuid import UUID

    from slack_sdk.models.blocks import Block
    from slack_sdk.models.views import View

    from bot.errors import BotError
    from bot.models import Done, Setup

TITLE = "New sync"


_TITLES = {Wish.SYNC: TITLE, Wish.CONNECTION: "New connection", Wish.REPAIR: "Reconnect"}


def loading(title: str = TITLE) -> View:
    """Show at once that something is coming, while the trigger lives."""
    return modal(title, Callback.LOADING, [section(":hourglass_flowing_sand: One moment …")])


def checking(title: str, sentence: str) -> View:
    """Show what is being checked after a form was submitted; closing it stops nothing."""
    blocks = [
        section(f":hourglass_flowing_sand: {escape(sentence)}"),
        context("You can close this window: the answer then comes as a direct message."),
    ]
    return modal(title, Callback.CHECKING, blocks)


def problem_view(error: BotError, title: str = TITLE, *, setup_id: UUID | None = None) -> View:
    """Say why it does not go on, and what to do next; closing it offers to continue its setup."""
    return modal(
        title,
        Callback.PROBLEM,
        [section(f":warning: {reason(error.message, error.guidance, error.person_id)}")],
        meta=Meta(setup_id=setup_id),
        tell_when_closed=setup_id is not None,
    )


def done_view(step: Done) -> View:
    """Say what happens now that the last form was taken."""
    setup = step.setup
    blocks: list[Block] = [
        section(f":white_check_mark: {bold(title(setup))}\n{ends(setup)}"),
        section(_sign_in_first(step) if step.needs_sign_in else _nothing_to_do(setup)),
    ]
    if setup.plan is not None:
        blocks.append(context(f"It will be announced in {channel(setup.plan.channel_id)}."))
    return modal(_TITLES[setup.wish], Callback.DONE, blocks, meta=of_setup(setup))


def _sign_in_first(step: Done) -> str:
    return (
        f"One thing is left for you: *sign in to {source_type(step.setup)}*. I sent you the link as "
        "a direct message. Everything after that happens by itself, and the message there shows each stage."
    )


def _nothing_to_do(setup: Setup) -> str:
    if setup.wish is not Wish.SYNC:
        return f"{state_words(setup)} Nothing is left for you to do."
    return (
        "Nothing is left for you to do. I create the bulk sync as soon as Polytomic has read the "
        "source's objects, and a direct message shows each stage."
    )
