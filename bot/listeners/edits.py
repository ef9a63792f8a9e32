"""Editing a bulk sync: the form, the review, and what lies between."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.sync_edits import SyncEdits
from bot.listeners import read
from bot.listeners.screen import Screen
from bot.models import Person
from bot.views.forms.edit import TITLE


async def review(view: dict[str, Any], screen: Screen, sync_edits: SyncEdits) -> None:
    """Take the form, and show what it would change."""
    answers = read.edit_form(view)
    await screen.checking(views.checking(TITLE, "Comparing it with Polytomic …"))
    await screen.put_sync(await sync_edits.review(answers), read.channel_id(view))


async def save(view: dict[str, Any], person: Person, screen: Screen, sync_edits: SyncEdits) -> None:
    """Take the yes to the review."""
    consent = read.edit_consent(view)
    await screen.checking(views.checking(TITLE, "Polytomic is saving the sync …"))
    await screen.put_sync(await sync_edits.save(consent, asked_by=person), read.channel_id(view))


async def back(ack: AsyncAck, body: dict[str, Any], screen: Screen, sync_edits: SyncEdits) -> None:
    """Go back from the review to the form."""
    await ack()
    view = body["view"]
    await screen.put_sync(await sync_edits.back(read.edit_consent(view)), read.channel_id(view))


async def redraw(ack: AsyncAck, body: dict[str, Any], screen: Screen, sync_edits: SyncEdits) -> None:
    """Show the questions that a frequency brings, and keep what was typed."""
    await ack()
    form = await sync_edits.redraw(read.edit_draft(body["view"]))
    if form is not None:
        await screen.replace(views.sync_view(form, read.channel_id(body["view"])))


async def find_objects(ack: AsyncAck, body: dict[str, Any], sync_edits: SyncEdits) -> None:
    """Find objects of the source."""
    await _find(ack, body, sync_edits, synced=None)


async def find_unsynced(ack: AsyncAck, body: dict[str, Any], sync_edits: SyncEdits) -> None:
    """Find objects to add."""
    await _find(ack, body, sync_edits, synced=False)


async def find_synced(ack: AsyncAck, body: dict[str, Any], sync_edits: SyncEdits) -> None:
    """Find objects to take out."""
    await _find(ack, body, sync_edits, synced=True)


async def _find(ack: AsyncAck, body: dict[str, Any], sync_edits: SyncEdits, *, synced: bool | None) -> None:
    view = body["view"]
    names = await sync_edits.object_names(read.sync_id(view), read.drawn_from(view), synced=synced)
    groups = views.object_options(names, body.get("value") or "")
    await ack(option_groups=[group.to_dict() for group in groups])
