"""What all modals share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.views import View

from bot.views.blocks import plain, section
from bot.views.ids import block_of
from bot.views.meta import Meta
from bot.views.text import escape, reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.models.blocks import Block as SlackBlock

    from bot.models import FormError, Setup
    from bot.views.ids import Callback


def modal(
    title: str,
    callback: Callback,
    blocks: Sequence[SlackBlock | None],
    *,
    meta: Meta | None = None,
    submit: str | None = None,
    close: str = "Close",
    tell_when_closed: bool = False,
) -> View:
    """Put a modal together; a block that is None is left out."""
    return View(
        type="modal",
        callback_id=callback,
        title=plain(" ".join(title.split()), 24),
        submit=plain(submit, 24) if submit else None,
        close=plain(close, 24),
        blocks=[block for block in blocks if block is not None],
        private_metadata=(meta or Meta()).dump(),
        notify_on_close=tell_when_closed,
    )


def form(
    title: str, callback: Callback, meta: Meta, blocks: Sequence[SlackBlock | None], *, submit: str
) -> View:
    """Make a modal that asks something; the bot is told when it is closed, to offer it again later."""
    return modal(title, callback, blocks, meta=meta, submit=submit, close="Cancel", tell_when_closed=True)


def of_setup(setup: Setup) -> Meta:
    """Carry a setup's id."""
    return Meta(setup_id=setup.id, channel_id=setup.origin_channel_id)


def with_error(blocks: Sequence[SlackBlock | None], error: FormError | None) -> list[SlackBlock]:
    """Set an error under the question that it belongs to, or above the form."""
    shown = [block for block in blocks if block is not None]
    if error is None:
        return shown
    ids = [block.block_id or "" for block in shown]
    place = block_of(error.field, ids) if error.field else None
    if place is None:
        return [_reason(error), *shown]
    below = ids.index(place) + 1
    label = _label(shown[below - 1])
    pointer = section(f":warning: That did not work yet: see the note under *{escape(label)}*.")
    return [pointer, *shown[:below], _reason(error), *shown[below:]]


def _reason(error: FormError) -> SlackBlock:
    return section(f":warning: {reason(error.message, error.guidance, error.person_id)}")


def _label(block: SlackBlock) -> str:
    label = getattr(block, "label", None)
    return str(label.text) if label is not None else "the question"
