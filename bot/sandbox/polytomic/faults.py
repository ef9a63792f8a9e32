"""Bad days on order: what `POST /_sandbox/faults` can make go wrong."""

import re
from collections.abc import Iterator
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.sandbox.garbled import Garbling


class Fault(BaseModel):
    """One thing that goes wrong for the requests it matches, `times` times or until it is cleared."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(default_factory=lambda: str(uuid4()))
    method: str | None = None
    path: str | None = Field(None, description="a regular expression, searched in the path from /api/ on")
    status: int | None = Field(None, ge=200, le=599)
    body: Any = Field(None, description="JSON, or a text that is sent as it is")
    content_type: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    delay_seconds: float = Field(0.0, ge=0)
    drop: Literal["before", "after"] | None = Field(
        None, description="cut the connection before the work is done, or after it: a lost answer"
    )
    garble: Garbling | None = Field(
        None, description="what becomes of the right answer, after the work, on its way back"
    )
    times: int | None = Field(None, ge=1)
    stored: bool = Field(
        default=False, description="Polytomic's own failure: kept for the idempotency key, unlike a gateway's"
    )

    @field_validator("path")
    @classmethod
    def _compiles(cls, path: str | None) -> str | None:
        if path is not None:
            try:
                re.compile(path)
            except re.error as error:
                raise ValueError(f"not a regular expression: {error}") from None
        return path

    def matches(self, method: str, path: str) -> bool:
        """Tell whether a request meets this fault."""
        return self.method in (None, method) and (self.path is None or re.search(self.path, path) is not None)


class Faults:
    """The faults on order; the oldest that matches is met first."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults)

    def add(self, fault: Fault) -> None:
        """Order one more."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Make everything well again."""
        self._faults.clear()

    def meet(self, method: str, path: str) -> Fault | None:
        """Take the fault that a request meets, using it up by one."""
        fault = next((each for each in self._faults if each.matches(method, path)), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if fault.times == 0:
                self._faults.remove(fault)
        return fault
