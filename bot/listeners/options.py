"""Pickers that ask while somebody types."""

from typing import Any
from zoneinfo import available_timezones

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.connections import Connections
from bot.handlers.plans import Plans
from bot.listeners import read
from bot.models import Person, Side


async def find_source(ack: AsyncAck, payload: dict[str, Any], connections: Connections) -> None:
    """Find connections, and types of new ones, to read from."""
    await _find_end(ack, payload, connections, Side.SOURCE)


async def find_destination(ack: AsyncAck, payload: dict[str, Any], connections: Connections) -> None:
    """Find connections, and types of new ones, to write to."""
    await _find_end(ack, payload, connections, Side.DESTINATION)


async def find_type(ack: AsyncAck, payload: dict[str, Any], connections: Connections) -> None:
    """Find types of connections."""
    options = views.type_options(await connections.offer_types(), payload.get("value") or "")
    await ack(options=[option.to_dict() for option in options])


async def find_choice(
    ack: AsyncAck, body: dict[str, Any], payload: dict[str, Any], connections: Connections
) -> None:
    """Find choices of a setting that has too many for a list."""
    field = await connections.setting(read.connection_type(body["view"]), read.setting_name(payload))
    options = views.choice_options(field, payload.get("value") or "") if field else []
    await ack(options=[option.to_dict() for option in options])


async def find_value(
    ack: AsyncAck, body: dict[str, Any], payload: dict[str, Any], connections: Connections
) -> None:
    """Find values of a setting that Polytomic knows."""
    typed, draft = payload.get("value") or "", read.connection_so_far(body["view"])
    known = await connections.values(draft, read.setting_name(payload), typed)
    await ack(options=[option.to_dict() for option in views.value_options(known, typed)])


async def find_objects(ack: AsyncAck, body: dict[str, Any], person: Person, plans: Plans) -> None:
    """Find objects of a setup's source."""
    names = await plans.object_names(read.setup_id(body["view"]), asked_by=person)
    groups = views.object_options(names, body.get("value") or "")
    await ack(option_groups=[group.to_dict() for group in groups])


async def find_timezone(ack: AsyncAck, payload: dict[str, Any]) -> None:
    """Find time zones by a part of their name."""
    options = views.timezone_options(available_timezones(), payload.get("value") or "")
    await ack(options=[option.to_dict() for option in options])


async def _find_end(ack: AsyncAck, payload: dict[str, Any], connections: Connections, side: Side) -> None:
    existing, types = await connections.offer(side)
    groups = views.end_options(existing, types, payload.get("value") or "")
    await ack(option_groups=[group.to_dict() for group in groups])
