"""What a view carries along in its private_metadata: ids, and what a redraw would otherwise forget."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any
from uuid import UUID  # noqa: TC003 - pydantic reads it at run time

from pydantic import Field

from bot.models import Discovery, Naming, Place, Plain, Schedule, Side, Value

MAX_METADATA = 3000  # Slack's limit, in characters
_ROOM = 800  # for the ids beside it, and for what JSON escapes


class Kept(Value):
    """Answers of the last form that are hidden at the moment, so that showing them again brings them back."""

    typed_objects: str = ""
    picked_objects: tuple[str, ...] = ()
    matching: tuple[str, ...] = ()
    schedule: Schedule = Schedule()
    settings: dict[str, Plain] = Field(default_factory=dict)  # the advanced ones
    new_objects: Discovery = Discovery.NONE
    new_fields: Discovery = Discovery.ALL
    naming: Naming = Naming.ENABLED
    is_advanced: bool = False  # the advanced ones are shown


def packed(below: dict[str, Any]) -> str:
    """Make the form below short enough to travel with the one on top of it; empty if it cannot be."""
    text = base64.b85encode(zlib.compress(json.dumps(below).encode(), 9)).decode()
    return text if len(text) < MAX_METADATA - _ROOM else ""


def unpacked(text: str | None) -> dict[str, Any]:
    """Read the form below; empty if it did not fit."""
    found = json.loads(zlib.decompress(base64.b85decode(text))) if text else {}
    return found if isinstance(found, dict) else {}


class Meta(Value):
    """The state that travels with a view; never a secret."""

    setup_id: UUID | None = None
    side: Side | None = None
    type: str | None = None
    page: int = 0  # of a form that is longer than one view
    channel_id: str | None = None
    kept: Kept | None = None
    place: Place | None = None
    connection_id: str | None = None
    to_type: str | None = None  # what confirms a forced deletion
    seen: int | None = None  # how many things were shown to use the connection
    sync_id: str | None = None
    agreed_to: str | None = None  # the full refresh that a form asks about
    watch_id: UUID | None = None
    version: int | None = None  # of the watch that the form shows
    object_id: str | None = None  # whose fields are chosen
    below: str | None = None  # the form below in the stack, packed by `packed`

    @property
    def fits(self) -> bool:
        """Tell whether Slack can carry it."""
        return len(self._text()) <= MAX_METADATA

    def dump(self) -> str:
        """Write it for private_metadata; kept answers that do not fit are left behind."""
        return self._text() if self.fits else self.model_copy(update={"kept": None}).dump()

    def _text(self) -> str:
        return self.model_dump_json(exclude_none=True, exclude_defaults=True)

    @classmethod
    def of(cls, view: dict[str, Any]) -> Meta:
        """Read it from a view as Slack sends it."""
        return cls.model_validate_json(view.get("private_metadata") or "{}")
