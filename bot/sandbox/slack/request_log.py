"""A record of every Web API call, for tests and for the curious; tokens are masked."""

import json
from collections import deque
from typing import Any

Json = dict[str, Any]
_KEPT = 10_000


class RequestLog:
    """The calls that the app made, oldest first."""

    def __init__(self, secrets: list[str]) -> None:
        self._secrets = secrets
        self._calls: deque[Json] = deque(maxlen=_KEPT)

    def add(self, call: Json) -> None:
        """Record a call; whatever it carries of the tokens is blanked."""
        written = json.dumps(call)
        for secret in self._secrets:
            written = written.replace(secret, "***")
        self._calls.append(json.loads(written))

    def calls(self, method: str | None = None) -> list[Json]:
        """All calls, or those of one method."""
        return [call for call in self._calls if method is None or call["method"] == method]

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()
