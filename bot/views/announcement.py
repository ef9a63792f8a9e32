"""What a channel reads about a setup: that a bulk sync exists, and before that, that it will."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.blocks import actions, button, context, facts, header, link_button, section
from bot.views.ids import Action
from bot.views.message import Message, message
from bot.views.plan_words import mode_words, object_words, schedule_words
from bot.views.setup_words import end_words, ends, plain_ends, target_words, title
from bot.views.text import bold, named, person

if TYPE_CHECKING:
    from slack_sdk.models.blocks import SectionBlock

    from bot.models import Setup


def announcement(setup: Setup) -> Message:
    """Say in the channel that a bulk sync exists, and offer what people do next."""
    who = person(setup.requester.user_id)
    return message(
        f"{who} created the bulk sync {named(title(setup))}: {ends(setup)}.",
        header(plain_ends(setup)),
        section(f"{who} created the bulk sync {bold(title(setup))}."),
        _facts(setup),
        actions(
            button("Run now", Action.RUN_NOW, str(setup.id), primary=True),
            button("Watch", f"{Action.MANAGE_SYNC}:watch", f"watch:{setup.sync_id}")
            if setup.sync_id
            else None,
            link_button("Open in Polytomic", Action.OPEN_IN_POLYTOMIC, setup.sync_url),
        ),
        context(f"Runs report in this message's thread. · bulk sync {named(setup.sync_id or 'unknown')}"),
    )


def channel_check(setup: Setup) -> Message:
    """Tell the requester, in the chosen channel, what will appear there."""
    text = f"I will announce {bold(title(setup))} here as soon as it exists."
    return message(text, section(text))


def _facts(setup: Setup) -> SectionBlock:
    plan = setup.plan
    return facts(
        **{
            "from": end_words(setup.source),
            "to": target_words(setup),
            "objects": object_words(plan.objects, setup.object_fields) if plan else "",
            "schedule": schedule_words(plan.schedule) if plan else "",
            "mode": mode_words(plan.mode) if plan else "",
        }
    )
