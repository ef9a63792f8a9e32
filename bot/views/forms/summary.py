"""What will be synced, in words, before anything is created."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Discovery, Naming, State
from bot.views.blocks import actions, button, facts, section
from bot.views.forms.modal import form, of_setup, with_error
from bot.views.ids import Action, Callback
from bot.views.plan_words import DISCOVERIES, NAMINGS, PLACES, mode_words, object_words, schedule_words
from bot.views.setup_words import end_words, source_type, target_words, title
from bot.views.text import bold, channel, named

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block
    from slack_sdk.models.views import View

    from bot.models import Plain, Plan, Summary

WARNINGS = {
    "advanced.truncate_existing": "Tables without a primary key are *emptied before each run*.",
    "advanced.hard_deletes": "Rows that were deleted in the source are *deleted in the destination too*.",
}


def summary_view(step: Summary) -> View:
    """Say what will be synced, and ask for a yes."""
    blocks: list[Block | None] = [
        section(f"{bold(title(step.setup))}: this is what I create once you say so."),
        *_facts(step),
        *_warnings(step.setup.plan),
        section(_what_follows(step)),
        actions(button("Change", Action.CHANGE_PLAN, str(step.setup.id))),
    ]
    meta = of_setup(step.setup)
    return form("Review", Callback.SUMMARY, meta, with_error(blocks, step.error), submit="Create sync")


def _facts(step: Summary) -> list[Block | None]:
    setup, plan = step.setup, step.setup.plan
    if plan is None:
        return []
    main = facts(
        **{
            "from": end_words(setup.source),
            "to": target_words(setup),
            "objects": object_words(plan.objects, setup.object_fields),
            "mode": mode_words(plan.mode),
            "schedule": schedule_words(plan.schedule),
            "announced_in": channel(plan.channel_id),
        }
    )
    others = _others(step, plan)
    return [main, section("\n".join(others)) if others else None]


def _others(step: Summary, plan: Plan) -> list[str]:
    """Name the settings that are not as usual, one in each line."""
    titles = {field.name: field.title for field in step.fields}
    said = PLACES | WARNINGS.keys()
    lines = [
        f"• {named(titles.get(name, name))}: {_value_words(value)}"
        for name, value in plan.settings.items()
        if name not in said
    ]
    if plan.new_objects is not Discovery.NONE:
        lines.append(f"• New objects of the source: {_first_lower(DISCOVERIES[plan.new_objects][0])}")
    if plan.new_fields is not Discovery.ALL:
        lines.append(f"• New fields of the objects: {_first_lower(DISCOVERIES[plan.new_fields][0])}")
    if plan.naming is not Naming.ENABLED:
        lines.append(f"• Names of tables and columns: {_first_lower(NAMINGS[plan.naming][0])}")
    return lines


def _value_words(value: Plain) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return named(", ".join(value) if isinstance(value, tuple) else str(value))


def _first_lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _warnings(plan: Plan | None) -> list[Block]:
    settings = plan.settings if plan else {}
    return [section(f":warning: {words}") for name, words in WARNINGS.items() if settings.get(name) is True]


def _what_follows(step: Summary) -> str:
    if step.needs_sign_in:
        return (
            f"Next comes *your sign-in to {source_type(step.setup)}*: the link comes as a direct message. "
            "The sync is created after that, by itself."
        )
    if step.setup.state is not State.CONNECTING:
        return "Nothing else is left to do: I create the sync right away."
    return "Nothing else is left to do: I create the sync as soon as Polytomic has read the source's objects."
