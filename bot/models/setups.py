"""One person's request for a sync, and where it stands."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from bot.models.base import Person, Problem, Value
from bot.models.plans import End, Plan, Side


class State(StrEnum):
    """Where a setup stands."""

    CONNECTING = "connecting"  # the modals: connections are being made
    AWAITING_AUTHORIZATION = "awaiting_authorization"  # a person must follow the sign-in link
    AWAITING_SCHEMAS = "awaiting_schemas"  # Polytomic caches the source's schemas
    CREATING = "creating"  # the request for the bulk sync is under way
    CREATED = "created"
    RUNNING = "running"  # the first execution
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def is_unfinished(self) -> bool:
        """True until the bulk sync exists or the setup was given up."""
        return self in {
            State.CONNECTING,
            State.AWAITING_AUTHORIZATION,
            State.AWAITING_SCHEMAS,
            State.CREATING,
        }


class Question(StrEnum):
    """What an unfinished setup needs from its requester before it goes on."""

    OBJECTS = "objects"  # pick them: "ask me after sign-in", or some that were typed do not exist
    SIGN_IN = "sign_in"  # the sign-in was denied or its link expired: a new link
    REPAIR = "repair"  # a connection broke after sign-in: reconnect, then go on
    INVITE = "invite"  # the bot cannot post in the channel: invite it, then announce
    CONTINUE = "continue"  # the modal was closed or the bot restarted: open it again


class Wish(StrEnum):
    """What a setup is to end in."""

    SYNC = "sync"
    CONNECTION = "connection"  # a new connection alone; it is the setup's source
    REPAIR = "repair"  # a connection that exists, its credentials given anew; it is the setup's source


class SecurePage(Value):
    """Polytomic's hosted form, on which a person enters one end's credentials."""

    side: Side
    url: str = Field(repr=False)  # whoever has it can use it: direct messages only
    opened_at: datetime
    valid_until: datetime
    seen: str = ""  # how a connection that existed before stood then, to notice the change
    found: tuple[str, str] | None = None  # (id, name): made meanwhile under another name, perhaps there


class FieldChoice(Value):
    """Which fields of one object are synced, and which of them are obfuscated."""

    fields: tuple[str, ...] = ()  # none named: all of them
    obfuscated: tuple[str, ...] = ()
    matching: tuple[str, ...] = ()  # "all that match" among `fields`: what was typed
    obfuscated_matching: tuple[str, ...] = ()
    total: int = 0  # how many fields the object had when this was chosen


class Setup(Value):
    """One person's request for a sync or a connection, from the first modal to the announcement."""

    id: UUID
    requester: Person
    wish: Wish = Wish.SYNC
    state: State = State.CONNECTING
    source: End | None = None
    destination: End | None = None
    plan: Plan | None = None
    page: SecurePage | None = None  # waited for, until the connection made there is found
    view_id: str | None = None  # the modal that waits for it too
    object_fields: dict[str, FieldChoice] = Field(default_factory=dict)  # object id -> choice; others: all
    auth_url: str | None = None  # the sign-in link, until it was used; direct messages only
    question: Question | None = None
    problem: Problem | None = None
    suggestions: dict[str, str] = Field(default_factory=dict)  # unknown object -> nearest real one, or ""
    attempt: int = 0  # requests to create the bulk sync so far: part of the idempotency key
    waits: int = 0  # times that Polytomic had no schemas yet: sets the back-off
    next_try_at: datetime | None = None
    sync_id: str | None = None
    sync_url: str | None = None
    origin_channel_id: str | None = None  # where the command was typed
    reminders: int = 0  # reminders about the sign-in sent so far
    created_at: datetime
    waiting_since: datetime | None = None  # when the sign-in began to be waited for
    version: int = 0  # rises with each save; a save of an older one is refused

    def end(self, side: Side) -> End | None:
        """Return the source or the destination."""
        return self.source if side is Side.SOURCE else self.destination

    @property
    def made_something(self) -> bool:
        """True if a connection was created for this setup."""
        return any(end is not None and end.made_here for end in (self.source, self.destination))

    @property
    def can_create(self) -> bool:
        """True if nothing but Polytomic stands between this setup and its bulk sync."""
        waits_for_polytomic = self.state in {State.AWAITING_SCHEMAS, State.CREATING}
        return waits_for_polytomic and self.question is None and self.plan is not None

    def with_end(self, side: Side, end: End | None) -> Setup:
        """Return the setup with another source or destination."""
        return self.model_copy(update={side.value: end})

    def key(self, step: str, attempt: int) -> str:
        """Make the Idempotency-Key of one attempt at one step: [A-Za-z0-9_-], 8 to 255 long."""
        return re.sub(r"[^A-Za-z0-9_-]", "-", f"setup-{self.id}-{step}-{attempt}")
