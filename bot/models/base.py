"""What every value shares, and what every other value may speak of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A value that never changes; `model_copy(update=…)` makes the next one."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(Value):
    """Somebody in a Slack workspace."""

    team_id: str
    user_id: str


class Problem(Value):
    """Why something waits or failed, in words."""

    message: str
    guidance: str
