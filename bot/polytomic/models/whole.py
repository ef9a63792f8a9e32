"""A bulk sync as a whole, with what our models do not name: an update replaces everything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping  # noqa: TC003 - dataclasses read it at run time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, RootModel

from bot.polytomic.models.base import Answer, Moment, Text
from bot.polytomic.models.syncs import BulkSync, SyncSchema

if TYPE_CHECKING:
    from bot.models import Plain, Schedule

AUDIT = frozenset({"created_at", "created_by", "updated_at", "updated_by"})
"""What Polytomic writes itself."""


class Said(RootModel[dict[str, Any]]):
    """Everything that Polytomic said of one thing."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class _Actor(Answer):
    name: Text = ""


class _Saved(Answer):
    updated_at: Moment = None
    updated_by: _Actor | None = None


@dataclass(frozen=True)
class WholeSync:
    """Everything that Polytomic says of a bulk sync, to be written back; it may hold masked secrets."""

    said: Mapping[str, Any] = field(repr=False)
    schemas: tuple[SyncSchema, ...] = field(repr=False)

    @cached_property
    def sync(self) -> BulkSync:
        """The part that the bot has words for."""
        return BulkSync.model_validate(self.said)

    @property
    def known(self) -> tuple[str, ...]:
        """The ids of all objects, synced or not."""
        return tuple(schema.id for schema in self.schemas)

    @property
    def enabled(self) -> tuple[str, ...]:
        """The ids of the objects that are synced."""
        return tuple(schema.id for schema in self.schemas if schema.enabled)

    @cached_property
    def fingerprint(self) -> str:
        """A short hash of all of it, to tell later whether it is still the same; it reveals nothing."""
        objects = sorted((schema.id, schema.enabled) for schema in self.schemas)
        text = json.dumps([self.said, objects], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    @property
    def saved_by(self) -> str:
        """Who saved it last; empty where Polytomic does not say."""
        actor = _Saved.model_validate(self.said).updated_by
        return actor.name if actor else ""

    @property
    def saved_at(self) -> Moment:
        """When it was saved last."""
        return _Saved.model_validate(self.said).updated_at

    def differing(self, other: WholeSync) -> tuple[str, ...]:
        """Name the fields that differ, but for those that Polytomic writes itself; not the objects."""
        names = sorted({*self.said, *other.said} - AUDIT)
        return tuple(
            name
            for name in names
            if without_audit(self.said.get(name)) != without_audit(other.said.get(name))
        )


@dataclass(frozen=True, kw_only=True)
class SyncChange:
    """What shall be different in a bulk sync; the rest stays. An empty setting is taken out."""

    name: str | None = None
    schedule: Schedule | None = None
    settings: Mapping[str, Plain] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True if nothing of this shall be different."""
        return self.name is None and self.schedule is None and not self.settings


def without_audit(value: Any) -> Any:
    """Leave out, at any depth, what Polytomic writes itself, and what is not set."""
    if isinstance(value, dict):
        kept = {name: without_audit(inner) for name, inner in value.items() if name not in AUDIT}
        return {name: inner for name, inner in kept.items() if inner is not None}
    return [without_audit(one) for one in value] if isinstance(value, list) else value
