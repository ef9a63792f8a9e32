"""Submitted and closed modals."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.connections import Connections
from bot.handlers.pages import Pages
from bot.handlers.plans import Plans
from bot.handlers.setups import Setups
from bot.listeners import read
from bot.listeners.screen import Screen
from bot.models import Person
from bot.views.meta import Meta


async def choose_ends(view: dict[str, Any], person: Person, screen: Screen, setups: Setups) -> None:
    """Take the choice of source and destination."""
    answers = read.ends_form(view)
    await screen.checking(views.checking("New sync", "Looking at your connections …"))
    await screen.show(await setups.choose_ends(answers, asked_by=person))


async def choose_type(view: dict[str, Any], person: Person, screen: Screen, setups: Setups) -> None:
    """Take the type of a connection without a sync."""
    setup_id, type_id = read.type_form(view)
    await screen.checking(views.checking("New connection", "Looking at what it needs …"))
    await screen.show(await setups.choose_type(setup_id, type_id, asked_by=person))


async def choose_way(view: dict[str, Any], person: Person, screen: Screen, pages: Pages) -> None:
    """Take the way in which credentials are entered."""
    answers = read.way_form(view)
    await screen.checking(views.checking("Credentials", "One moment …"))
    await screen.show(await pages.choose_way(answers, asked_by=person, answer_in=screen.view_id))


async def create_connection(
    view: dict[str, Any], person: Person, screen: Screen, connections: Connections
) -> None:
    """Create the connection that the submitted form describes."""
    answers = read.connection_form(view)  # InvalidInput marks the field, before the ack
    connections.check(answers)  # so does what the type's rules alone can tell
    await screen.checking(views.checking("New sync", f"Polytomic checks {answers.name} …"))
    await screen.show(await connections.create(answers, asked_by=person))


async def plan(view: dict[str, Any], person: Person, screen: Screen, plans: Plans) -> None:
    """Take the bulk sync's settings, and show what they come to."""
    answers = read.plan_form(view)
    await screen.checking(views.checking("New sync", "Checking the name, the objects and the channel …"))
    await screen.show(await plans.plan(answers, asked_by=person))


async def pick_objects(view: dict[str, Any], person: Person, screen: Screen, plans: Plans) -> None:
    """Take the objects that were picked after sign-in."""
    answers = read.objects_form(view)
    await screen.checking(views.checking("New sync", "Taking down your objects …"))
    await screen.show(await plans.pick(answers, asked_by=person))


async def confirm(view: dict[str, Any], person: Person, screen: Screen, plans: Plans) -> None:
    """Take the yes to the summary; the rest happens by itself."""
    setup_id = read.setup_id(view)
    await screen.checking(views.checking("New sync", "Looking at the source once more …"))
    await screen.show(await plans.confirm(setup_id, asked_by=person))


async def closed(ack: AsyncAck, view: dict[str, Any], person: Person, setups: Setups) -> None:
    """Keep what exists for later when a modal is closed."""
    await ack()
    setup_id = Meta.of(view).setup_id
    if setup_id and not view.get("previous_view_id"):  # else the form below is still open
        await setups.closed(setup_id, asked_by=person)
