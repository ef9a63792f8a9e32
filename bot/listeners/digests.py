"""A channel's digest: the form for it, and what was chosen."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.digests import Digests
from bot.listeners import read
from bot.listeners.screen import Screen
from bot.models import Person
from bot.views.digests import TITLE


async def open_form(
    ack: AsyncAck, action: dict[str, Any], person: Person, screen: Screen, digests: Digests
) -> None:
    """Ask what the channel that a button names shall get."""
    await ack()
    await screen.ensure(views.loading(TITLE))
    known = await digests.of(action["value"], asked_by=person)
    await screen.put(views.digest_form(action["value"], known))


async def choose(view: dict[str, Any], person: Person, screen: Screen, digests: Digests) -> None:
    """Let the channel get what the form says."""
    answers = read.digest_form(view)
    await screen.checking(views.checking(TITLE, "Saving …"))
    chosen = await digests.choose(answers, asked_by=person)
    told = views.digest_chosen(chosen, answers.channel_id)
    await screen.put(views.digest_view(answers.channel_id, chosen), otherwise=told)
