"""The form that asks what shall be different in a bulk sync that exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import ObjectChoice, singly
from bot.views.blocks import MAX_OPTIONS, MAX_TYPED, context, divider, section
from bot.views.differences import difference_lines
from bot.views.forms.modal import modal, with_error
from bot.views.forms.objects import Asked, pickers, which_objects
from bot.views.forms.plan import MAX_NAME, sync_name
from bot.views.forms.schedule import schedule_blocks
from bot.views.forms.settings import setting_blocks
from bot.views.ids import Action, Block, Callback
from bot.views.meta import Kept, Meta
from bot.views.options import can_offer
from bot.views.plan_words import mode_words
from bot.views.sync_words import activity_words, any_schedule_words, ends_words, head
from bot.views.text import count, escape, length, moment

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block as SlackBlock
    from slack_sdk.models.blocks import InputBlock
    from slack_sdk.models.views import View

    from bot.models import EditForm, Meanwhile

TITLE = "Edit a sync"
_ALL = Asked(
    Block.OBJECT_PICKS, Block.OBJECT_NAMES, Action.FIND_EDIT_OBJECTS, "Objects", "More objects, by name"
)
_ADD = Asked(
    Block.OBJECT_PICKS,
    Block.OBJECT_NAMES,
    Action.FIND_UNSYNCED_OBJECTS,
    "Objects to add",
    "More objects to add, by name",
)
_TAKE_OUT = Asked(
    Block.UNPICKED_PICKS,
    Block.UNPICKED_NAMES,
    Action.FIND_SYNCED_OBJECTS,
    "Objects to take out",
    "More objects to take out, by name",
)


def edit_form_view(form: EditForm, channel_id: str | None = None) -> View:
    """Ask for name, objects, schedule and settings, as they are or as they were typed so far."""
    place = form.place.model_copy(update={"words": form.place.words[:200]})
    kept = Kept(schedule=form.wanted.schedule) if form.wanted.schedule else None
    meta = Meta(
        place=place, channel_id=channel_id, sync_id=form.sync.id, drawn_from=form.drawn_from, kept=kept
    )
    blocks: list[SlackBlock | None] = [
        *_meanwhile(form),
        section(f"{head(form.sync)}\n{ends_words(form.sync)}"),
        context(f"Mode {mode_words(form.mode)}, which stays. {activity_words(form.sync.activity)}"),
        sync_name(form.wanted.name, min(max(MAX_NAME, length(form.wanted.name)), MAX_TYPED)),
        *_objects(form),
        *_schedule(form),
        *setting_blocks(form.fields, form.wanted.settings),
        context(_HIDDEN) if form.has_hidden else None,
    ]
    shown = with_error(blocks, form.error)
    return modal(TITLE, Callback.EDIT_SYNC, shown, meta=meta, submit="Review", close="Cancel")


_HIDDEN = "Some settings of the destination cannot be shown here. They stay as they are."


def _meanwhile(form: EditForm) -> list[SlackBlock]:
    if form.meanwhile is None:
        return []
    return [section(_meanwhile_words(form, form.meanwhile)), divider()]


def _meanwhile_words(form: EditForm, seen: Meanwhile) -> str:
    who = escape(seen.by) or "Somebody"
    when = f" {moment(seen.at)}" if seen.at else ""
    lines = difference_lines(seen.before, seen.now, form.fields) if seen.before else []
    if seen.others:
        lines.append(f"*Other settings*: {escape(', '.join(seen.others))}")
    what = "\n".join(f"• {line}" for line in lines)
    if seen.before is None:
        what = "I do not remember how it was before, so compare all of it."
    elif not lines:
        what = "I see no difference in what it does."
    return (
        f":warning: *{who} saved this sync{when}, while you were editing it.* Nothing of yours was saved.\n"
        f"{what}\nWhat you typed is below, on top of that. Look at it again, then press Review."
    )


def _objects(form: EditForm) -> list[InputBlock]:
    enabled, edit = form.facts.objects, form.edit
    choice = ObjectChoice.ALL if edit.every_object else ObjectChoice.NAMED
    may_type = form.total > MAX_OPTIONS
    if not is_relative(form):
        left = set(edit.removed)
        picked = (*(name for name in enabled if name not in left), *edit.added)
        single = singly(picked, edit.added_matching)
        return [
            which_objects(form.total, choice),
            *pickers(single, edit.added_matching, asked=_ALL, optional=True, may_type=may_type),
        ]
    now = f"The {count(len(enabled), 'object')} that it has, but for the changes below"
    return [
        which_objects(form.total, choice, now),
        *pickers(edit.added, edit.added_matching, asked=_ADD, optional=True, may_type=may_type),
        *pickers(edit.removed, edit.removed_matching, asked=_TAKE_OUT, optional=True, may_type=may_type),
    ]


def is_relative(form: EditForm) -> bool:
    """Tell whether the form asks what to add and to take out, as no select holds all that is synced."""
    enabled = form.facts.objects
    return len(enabled) > MAX_OPTIONS or not all(map(can_offer, enabled))


def _schedule(form: EditForm) -> list[SlackBlock]:
    is_odd = form.facts.schedule is None
    kept = any_schedule_words(None, form.facts.frequency) if is_odd else ""
    blocks: list[SlackBlock] = [
        *schedule_blocks(form.wanted.schedule, action=Action.EDIT_FREQUENCY, kept=kept)
    ]
    if form.more_schedules:
        more = count(form.more_schedules, "additional schedule")
        stays = "which stays as it is" if form.more_schedules == 1 else "which stay as they are"
        blocks.append(context(f"It also has {more}, {stays}."))
    return blocks
