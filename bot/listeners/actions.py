"""Clicks on buttons and choices that are sent at once."""

from typing import Any
from uuid import UUID

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.connections import Connections
from bot.handlers.pages import Pages
from bot.handlers.plans import Plans
from bot.handlers.setups import Setups
from bot.handlers.syncs import Syncs
from bot.handlers.unfinished import Unfinished
from bot.listeners import read
from bot.listeners.beside import Beside
from bot.listeners.listing import Listing
from bot.listeners.screen import Screen
from bot.models import Person
from bot.notifier import Notifier


async def new_sync(ack: AsyncAck, person: Person, screen: Screen, setups: Setups) -> None:
    """Begin a setup from a button."""
    await ack()
    await screen.ensure(views.loading())
    await screen.show(await setups.begin(person, [], channel_id=None))


async def follow_link(ack: AsyncAck) -> None:
    """Acknowledge a link button: Slack opens the link by itself, but warns of a click nobody took."""
    await ack()


async def continue_setup(
    ack: AsyncAck, action: dict[str, Any], person: Person, screen: Screen, setups: Setups
) -> None:
    """Open a setup's modal again where it was left."""
    await ack()
    await screen.open(views.loading())
    await screen.show(await setups.resume(UUID(action["value"]), asked_by=person))


async def send_new_link(
    ack: AsyncAck, action: dict[str, Any], person: Person, unfinished: Unfinished, listing: Listing
) -> None:
    """Send a new sign-in link."""
    await ack()
    await unfinished.send_new_link(UUID(action["value"]), asked_by=person)
    await listing.redraw(person)


async def cancel_setup(
    ack: AsyncAck, action: dict[str, Any], person: Person, unfinished: Unfinished, listing: Listing
) -> None:
    """Give a setup up."""
    await ack()
    await unfinished.cancel(UUID(action["value"]), asked_by=person)
    await listing.redraw(person)


async def retry_setup(ack: AsyncAck, action: dict[str, Any], person: Person, unfinished: Unfinished) -> None:
    """Try again what was refused, or post what could not be posted."""
    await ack()
    await unfinished.retry(UUID(action["value"]), asked_by=person)


async def use_suggestions(
    ack: AsyncAck, action: dict[str, Any], person: Person, unfinished: Unfinished
) -> None:
    """Take the nearest real objects."""
    await ack()
    await unfinished.use_suggestions(UUID(action["value"]), asked_by=person)


async def use_existing(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    person: Person,
    screen: Screen,
    connections: Connections,
) -> None:
    """Take a connection that exists in place of the form's."""
    await ack()
    setup_id, side = read.setup_id(body["view"]), read.side(body["view"])
    chosen = read.chosen_connection(action)
    await screen.show(await connections.use_existing(setup_id, side, chosen, asked_by=person))


async def new_connection(ack: AsyncAck, person: Person, screen: Screen, setups: Setups) -> None:
    """Begin a connection without a sync from a button."""
    await ack()
    await screen.ensure(views.loading("New connection"))
    await screen.show(await setups.begin_connection(person, [], channel_id=None))


async def fill_in_here(
    ack: AsyncAck, action: dict[str, Any], person: Person, screen: Screen, pages: Pages
) -> None:
    """Show the form in place of the secure page."""
    await ack()
    await screen.ensure(views.loading())
    await screen.show(await pages.fill_in_here(UUID(action["value"]), asked_by=person))


async def use_found(
    ack: AsyncAck, action: dict[str, Any], person: Person, screen: Screen, pages: Pages
) -> None:
    """Go on with the connection that appeared under another name."""
    await ack()
    await screen.ensure(views.loading())
    await screen.show(await pages.use_found(UUID(action["value"]), asked_by=person))


async def redraw_settings(
    ack: AsyncAck, body: dict[str, Any], person: Person, screen: Screen, connections: Connections
) -> None:
    """Show the questions that a toggle or a mode brings, and keep what was typed."""
    await ack()
    await screen.redraw(await connections.redraw(read.connection_so_far(body["view"]), asked_by=person))


async def redraw_plan(
    ack: AsyncAck, body: dict[str, Any], person: Person, screen: Screen, plans: Plans
) -> None:
    """Show the questions that a choice brings, and keep what was typed."""
    await ack()
    setup_id, typed = read.setup_id(body["view"]), read.plan_draft(body["view"])
    await screen.redraw(await plans.plan_form(setup_id, typed, asked_by=person))


async def show_advanced(
    ack: AsyncAck, body: dict[str, Any], person: Person, screen: Screen, plans: Plans
) -> None:
    """Show the advanced questions, or hide them; either keeps what was typed."""
    await ack()
    typed = read.plan_draft(body["view"])
    typed["is_advanced"] = not typed["is_advanced"]
    await screen.redraw(await plans.plan_form(read.setup_id(body["view"]), typed, asked_by=person))


async def change_plan(
    ack: AsyncAck, body: dict[str, Any], person: Person, screen: Screen, plans: Plans
) -> None:
    """Go back from the summary to the form before it."""
    await ack()
    await screen.show(await plans.change(read.setup_id(body["view"]), asked_by=person))


async def run_now(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    person: Person,
    respond: Beside,
    syncs: Syncs,
    notifier: Notifier,
) -> None:
    """Run a bulk sync; its story is told in the thread of the message that was clicked."""
    await ack()
    message = body["message"]
    asked = await syncs.run(
        UUID(action["value"]),
        asked_by=person,
        channel_id=body["channel"]["id"],
        thread_ts=message.get("thread_ts") or message["ts"],
    )
    if asked.was_running:
        answer = views.already_running(asked.run, await notifier.run_link(asked.run))
        await respond(text=answer.text, blocks=answer.blocks, replace_original=False)
