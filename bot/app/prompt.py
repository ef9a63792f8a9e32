"""Acknowledgements that leave at once: Bolt looks only every ten milliseconds whether one was given."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from slack_bolt.context.ack.async_ack import AsyncAck

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
    from slack_bolt.response import BoltResponse

_dispatched: set[asyncio.Task[BoltResponse]] = set()  # the loop itself does not keep them


class PromptAck(AsyncAck):
    """An acknowledgement that can be waited for."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Bolt's
        self.given: asyncio.Future[BoltResponse] = asyncio.get_running_loop().create_future()

    async def __call__(self, *args: Any, **answer: Any) -> BoltResponse:
        """Acknowledge; the first time counts."""
        response = await super().__call__(*args, **answer)
        if not self.given.done():
            self.given.set_result(response)
        return response


async def dispatch(bolt: AsyncApp, request: AsyncBoltRequest) -> BoltResponse:
    """Hand a request to Bolt, and return its answer as soon as there is one."""
    ack = request.context["ack"] = PromptAck()
    dispatched = asyncio.create_task(bolt.async_dispatch(request))
    _dispatched.add(dispatched)
    dispatched.add_done_callback(_dispatched.discard)
    await asyncio.wait({dispatched, ack.given}, return_when=asyncio.FIRST_COMPLETED)
    return ack.given.result() if ack.given.done() else await dispatched
