"""What a person sees next in the modal."""

from __future__ import annotations

from pydantic import Field as Default

from bot.models.base import Value
from bot.models.fields import Field, Plain
from bot.models.plans import Discovery, Mode, Naming, ObjectChoice, Offers, Schedule, Side, Way
from bot.models.setups import FieldChoice, Setup


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


class ChooseType(Value):
    """Ask what kind of system to connect to, for a connection without a sync."""

    setup: Setup
    error: FormError | None = None


class WayForm(Value):
    """Ask how the credentials of a connection reach Polytomic."""

    setup: Setup
    side: Side
    type_name: str
    name: str  # proposed or typed connection name
    way: Way = Way.PAGE
    may_type: bool = True  # False: an administrator forbids it, or the form is not known
    existing: tuple[Existing, ...] = ()  # of this type: "use one of these instead"
    error: FormError | None = None


class WaitForPage(Value):
    """The person is on Polytomic's secure page: say so until the connection is found."""

    setup: Setup
    may_type: bool = True


class ConnectionForm(Value):
    """Ask for the settings of a new connection."""

    setup: Setup
    side: Side
    type: str
    type_name: str
    fields: tuple[Field, ...]
    name: str  # proposed or typed connection name
    values: dict[str, Plain] = Default(default_factory=dict)  # typed so far, never a secret
    error: FormError | None = None
    existing: tuple[Existing, ...] = ()  # of this type: "use one of these instead"
    page: int = 0  # `fields` are those of one page
    pages: int = 1
    left_out: tuple[str, ...] = ()  # titles of secrets that fit on no page


class PlanForm(Value):
    """Ask for the bulk sync's settings; the values are what was typed so far or the proposal."""

    setup: Setup
    modes: tuple[Mode, ...]
    fields: tuple[Field, ...] = ()  # the destination's settings
    offers: Offers = Offers()
    name: str = ""
    choice: ObjectChoice | None = None  # None: nothing chosen yet, on purpose
    typed_objects: str = ""
    picked_objects: tuple[str, ...] = ()
    matching: tuple[str, ...] = ()  # "all that match": what was typed
    has_object_list: bool = False  # the source's real list is known: pick from it
    settings: dict[str, Plain] = Default(default_factory=dict)
    mode: str = "replicate"
    schedule: Schedule = Schedule()
    channel_id: str | None = None
    is_advanced: bool = False  # the advanced questions are shown; hidden ones keep their answers
    new_objects: Discovery = Discovery.NONE
    new_fields: Discovery = Discovery.ALL
    naming: Naming = Naming.ENABLED
    error: FormError | None = None


class ObjectsForm(Value):
    """Ask for the objects after sign-in, from the real list."""

    setup: Setup
    picked: tuple[str, ...] = ()
    matching: tuple[str, ...] = ()  # "all that match": what was typed
    choice: ObjectChoice | None = None  # None: nothing chosen yet, unless something is picked
    total: int = 0  # how many objects the source has
    offers: Offers = Offers()
    error: FormError | None = None


class FieldsForm(Value):
    """Ask which fields of one object are synced, and which are obfuscated."""

    setup: Setup
    object_id: str
    choice: FieldChoice = FieldChoice()
    total: int = 0  # how many fields the object has
    below: str = ""  # the form below, to show there what was chosen: see `Below`
    error: FormError | None = None


class Summary(Value):
    """Say in words what will be synced, before it is created."""

    setup: Setup
    fields: tuple[Field, ...] = ()  # the destination's settings
    needs_sign_in: bool = False
    error: FormError | None = None


class Done(Value):
    """The last form was taken: say what happens now."""

    setup: Setup
    needs_sign_in: bool


Step = (
    ChooseEnds
    | ChooseType
    | WayForm
    | WaitForPage
    | ConnectionForm
    | PlanForm
    | ObjectsForm
    | FieldsForm
    | Summary
    | Done
)
