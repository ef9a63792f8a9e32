"""What a person typed into the forms."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import SecretStr

from bot.models.base import Value
from bot.models.fields import Plain
from bot.models.plans import Objects, Plan, Side, Way
from bot.models.setups import FieldChoice


class ConnectionAnswers(Value):
    """A submitted connection form; secrets live in here and nowhere else."""

    setup_id: UUID
    side: Side
    type: str
    name: str
    values: dict[str, Plain | SecretStr]
    shown: frozenset[str] = frozenset()  # the questions that the form had, answered or not
    page: int = 0  # which page of a long form this is


class WayAnswers(Value):
    """A submitted choice of how credentials are entered."""

    setup_id: UUID
    side: Side
    name: str
    way: Way


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


class FieldsAnswers(Value):
    """A submitted choice of one object's fields, as it was picked and typed."""

    setup_id: UUID
    object_id: str
    choice: FieldChoice


class ObjectsAnswers(Value):
    """A submitted choice of objects."""

    setup_id: UUID
    objects: Objects
