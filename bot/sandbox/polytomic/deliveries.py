"""Sending events to the organization's webhook: signed, repeated when refused, in no promised order."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import aiohttp
from aiohttp import web

from bot.sandbox.polytomic.clock import stamp
from bot.sandbox.polytomic.events import Happening, happenings, payload
from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.scheduler import catch_up
from bot.sandbox.polytomic.state import Sandbox, Webhook

SIGNATURE = "Polytomic-Signature"
LOOK_SECONDS = 0.05
ANSWER_SECONDS = 5.0
MOST_TRIES = 6  # the first and five more
SHOWN_OF_AN_ANSWER = 500


async def sending(app: web.Application) -> AsyncIterator[None]:
    """Send what happens for as long as the sandbox is served."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS)) as http:
        task = asyncio.create_task(Sender(app[SANDBOX], http).run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Sender:
    """Looks what happened, and sends each event on its own."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self._sandbox = sandbox
        self._http = http

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as under_way:
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                hook = self._sandbox.webhook
                if hook is not None and hook.disabled_at is None and not self._sandbox.config.webhook_held:
                    under_way.create_task(self._send(hook, self._fresh(hook)))

    def _fresh(self, hook: Webhook) -> list[Happening]:
        catch_up(self._sandbox)
        fresh = [each for each in happenings(self._sandbox) if each.id not in hook.sent]
        hook.sent |= {each.id for each in fresh}
        newest_first = self._sandbox.config.webhook_newest_first
        return sorted(fresh, key=lambda each: each.moment, reverse=newest_first)

    async def _send(self, hook: Webhook, fresh: list[Happening]) -> None:
        for happening in fresh:
            for _ in range(self._sandbox.config.webhook_copies):
                await self._deliver(hook, happening)

    async def _deliver(self, hook: Webhook, happening: Happening) -> None:
        """Send one event, up to five times more while it is not taken."""
        wait = self._sandbox.config.webhook_backoff_seconds
        for _ in range(MOST_TRIES):
            if await self._try(hook, happening):
                return
            await asyncio.sleep(wait)
            wait *= 2

    async def _try(self, hook: Webhook, happening: Happening) -> bool:
        event = payload(self._sandbox, happening)
        event["name"] = event.pop("sync_name")  # as the documentation's sample of a delivery spells it
        raw = json.dumps({"type": happening.kind, "event": event}).encode()
        headers = {"Content-Type": "application/json", SIGNATURE: signature(hook.secret, raw)}
        began, status, said, error = time.monotonic(), None, "", None
        try:
            async with self._http.post(hook.endpoint, data=raw, headers=headers) as response:
                status, said = response.status, await response.text(errors="replace")
        except (aiohttp.ClientError, OSError, TimeoutError) as failure:
            error = type(failure).__name__
        is_taken = status is not None and status // 100 == 2  # noqa: PLR2004 - any success
        self._note(
            happening, is_taken, status_code=status, error=error, response_body=said[:SHOWN_OF_AN_ANSWER]
        )
        self._sandbox.deliveries[-1]["duration_ms"] = round((time.monotonic() - began) * 1000)
        return is_taken

    def _note(self, happening: Happening, success: bool, **outcome: Any) -> None:  # noqa: FBT001 - the API's word
        self._sandbox.deliveries.append(
            {
                "id": str(uuid4()),
                "attempted_at": stamp(self._sandbox.clock.now()),
                "event_id": happening.id,
                "event_type": happening.kind,
                "success": success,
                **outcome,
            }
        )


def signature(secret: str, raw: bytes) -> str:
    """Sign a body; the documentation names an HMAC, and its sample that shows which is cut off."""
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
