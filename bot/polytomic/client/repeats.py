"""When a request is sent again, and how long to wait before: the rules, without the sending."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bot.polytomic.client.answers import asked_wait, may_be_in_flight

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from bot.polytomic.client.request import Request

TRIES = 3
FIRST_WAIT = 0.25  # seconds; doubles with each repeat
LONGEST_WAIT = 2.0
ASK_AGAIN_LATER = frozenset({429, 502, 503, 504})

_dice = random.SystemRandom()


class Repeats:
    """Decides for one request; `remaining` tells the seconds left for all of its tries together."""

    def __init__(self, request: Request, remaining: Callable[[], float]) -> None:
        self._request = request
        self._remaining = remaining
        self._tries = 1
        self._next_wait = FIRST_WAIT
        self._was_lost = False

    def after_loss(self) -> float | None:
        """Return the seconds to wait before repeating a request whose answer was lost; None to give up."""
        self._was_lost = True
        if not self._request.may_repeat_when_lost:
            return None
        return self._counted(self._back_off())

    def after_answer(self, response: httpx.Response) -> float | None:
        """Return the seconds to wait before asking again; None when this is the answer."""
        if self._request.method == "GET" and response.status_code in ASK_AGAIN_LATER:
            asked = asked_wait(response)
            return self._counted(self._back_off() if asked is None else asked)
        if self._was_lost and may_be_in_flight(response):
            # Our own first try is still being worked on; its answer will be kept under the key.
            return self._fitting(self._back_off())
        return None

    def _counted(self, seconds: float) -> float | None:
        if self._tries >= TRIES:
            return None
        self._tries += 1
        return self._fitting(seconds)

    def _fitting(self, seconds: float) -> float | None:
        return seconds if seconds < self._remaining() else None

    def _back_off(self) -> float:
        seconds = self._next_wait
        self._next_wait = min(seconds * 2, LONGEST_WAIT)
        return seconds * _dice.uniform(0.75, 1.25)
