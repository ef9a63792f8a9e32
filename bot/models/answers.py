"""What a person typed into the forms."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import SecretStr

from bot.models.base import Value
from bot.models.fields import Plain
from bot.models.plans import Objects, Plan, Side


class ConnectionAnswers(Value):
    """A submitted connection form; secrets live in here and nowhere else."""

    setup_id: UUID
    side: Side
    type: str
    name: str
    values: dict[str, Plain | SecretStr]


EndAnswer = tuple[Literal["connection", "new"], str]  # an existing connection's id, or a type's id


class EndsAnswers(Value):
    """A submitted choice of both ends."""

    setup_id: UUID
    source: EndAnswer
    destination: EndAnswer


class PlanAnswers(Value):
    """A submitted plan."""

    setup_id: UUID
    plan: Plan


class ObjectsAnswers(Value):
    """A submitted choice of objects."""

    setup_id: UUID
    objects: Objects
