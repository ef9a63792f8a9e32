"""Setups, runs and steps of every kind, with names from plain to hostile."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

from bot.models import (
    End,
    Existing,
    Field,
    FieldKind,
    Frequency,
    Mode,
    ObjectChoice,
    Objects,
    Person,
    Plan,
    Problem,
    Question,
    Run,
    RunState,
    Schedule,
    SecurePage,
    Setup,
    Side,
    State,
    Wish,
)
from bot.polytomic import targets
from bot.polytomic.versions import V2025

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
ANNA = Person(team_id="T1", user_id="UANNA")
INJECTION = "<!channel> <@U666> <https://evil.example|click> @here @channel *x* _y_ `z` & > <"
NAMES = {
    "plain": "Salesforce Bulk Sync",
    "empty": "",
    "long": "very long name " * 34,
    "ampersands": "&" * 500,
    "emoji": "🦄" * 500,
    "injection": INJECTION,
    "lines": "two\nlines\t",
}
SETUP_ID = UUID("12345678-1234-1234-1234-123456789012")
MANY_OBJECTS = tuple(f"Object_{number:04}__c" for number in range(2000))
FIELDS = (
    Field(
        name="domain",
        title="Domain",
        kind=FieldKind.TEXT,
        required=True,
        example="https://x.my.salesforce.com",
    ),
    Field(name="password", title="Password", kind=FieldKind.TEXT, secret=True, required=True),
    Field(name="private_key", title="Private key", kind=FieldKind.TEXT, secret=True),
    Field(name="notes", title="Notes", kind=FieldKind.LONG_TEXT, hint="Anything."),
    Field(name="port", title="Port", kind=FieldKind.NUMBER, default=5432),
    Field(name="ssl", title="Use SSL", kind=FieldKind.TOGGLE, default=True),
    Field(
        name="region", title="Region", kind=FieldKind.CHOICE, choices=(("eu", "Europe"), ("us", "America"))
    ),
)

TARGET = targets.fields(None, "snowflake")
MODES = tuple(Mode(id=mode, label=mode.capitalize()) for mode in ("replicate", "snapshot", "append"))
OFFERS = V2025.offers


def end(name: str = "Salesforce prod", type_name: str = "Salesforce", **changes: object) -> End:
    """Make an end whose connection exists."""
    known = {
        "type": type_name.lower()[:20] or "x",
        "type_name": type_name,
        "name": name,
        "connection_id": "c-1",
    }
    return End.model_validate(known | changes)


def plan(name: str = "Salesforce Bulk Sync", **changes: object) -> Plan:
    """Make the tutorial's plan."""
    known = {
        "name": name,
        "objects": Objects(choice=ObjectChoice.NAMED, names=("Account", "Contact")),
        "settings": {"schema": "SALESFORCE_CONNECTION"},
        "mode": "replicate",
        "schedule": Schedule(frequency=Frequency.DAILY, hour=5, minute=30),
        "channel_id": "CDATA",
    }
    return Plan.model_validate(known | changes)


def setup(name: str = "Salesforce Bulk Sync", **changes: object) -> Setup:
    """Make the tutorial's setup, waiting for the sign-in."""
    known = {
        "id": SETUP_ID,
        "requester": ANNA,
        "state": State.AWAITING_AUTHORIZATION,
        "source": end(made_here=True),
        "destination": end("Snowflake Connection", "Snowflake", made_here=True, had_secrets=True),
        "plan": plan(name),
        "auth_url": "https://app.polytomic.com/oauth/abc",
        "waiting_since": NOON,
        "created_at": NOON,
    }
    return Setup.model_validate(known | changes)


def run(**changes: object) -> Run:
    """Make a run that has begun."""
    known = {
        "id": SETUP_ID,
        "setup_id": SETUP_ID,
        "sync_id": "s-1",
        "sync_name": "Salesforce Bulk Sync",
        "asked_by": ANNA,
        "channel_id": "CDATA",
        "thread_ts": "1.0",
        "created_at": NOON,
    }
    return Run.model_validate(known | changes)


def finished_run(**changes: object) -> Run:
    """Make a run that went well."""
    known = {
        "state": RunState.OVER,
        "status": "completed",
        "execution_id": "e-1",
        "records": 1200,
        "objects_done": 2,
        "objects_total": 2,
        "started_at": NOON,
        "completed_at": NOON + timedelta(minutes=3, seconds=2),
    }
    return run(**known | changes)


def existing(number: int = 1, name: str = "Salesforce prod", *, healthy: bool = True) -> Existing:
    """Make a connection that exists."""
    return Existing(id=f"c-{number}", name=name, type="salesforce", type_name="Salesforce", healthy=healthy)


def all_setups() -> Iterator[Setup]:
    """Every state with every question, and every name in it."""
    problem = Problem(message="It broke.", guidance="Try again.")
    for state, question in product(State, (None, *Question)):
        unknown = {"Contcat": "Contact", "Nothing": ""} if question is Question.OBJECTS else {}
        yield setup(
            state=state, question=question, problem=problem if question else None, suggestions=unknown
        )
    for name in NAMES.values():
        hostile = {
            "source": end(name, name, made_here=True),
            "problem": Problem(message=name, guidance=name),
            "suggestions": dict.fromkeys((f"{name}{at}" for at in range(50)), name),
            "plan": plan(
                name or " ", settings={"schema": name}, mode=name, objects=_named(name), channel_id="C1"
            ),
            "sync_id": name,
        }
        yield from (setup(**hostile, state=state, question=question) for state, question in _SAMPLED)
        yield from (alone(name, wish, state) for wish, state in product(Wish, State))
    yield setup(
        source=None, destination=None, plan=None, state=State.CONNECTING, auth_url=None, waiting_since=None
    )
    yield setup(plan=plan(objects=Objects(choice=ObjectChoice.NAMED, names=MANY_OBJECTS)))
    yield setup(auth_url="https://x.example/" + "a" * 4000)
    yield setup(state=State.CREATED, sync_url="javascript:alert(1)")


def all_runs() -> Iterator[Run]:
    """Every status, known and unknown, with every name in it."""
    words = [
        "created",
        "scheduled",
        "running",
        "exporting",
        "processing",
        "canceling",
        "canceled",
        "completed",
    ]
    for status in (None, *words, "failed", "errors", "interrupted", "brand_new", INJECTION):
        yield run(status=status)
        yield finished_run(status=status, errors=3)
    for name in NAMES.values():
        told = Problem(message=name, guidance=name)
        yield finished_run(sync_name=name, problem=told, execution_id=name, status="failed", setup_id=None)
        yield run(sync_name=name, trigger=name, watch_id=SETUP_ID, status="running", expected_seconds=1e9)
        yield finished_run(cancelled_by="UBEN", status="canceled", trigger=name)
    yield run(objects_done=5, objects_total=0)
    yield run(objects_done=50, objects_total=8, records=10**12, state=RunState.RUNNING, status="running")


def page(name: str = "") -> SecurePage:
    """Make a secure page of the source; a name is that of a connection which appeared meanwhile."""
    found = ("c-9", name) if name else None
    url = "https://app.polytomic.com/connect/abc"
    return SecurePage(side=Side.SOURCE, url=url, opened_at=NOON, valid_until=NOON, found=found)


def alone(name: str, wish: Wish, state: State) -> Setup:
    """Make a setup of another wish, on the secure page while it waits."""
    is_waiting = state is State.AWAITING_AUTHORIZATION
    told = Problem(message=name, guidance=name) if name else None
    return setup(
        wish=wish,
        state=state,
        source=end(name, name or "x", made_here=True),
        destination=None,
        plan=None,
        page=page(name) if is_waiting else None,
        problem=told,
    )


def _named(name: str) -> Objects:
    return Objects(choice=ObjectChoice.NAMED, names=(name or "x", *MANY_OBJECTS[:20]))


_SAMPLED = (
    (State.CONNECTING, Question.CONTINUE),
    (State.AWAITING_AUTHORIZATION, None),
    (State.AWAITING_AUTHORIZATION, Question.REPAIR),
    (State.AWAITING_SCHEMAS, Question.OBJECTS),
    (State.CREATED, Question.INVITE),
    (State.CREATED, None),
    (State.FAILED, None),
    (State.EXPIRED, None),
)
