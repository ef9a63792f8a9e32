"""What the bot knows, as plain values: people, setups, runs, and what a person sees next."""

from __future__ import annotations

import re
from datetime import datetime  # noqa: TC003 - pydantic reads it at run time
from enum import StrEnum
from typing import Literal
from uuid import UUID  # noqa: TC003 - pydantic reads it at run time

from pydantic import BaseModel, ConfigDict, SecretStr


class Value(BaseModel):
    """A value that never changes; `model_copy(update=…)` makes the next one."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(Value):
    """Somebody in a Slack workspace."""

    team_id: str
    user_id: str


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


class Side(StrEnum):
    """Which end of a sync."""

    SOURCE = "source"
    DESTINATION = "destination"


class End(Value):
    """One end of a setup: a connection that exists, or one that is being made."""

    type: str  # connection type id: "salesforce"
    type_name: str  # as people write it: "Salesforce"
    name: str = ""  # the connection's name, unique in the organization
    connection_id: str | None = None  # None until it exists at Polytomic
    made_here: bool = False  # this setup created it
    answers: dict[str, str | bool | int] = {}  # what was typed, never a secret; fills the form again
    had_secrets: bool = False  # a secret was typed too, so the request cannot be repeated from here
    attempt: int = 0  # requests to create it so far: part of the idempotency key
    return_url: str | None = None  # where the browser goes after the sign-in
    first_error: str | None = None  # what Polytomic said of it before anybody signed in


class ObjectChoice(StrEnum):
    """Which of the source's objects to sync."""

    ALL = "all"
    NAMED = "named"
    LATER = "later"  # ask after sign-in


class Objects(Value):
    """The deliberate choice of what is synced; `names` only for NAMED."""

    choice: ObjectChoice
    names: tuple[str, ...] = ()


class Frequency(StrEnum):
    """How often Polytomic runs a sync by itself."""

    MANUAL = "manual"
    CONTINUOUS = "continuous"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Schedule(Value):
    """When a sync runs; times are UTC."""

    frequency: Frequency = Frequency.MANUAL
    hour: int | None = None  # 0-23; daily and weekly
    minute: int | None = None  # 0-59; hourly, daily and weekly
    weekday: str | None = None  # one of WEEKDAYS; weekly


class Plan(Value):
    """The bulk sync to create, as the last form asked for it."""

    name: str
    objects: Objects
    schema_name: str  # the schema in the destination
    mode: str  # "replicate", "snapshot" or, on 2025-09-18, "append"
    schedule: Schedule
    channel_id: str  # where it is announced


class Question(StrEnum):
    """What an unfinished setup needs from its requester before it goes on."""

    OBJECTS = "objects"  # pick them: "ask me after sign-in", or some that were typed do not exist
    SIGN_IN = "sign_in"  # the sign-in was denied or its link expired: a new link
    REPAIR = "repair"  # a connection broke after sign-in: reconnect, then go on
    INVITE = "invite"  # the bot cannot post in the channel: invite it, then announce
    CONTINUE = "continue"  # the modal was closed or the bot restarted: open it again


class Problem(Value):
    """Why something waits or failed, in words."""

    message: str
    guidance: str


class Setup(Value):
    """One person's request for a sync, from the first modal to the announcement."""

    id: UUID
    requester: Person
    state: State = State.CONNECTING
    source: End | None = None
    destination: End | None = None
    plan: Plan | None = None
    auth_url: str | None = None  # the sign-in link, until it was used; direct messages only
    question: Question | None = None
    problem: Problem | None = None
    suggestions: dict[str, str] = {}  # object typed but not found -> nearest that exists ("" if none)
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


class RunState(StrEnum):
    """Where a run that somebody started from Slack stands."""

    STARTING = "starting"
    RUNNING = "running"
    OVER = "over"


class Run(Value):
    """One execution that was started from Slack; its story is told in a thread."""

    id: UUID
    setup_id: UUID | None
    sync_id: str
    sync_name: str
    asked_by: Person
    channel_id: str
    thread_ts: str
    state: RunState = RunState.STARTING
    execution_id: str | None = None
    status: str | None = None  # Polytomic's own word
    problem: Problem | None = None
    records: int | None = None
    errors: int | None = None
    objects_done: int | None = None
    objects_total: int | None = None
    created_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    attempt: int = 0  # requests to start it that were refused: part of the idempotency key
    version: int = 0


class Post(Value):
    """A message that the bot posts: recorded before and after it is made, so that a repeat is recognised."""

    key: str  # "setup-<id>-card", "setup-<id>-announcement", "run-<id>-start", "run-<id>-end"
    channel_id: str
    thread_ts: str | None = None
    ts: str | None = None  # None while the post is under way


# What a person sees next in the modal ---------------------------------------------------------------------


class FieldKind(StrEnum):
    """How a form field is asked for."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a kind of field
    LONG_TEXT = "long_text"
    NUMBER = "number"
    TOGGLE = "toggle"
    CHOICE = "choice"


class Field(Value):
    """One question of a connection form, made from a JSON Schema property."""

    name: str
    title: str
    kind: FieldKind
    required: bool = False
    hint: str = ""
    example: str = ""
    default: str | bool | int | None = None
    choices: tuple[tuple[str, str], ...] = ()  # (value, label), for CHOICE

    @property
    def is_secret(self) -> bool:
        """True if what is typed must never be kept or shown."""
        return self.kind is FieldKind.SECRET


class FormError(Value):
    """A reason to show in a form: under `field`, or above the form when it is None."""

    message: str
    guidance: str = ""
    field: str | None = None
    person_id: str | None = None  # somebody in Slack who can help


class Existing(Value):
    """A connection that exists already, offered in a picker."""

    id: str
    name: str
    type: str
    type_name: str
    healthy: bool


class ChooseEnds(Value):
    """Ask for both ends: an existing connection or a new one."""

    setup: Setup
    source: Existing | None = None  # chosen so far
    destination: Existing | None = None
    new_source: str | None = None  # type id of a new connection chosen so far
    new_destination: str | None = None
    error: FormError | None = None


class ConnectionForm(Value):
    """Ask for the settings of a new connection."""

    setup: Setup
    side: Side
    type: str
    type_name: str
    fields: tuple[Field, ...]
    name: str  # proposed or typed connection name
    values: dict[str, str | bool | int] = {}  # typed so far, never a secret
    error: FormError | None = None
    existing: tuple[Existing, ...] = ()  # of this type: "use one of these instead"


class PlanForm(Value):
    """Ask for the bulk sync's settings; the values are what was typed so far or the proposal."""

    setup: Setup
    modes: tuple[str, ...]
    name: str = ""
    choice: ObjectChoice | None = None  # None: nothing chosen yet, on purpose
    typed_objects: str = ""
    picked_objects: tuple[str, ...] = ()
    has_object_list: bool = False  # the source's real list is known: pick from it
    schema_name: str = ""
    mode: str = "replicate"
    schedule: Schedule = Schedule()
    channel_id: str | None = None
    error: FormError | None = None


class ObjectsForm(Value):
    """Ask for the objects after sign-in, from the real list."""

    setup: Setup
    picked: tuple[str, ...] = ()
    total: int = 0  # how many objects the source has
    error: FormError | None = None


class Done(Value):
    """The last form was taken: say what happens now."""

    setup: Setup
    needs_sign_in: bool


# What a person typed --------------------------------------------------------------------------------------


class ConnectionAnswers(Value):
    """A submitted connection form; secrets live in here and nowhere else."""

    setup_id: UUID
    side: Side
    type: str
    name: str
    values: dict[str, str | bool | int | SecretStr]


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


Step = ChooseEnds | ConnectionForm | PlanForm | ObjectsForm | Done
