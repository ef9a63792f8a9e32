"""The form that asks what of a bulk sync is run, and how; and before a full refresh, whether really."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import RadioButtonsElement

from bot.models import RunMode
from bot.views.blocks import MAX_OPTIONS, chosen, context, option, question, section
from bot.views.forms.modal import modal, with_error
from bot.views.forms.objects import Asked, pickers
from bot.views.ids import Action, Block, Callback
from bot.views.meta import Meta
from bot.views.sync_words import MODES, activity_words, ends_words, head, rewritten
from bot.views.text import count, named

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block as SlackBlock
    from slack_sdk.models.blocks import InputBlock
    from slack_sdk.models.views import View

    from bot.models import RunForm

TITLE = "Run a sync"


def run_form_view(form: RunForm, channel_id: str | None = None) -> View:
    """Ask for objects and mode; once a full refresh is chosen, say what it rewrites and wait for the yes."""
    place = form.place.model_copy(update={"words": form.place.words[:200]})
    meta = Meta(place=place, channel_id=channel_id, sync_id=form.sync.id, agreed_to=form.agreement)
    blocks: list[SlackBlock | None] = [
        section(f"{head(form.sync)}\n{ends_words(form.sync)}"),
        context(activity_words(form.sync.activity)),
        section(_warning(form)) if form.rewrites else None,
        *pickers(
            form.picked, form.matching, asked=_objects(form), optional=True, may_type=form.total > MAX_OPTIONS
        ),
        _mode(form),
        context(PAUSED) if not form.sync.is_active else None,
    ]
    submit = f"Rewrite {count(len(form.rewrites), 'object')}" if form.rewrites else "Run"
    shown = with_error(blocks, form.error)
    return modal(TITLE, Callback.RUN_SYNC, shown, meta=meta, submit=submit, close="Cancel")


PAUSED = "It is paused. A run by hand works all the same, and leaves it paused."


def _warning(form: RunForm) -> str:
    where = named(form.sync.destination, 60) if form.sync.destination.strip() else "the destination"
    return (
        f":warning: *A full refresh rewrites {rewritten(form.rewrites, form.total)}.*\n"
        f"Polytomic fetches every row again and builds the tables in {where} anew. Rows that only exist "
        "there may be lost, and it can take long. Nothing was started yet: press the button below to "
        "start it, or change what you asked for."
    )


def _objects(form: RunForm) -> Asked:
    every = f"all {form.total:,} objects" if form.total > 1 else "its only object"
    return Asked(
        Block.OBJECT_PICKS,
        Block.OBJECT_NAMES,
        Action.FIND_SYNC_OBJECTS,
        "Objects",
        "More objects, by name",
        f"Leave this empty to run {every}. Or type a part of the names: the first line takes all that match.",
    )


def _mode(form: RunForm) -> InputBlock:
    options = [option(mode.value, *MODES[mode]) for mode in RunMode]
    element = RadioButtonsElement(
        action_id=Action.ANSWER, options=options, initial_option=chosen(options, form.mode.value)
    )
    return question(Block.RUN_MODE, "How?", element)
