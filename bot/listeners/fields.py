"""Choosing the fields of one object: a form on top of the form that asks for the objects."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.object_fields import ObjectFields
from bot.handlers.plans import Plans
from bot.listeners import read
from bot.listeners.read.below import Below
from bot.listeners.screen import Screen
from bot.models import Person, Step


async def open_form(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    person: Person,
    screen: Screen,
    object_fields: ObjectFields,
) -> None:
    """Open the form for the fields of the object that was chosen."""
    await ack()
    setup_id, below = read.setup_id(body["view"]), Below.of(body["view"])
    await screen.open(views.loading("Fields"), on_top=True)
    chosen = read.chosen_object(action)
    await screen.show(await object_fields.form(setup_id, chosen, below=below.packed(), asked_by=person))


async def choose(
    ack: AsyncAck,
    view: dict[str, Any],
    person: Person,
    screen: Screen,
    object_fields: ObjectFields,
    plans: Plans,
) -> None:
    """Take the fields of one object; the form below says what was chosen."""
    answers = read.fields_form(view)
    await object_fields.choose(answers, asked_by=person)  # before the ack, as that closes the form
    await ack()
    below = Below.under(view)
    if below is not None:
        await screen.show_below(below.view_id, await _again(below, read.setup_id(view), plans, person))


async def reset(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    person: Person,
    screen: Screen,
    object_fields: ObjectFields,
    plans: Plans,
) -> None:
    """Sync all fields of an object again."""
    await ack()
    setup_id = read.setup_id(body["view"])
    await object_fields.reset(setup_id, action["value"], asked_by=person)
    await screen.redraw(await _again(Below.of(body["view"]), setup_id, plans, person))


async def find(ack: AsyncAck, body: dict[str, Any], person: Person, object_fields: ObjectFields) -> None:
    """Find fields of the object."""
    setup_id, object_id = read.setup_id(body["view"]), read.object_id(body["view"])
    names = await object_fields.names(setup_id, object_id, asked_by=person)
    groups = views.object_options(names, body.get("value") or "", "field")
    await ack(option_groups=[group.to_dict() for group in groups])


async def find_object(ack: AsyncAck, body: dict[str, Any], person: Person, plans: Plans) -> None:
    """Find the one object whose fields are to be chosen."""
    names = await plans.object_names(read.setup_id(body["view"]), asked_by=person)
    groups = views.object_options(names, body.get("value") or "", together=False)
    await ack(option_groups=[group.to_dict() for group in groups])


async def _again(below: Below, setup_id: Any, plans: Plans, person: Person) -> Step:
    draw = plans.plan_form if below.is_plan else plans.objects_form
    return await draw(setup_id, below.typed, asked_by=person)
