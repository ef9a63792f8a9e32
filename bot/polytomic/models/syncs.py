"""What Polytomic says about bulk syncs, and about the models and model syncs beside them."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - pydantic reads it at run time
from dataclasses import dataclass
from typing import Any

from pydantic import AliasChoices, AliasPath, Field

from bot.models import Discovery, Frequency, Naming, Schedule
from bot.polytomic.models.base import Answer, Flag, Many, Moment, Settings, Text


class SyncSchedule(Answer):
    """When a sync runs, in Polytomic's strings."""

    frequency: Text = ""
    hour: Text = ""
    minute: Text = ""
    day_of_week: Text = ""

    def as_schedule(self) -> Schedule | None:
        """Return the schedule in the bot's words, or None when it has none for it."""
        if self.frequency not in set(Frequency):
            return None
        return Schedule(
            frequency=Frequency(self.frequency),
            hour=int(self.hour) if self.hour.isdecimal() else None,
            minute=int(self.minute) if self.minute.isdecimal() else None,
            weekday=self.day_of_week.lower() or None,
        )


class BulkSync(Answer):
    """A bulk sync; Polytomic names neither its objects nor its status here."""

    id: str
    name: Text = ""
    active: Flag = False
    mode: Text = ""
    source_connection_id: Text = ""
    destination_connection_id: Text = ""
    destination_configuration: Settings = Field({})
    schedule: SyncSchedule | None = Field(None, validation_alias=AliasChoices("default_schedule", "schedule"))
    created_at: Moment = None
    updated_at: Moment = None


class SyncSchema(Answer):
    """One object of a bulk sync."""

    id: str
    enabled: Flag = True


class Model(Answer):
    """A selection of a connection's data that model syncs read from."""

    id: str
    name: Text = ""
    connection_id: Text = ""


class ModelSync(Answer):
    """A sync from models into one object of a connection."""

    id: str
    name: Text = ""
    target_connection_id: Text = Field(
        "", validation_alias=AliasChoices("target_connection_id", AliasPath("target", "connection_id"))
    )
    model_ids: Many[Text] = ()  # where Polytomic lists them in brief
    fields: Many[Settings] = ()  # where it lists them whole

    @property
    def reads_from(self) -> frozenset[str]:
        """The ids of the models that it reads."""
        sources = (field.get("source") for field in self.fields)
        named = (source.get("model_id") for source in sources if isinstance(source, dict))
        return frozenset([*self.model_ids, *(str(one) for one in named if one)])


@dataclass(frozen=True, kw_only=True)
class NewField:
    """One field of an object, and what a new bulk sync does with it."""

    id: str
    enabled: bool
    obfuscate: bool


@dataclass(frozen=True)
class NewSchema:
    """One object of a new bulk sync; no fields named syncs all of them."""

    id: str
    fields: Sequence[NewField] = ()


@dataclass(frozen=True, kw_only=True)
class NewBulkSync:
    """A bulk sync to create; `schemas=None` syncs every object of the source."""

    name: str
    source_connection_id: str
    destination_connection_id: str
    mode: str
    schedule: Schedule
    destination_configuration: dict[str, Any]
    schemas: Sequence[NewSchema | str] | None
    active: bool = True
    new_objects: Discovery = Discovery.NONE
    new_fields: Discovery = Discovery.ALL
    naming: Naming = Naming.ENABLED
