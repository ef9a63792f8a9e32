"""People at once: what they send, and how long each of them waits for the acknowledgement."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import repeat
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from bot import views
from bot.models import ConnectionForm, Side, Summary
from bot.polytomic import forms
from bot.polytomic.catalogue import bundled
from tests.bench.rows import CHANNEL, TEAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.models import Person, Setup
    from tests.bench.doors import Door, Payload

DOMAIN = "https://example.my.salesforce.com"


@dataclass(frozen=True)
class Crowd:
    """People who act again and again, each of them every `pause_seconds`, at moments of their own."""

    people: int
    pause_seconds: float

    async def wait_for(self, door: Door, payloads: Sequence[Payload], *, seed: int) -> list[float]:
        """Hand every payload to an app and return how many seconds each acknowledgement took."""
        chance = Random(seed)  # noqa: S311 - the same moments for the bot and for the echo
        shares = [payloads[number :: self.people] for number in range(self.people)]
        moments = [chance.uniform(0, self.pause_seconds) for _ in shares]
        waits = await asyncio.gather(*map(self._person, repeat(door), shares, moments))
        return [seconds for one in waits for seconds in one]

    async def _person(self, door: Door, payloads: Sequence[Payload], first_after: float) -> list[float]:
        """Act on time, or as soon as the one before is acknowledged."""
        clock, waits = asyncio.get_running_loop().time, list[float]()
        next_at = clock() + first_after
        for payload in payloads:
            await asyncio.sleep(next_at - clock())
            waits.append(await door.acknowledged(payload))
            next_at += self.pause_seconds
        return waits


def help_command(slack_url: str, number: int) -> Payload:
    """Type `/polytomic help`."""
    person = {"user_id": f"U{number:08}", "team_id": TEAM, "channel_id": CHANNEL}
    typed = {"command": "/polytomic", "text": "help"}
    answer = {"response_url": f"{slack_url}/response/{number}", "trigger_id": uuid4().hex}
    return person | typed | answer


def filled_form(setup: Setup, number: int) -> Payload:
    """Submit the source's form of a setup."""
    fields = forms.asked(forms.fields(bundled("salesforce") or {}, "salesforce"), {})
    name = f"Salesforce {setup.id}"
    step = ConnectionForm(
        setup=setup, side=Side.SOURCE, type="salesforce", type_name="Salesforce", fields=fields, name=name
    )
    view = views.step_view(step).to_dict()
    return submission(setup.requester, view | {"id": f"V{number}", "state": {"values": _answers(view)}})


def _answers(view: dict[str, Any]) -> dict[str, Any]:
    """Fill in what the form asks for as text, and leave everything else as it is shown."""
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    return {
        block_id: {element["action_id"]: _answer(block_id, element)} for block_id, element in inputs.items()
    }


def _answer(block_id: str, element: dict[str, Any]) -> dict[str, Any]:
    if element["type"] != "plain_text_input":
        return {"type": element["type"], "selected_options": element.get("initial_options", [])}
    typed = DOMAIN if block_id == "field:domain" else element.get("initial_value")
    return {"type": element["type"], "value": typed}


def yes(setup: Setup, number: int) -> Payload:
    """Say yes to the summary of a setup, which is the last form."""
    view = views.step_view(Summary(setup=setup)).to_dict()
    return submission(setup.requester, view | {"id": f"V{number}", "state": {"values": {}}})


def submission(person: Person, view: dict[str, Any]) -> Payload:
    """Submit a view, as Slack tells of it."""
    return {
        "type": "view_submission",
        "team": {"id": person.team_id, "domain": "bench"},
        "user": {"id": person.user_id, "team_id": person.team_id},
        "api_app_id": "A0BENCH",
        "trigger_id": uuid4().hex,
        "view": {"hash": "1.1", "type": "modal"} | view,
    }
