"""Bad days on demand: refusals, rate limits, delays and lost answers."""

import itertools
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.sandbox.garbled import Garbling


class Fault(BaseModel):
    """What goes wrong with the next `times` calls of `method` (of any method, when it is not given)."""

    model_config = ConfigDict(extra="forbid")

    method: str | None = None
    status: int | None = None
    error: str | None = None
    retry_after: int | None = None  # seconds; with a 429, 0 leaves the header out
    delay_seconds: float = 0
    drop: Literal["before", "after"] | None = None
    garble: Garbling | None = None  # the right answer, after the work, on its way back
    times: int = 1
    id: int = 0


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._ids = itertools.count(1)

    def add(self, **wish: Any) -> Fault:
        """Arrange a fault; the fields are those of `Fault`."""
        fault = Fault.model_validate({**wish, "id": next(self._ids)})
        self._waiting.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """Use up the fault that strikes this call, if there is one."""
        for fault in self._waiting:
            if fault.method in (None, method):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def take_named(self, method: str) -> Fault | None:
        """Use up the fault arranged for exactly this name, which is no Web API method."""
        return self.take(method) if any(fault.method == method for fault in self._waiting) else None

    def waiting(self) -> list[dict[str, Any]]:
        """Return what has not struck yet."""
        return [fault.model_dump(exclude_none=True) for fault in self._waiting]

    def clear(self) -> None:
        """Let everything go well again."""
        self._waiting.clear()
