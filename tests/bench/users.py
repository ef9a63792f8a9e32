"""Fifty people at once: what they send, and how long each of them waits for the acknowledgement."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from itertools import repeat
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

from bot import views
from bot.models import ConnectionForm, Setup, Side
from bot.polytomic import forms
from bot.polytomic.catalogue import bundled
from bot.sandbox.slack.signed_http import signature
from tests.bench.processes import SIGNING_SECRET
from tests.bench.rows import CHANNEL, TEAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    import aiohttp

USERS = 50
DOMAIN = "https://example.my.salesforce.com"


@dataclass(frozen=True)
class Crowd:
    """People who act again and again, each of them every `pause_seconds`, at moments of their own."""

    http: aiohttp.ClientSession
    pause_seconds: float

    async def wait_for(self, url: str, bodies: Sequence[str], *, seed: int) -> list[float]:
        """Send every body to a bot and return how many seconds each acknowledgement took."""
        chance = Random(seed)  # noqa: S311 - the same moments for the bot and for the echo
        shares = [bodies[number::USERS] for number in range(USERS)]
        moments = [chance.uniform(0, self.pause_seconds) for _ in shares]
        waits = await asyncio.gather(*map(self._person, repeat(url), shares, moments))
        return [seconds for one in waits for seconds in one]

    async def _person(self, url: str, bodies: Sequence[str], first_after: float) -> list[float]:
        """Act on time, or as soon as the one before is acknowledged."""
        clock, waits = asyncio.get_running_loop().time, list[float]()
        next_at = clock() + first_after
        for body in bodies:
            await asyncio.sleep(next_at - clock())
            waits.append(await self._acknowledged(url, body))
            next_at += self.pause_seconds
        return waits

    async def _acknowledged(self, url: str, body: str) -> float:
        now = int(time.time())
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": str(now),
            "X-Slack-Signature": signature(SIGNING_SECRET, now, body),
        }
        began = time.perf_counter()
        async with self.http.post(f"{url}/slack/events", data=body.encode(), headers=headers) as response:
            answer = await response.text()
        took = time.perf_counter() - began
        if not response.ok:
            raise RuntimeError(f"{url} answered {response.status}: {answer[:200]}")
        return took


def help_command(slack_url: str, number: int) -> str:
    """Type `/polytomic help`."""
    person = {"user_id": f"U{number:08}", "team_id": TEAM, "channel_id": CHANNEL}
    typed = {"command": "/polytomic", "text": "help"}
    answer = {"response_url": f"{slack_url}/response/{number}", "trigger_id": uuid4().hex}
    return urlencode(person | typed | answer)


def filled_form(setup: Setup, number: int) -> str:
    """Submit the source's form of a setup."""
    fields = forms.asked(forms.fields(bundled("salesforce") or {}, "salesforce"), {})
    name = f"Salesforce {setup.id}"
    step = ConnectionForm(
        setup=setup, side=Side.SOURCE, type="salesforce", type_name="Salesforce", fields=fields, name=name
    )
    view = views.step_view(step).to_dict()
    view |= {"id": f"V{number}", "hash": "1.1", "type": "modal", "state": {"values": _answers(view)}}
    return urlencode({"payload": json.dumps(_submission(setup, view))})


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


def _submission(setup: Setup, view: dict[str, Any]) -> dict[str, Any]:
    requester = setup.requester
    return {
        "type": "view_submission",
        "team": {"id": requester.team_id, "domain": "bench"},
        "user": {"id": requester.user_id, "team_id": requester.team_id},
        "api_app_id": "A0BENCH",
        "trigger_id": uuid4().hex,
        "view": view,
    }
