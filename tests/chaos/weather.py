"""The columns of the matrix: what goes wrong with a call, as each of the stand-ins is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

POLYTOMIC_SECONDS = 2.0  # that the bot waits for a call, repeats included
SLACK_SECONDS = 2.0
LONGER = 3.0  # than anybody waits
PAGE = "<!DOCTYPE html><html><body>Please wait</body></html>"


@dataclass(frozen=True)
class Weather:
    """One way for a call to go wrong."""

    name: str
    short: str  # the head of its column
    at_polytomic: dict[str, Any]
    at_slack: dict[str, Any] = field(default_factory=dict)  # as at Polytomic, if nothing else is said

    def slack(self, times: int) -> dict[str, Any]:
        """Return the fault for the local Slack."""
        return {**(self.at_slack or self.at_polytomic), "times": times}


ALL = (
    Weather(
        "429 with Retry-After",
        "429+",
        {"status": 429, "headers": {"Retry-After": "1"}},
        {"status": 429, "retry_after": 1},
    ),
    Weather("429 without", "429", {"status": 429}, {"status": 429, "retry_after": 0}),
    Weather("500", "500", {"status": 500, "stored": True}, {"status": 500}),
    Weather("502", "502", {"status": 502, "body": PAGE}, {"status": 502}),
    Weather("503", "503", {"status": 503}),
    Weather("a page for JSON", "HTML", {"garble": "page"}),
    Weather("an empty body", "empty", {"garble": "empty"}),
    Weather("truncated JSON", "cut", {"garble": "truncated"}),
    Weather("byte by byte", "drip", {"garble": "drip"}),
    Weather("no answer in time", "late", {"delay_seconds": LONGER}),
    Weather("reset before the effect", "reset", {"drop": "before"}),
    Weather("reset after the effect", "lost", {"drop": "after"}),
)
