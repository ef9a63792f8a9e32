"""The rows of the matrix: every call to Polytomic and to Slack that the bot makes in some story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.polytomic.versions import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shown import Json

    from tests.chaos.weather import Weather

VERSION = "2025-09-18"


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
        route = VERSIONS[VERSION].route(self.name)
        return {"method": route.method, "path": pattern(route.path), **weather.at_polytomic, "times": times}


def pattern(path: str) -> str:
    """Match a route's path with any ids; none takes the place of a word that is a route of its own."""
    return f"^{re.escape(path).replace(re.escape('{}'), '(?!status$|test$)[^/]+')}$"


def calls_in(polytomic: Iterable[Json], slack: Iterable[Json]) -> set[Call]:
    """Recognise the calls that the stand-ins have noted."""
    found = {Call("slack", one["method"]) for one in slack}
    for one in polytomic:
        for name, route in VERSIONS[VERSION].routes.items():
            if one["method"] == route.method and re.search(pattern(route.path), one["path"]):
                found.add(Call("polytomic", name))
    return found
