"""What a view carries along in its private_metadata: ids, and what a redraw would otherwise forget."""

from __future__ import annotations

from typing import Any
from uuid import UUID  # noqa: TC003 - pydantic reads it at run time

from pydantic import Field, ValidationError

from bot.errors import BotError
from bot.models import Discovery, Naming, Place, Plain, Schedule, Side, Value
from bot.models.packing import MAX_METADATA


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
    drawn_from: str | None = None  # a fingerprint of the sync that a form was drawn from
    edit: str | None = None  # what shall be different in it, packed by `packed`
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
        """Read it from a view as Slack sends it; raises BotError for a form of another version."""
        try:
            return cls.model_validate_json(view.get("private_metadata") or "{}")
        except ValidationError:
            raise BotError("This form is of another version of mine.", "Close it and begin again.") from None

    @classmethod
    def setup_of(cls, view: dict[str, Any]) -> UUID | None:
        """Return whose view it is, None if it says nothing that can be read."""
        try:
            return cls.of(view).setup_id
        except BotError:
            return None
