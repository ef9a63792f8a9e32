"""The rows of the matrix: every call to Polytomic and to Slack that the bot makes in some story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slack_sdk.web.async_client import AsyncWebClient

import bot
from bot.polytomic.versions import VERSIONS, Route

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shown import Json

    from tests.chaos.weather import Weather

VERSION = "2025-09-18"
LOG_FILE = Route("GET", "/logs/{}", "download the log")  # at an address that Polytomic signs
ROUTES = {**VERSIONS[VERSION].routes, "log_file": LOG_FILE}
BY_OTHER_MEANS = {"response_url", "upload"}  # than a method of the SDK's client
APART = {"doctor", "sandbox"}  # of the bot's code: what does not serve
NO_STORY = {"polytomic.refresh_schemas": "the client can, but nothing in the bot asks"}


@dataclass(frozen=True)
class Call:
    """One kind of call."""

    service: str  # "polytomic" or "slack"
    name: str

    def __str__(self) -> str:
        return f"{self.service}.{self.name}"

    def fault(self, weather: Weather, times: int) -> dict[str, Any]:
        """Return what the stand-in shall do to the next calls of this kind."""
        if self.service == "slack":
            return {"method": self.name, **weather.slack(times)}
        route = ROUTES[self.name]
        return {"method": route.method, "path": pattern(route.path), **weather.at_polytomic, "times": times}


def pattern(path: str) -> str:
    """Match a route's path with any ids; none takes the place of a word that is a route of its own."""
    return f"^{re.escape(path).replace(re.escape('{}'), '(?!status$|test$)[^/]+')}$"


def calls_in(polytomic: Iterable[Json], slack: Iterable[Json]) -> set[Call]:
    """Recognise the calls that the stand-ins have noted."""
    found = {Call("slack", one["method"]) for one in slack}
    for one in polytomic:
        for name, route in ROUTES.items():
            if one["method"] == route.method and re.search(pattern(route.path), one["path"]):
                found.add(Call("polytomic", name))
    return found


def all_calls() -> set[Call]:
    """List every call that the bot has the words for."""
    used = BY_OTHER_MEANS | {name.replace("_", ".") for name in _names_in_the_code() if _is_method(name)}
    return {Call("slack", name) for name in used} | {Call("polytomic", name) for name in ROUTES}


def _names_in_the_code() -> set[str]:
    code = Path(bot.__file__).parent
    serving = (one for one in code.rglob("*.py") if one.relative_to(code).parts[0] not in APART)
    return {name for file in serving for name in re.findall(r"\.([a-z]+_\w+)", file.read_text())}


def _is_method(name: str) -> bool:
    return hasattr(AsyncWebClient, name)
