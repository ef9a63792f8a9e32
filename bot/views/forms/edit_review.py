"""What will be different in a bulk sync, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.blocks import actions, button, context, section
from bot.views.differences import difference_lines
from bot.views.forms.modal import modal, with_error
from bot.views.forms.summary import WARNINGS
from bot.views.ids import Action, Callback
from bot.views.meta import Meta
from bot.views.plan_words import PLACES
from bot.views.text import bold, named

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block
    from slack_sdk.models.views import View

    from bot.models import EditReview

TITLE = "Review"
_MOVES = PLACES | {"mirror_schemas", "advanced.table_prefix"}


def edit_review_view(review: EditReview, channel_id: str | None = None) -> View:
    """Set what it was beside what it will be, say what that means, and ask for a yes."""
    place = review.place.model_copy(update={"words": review.place.words[:200]})
    meta = Meta(
        place=place,
        channel_id=channel_id,
        sync_id=review.sync.id,
        drawn_from=review.drawn_from,
        edit=review.edit.packed(),
    )
    lines = difference_lines(review.before, review.after, review.fields)
    blocks: list[Block | None] = [
        section(f"{bold(review.sync.name)}: this is what changes once you save it."),
        *map(section, lines),
        *(section(words) for words in _meaning(review)),
        context("Everything else stays as it is in Polytomic."),
        actions(button("Back", Action.CHANGE_EDIT, review.sync.id)),
    ]
    shown = with_error(blocks, review.error)
    return modal(TITLE, Callback.REVIEW_EDIT, shown, meta=meta, submit="Save", close="Cancel")


def _meaning(review: EditReview) -> list[str]:
    """Say what the changes come to, as far as it is known."""
    before, after = review.before, review.after
    where = named(review.sync.destination, 60) if review.sync.destination.strip() else "the destination"
    changed = {name for name, value in after.settings.items() if value != before.settings.get(name)}
    said = [
        (
            set(before.objects) - set(after.objects),
            f"What is taken out is not synced any more. Its tables in {where} stay as they are.",
        ),
        (
            changed & _MOVES,
            "The next run begins new tables in the new place. What was written so far stays in the old one.",
        ),
        (
            after.schedule != before.schedule and not review.sync.is_active,
            "The sync is paused: its schedule counts once somebody resumes it.",
        ),
    ]
    warnings = [words for name, words in WARNINGS.items() if name in changed and after.settings[name] is True]
    meanings = [f":information_source: {words}" for holds, words in said if holds]
    return [*meanings, *(f":warning: {words}" for words in warnings), *_while_running(review)]


def _while_running(review: EditReview) -> list[str]:
    if review.sync.activity is None or not review.sync.activity.is_running:
        return []
    return [f":information_source: {_RUNS}"]


_RUNS = (
    "It is running at the moment. Polytomic uses a new schedule at once, and new settings of the destination "
    "from the next run on. Of objects it does not say: count on the next run."
)
