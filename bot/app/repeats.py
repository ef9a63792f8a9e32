"""What Slack sends twice is worked on once, and answered twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.response import BoltResponse

KEPT = 1000  # answers; what comes twice comes soon


class Answers:
    """The last answers, by what makes a payload the only one of its kind."""

    def __init__(self) -> None:
        self._answers: dict[str, asyncio.Future[BoltResponse]] = {}

    async def answer(
        self, payload: Mapping[str, Any], work: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        """Return the answer to a payload, given before or worked out now."""
        key = payload.get("event_id") or payload.get("trigger_id")
        if not isinstance(key, str):
            return await work()  # a list of options is drawn again without harm
        if key not in self._answers:
            self._answers[key] = asyncio.ensure_future(work())
            for oldest in list(self._answers)[:-KEPT]:
                del self._answers[oldest]
        return await asyncio.shield(self._answers[key])
