"""Everything the sandbox remembers; it lives in memory only."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import uuid4

from bot.sandbox.polytomic.answer import Answer
from bot.sandbox.polytomic.clock import Clock
from bot.sandbox.polytomic.config import Config
from bot.sandbox.polytomic.faults import Faults
from bot.sandbox.polytomic.idempotency import Answers
from bot.sandbox.polytomic.journal import Journal
from bot.sandbox.polytomic.progress import Execution, Plan

KEPT_DELIVERIES = 10_000


class Named(Protocol):
    """What a registry can hold."""

    id: str
    name: str


Item = TypeVar("Item", bound=Named)


class Registry(Generic[Item]):
    """Things by id, in the order of their creation, found by name in constant time."""

    def __init__(self) -> None:
        self._by_id: dict[str, Item] = {}
        self._by_name: dict[str, set[str]] = {}

    def __iter__(self) -> Iterator[Item]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, item_id: str) -> Item | None:
        """Find a thing by its id."""
        return self._by_id.get(item_id)

    def add(self, item: Item) -> None:
        """Take in a new thing."""
        self._by_id[item.id] = item
        self._by_name.setdefault(item.name, set()).add(item.id)

    def rename(self, item: Item, name: str) -> None:
        """Give a thing another name."""
        self._by_name[item.name].discard(item.id)
        item.name = name
        self._by_name.setdefault(name, set()).add(item.id)

    def remove(self, item: Item) -> None:
        """Forget a thing."""
        del self._by_id[item.id]
        self._by_name[item.name].discard(item.id)

    def is_taken(self, name: str, *, by_other_than: str = "") -> bool:
        """Tell whether something else already has this name."""
        return bool(self._by_name.get(name, set()) - {by_other_than})


@dataclass
class Connection:
    """A connection as the sandbox keeps it, secrets included; nothing but `shapes` shows it."""

    id: str
    name: str
    type: str
    configuration: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    status: str = "unhealthy"
    status_error: str | None = None
    saved: bool = True
    policies: list[str] = field(default_factory=list)
    healthcheck_interval: str = ""
    refresh_started: datetime | None = None
    refresh_ends: datetime | None = None
    object_count: int | None = None
    sign_in_token: str = ""

    @property
    def is_healthy(self) -> bool:
        """Tell whether the connection can be used."""
        return self.status == "healthy"

    def is_cached(self, now: datetime) -> bool:
        """Tell whether the source's schemas are known by now."""
        return self.refresh_ends is not None and now >= self.refresh_ends


@dataclass
class SignIn:
    """A link at which a person allows or denies access to an OAuth service."""

    token: str
    connection_id: str
    redirect_url: str
    expires_at: datetime
    is_used: bool = False


@dataclass
class ConnectSession:
    """One use of the hosted Connect form."""

    id: str
    token: str
    name: str
    redirect_url: str
    expires_at: datetime
    whitelist: list[str]
    connection_id: str | None
    dark: bool = False
    is_used: bool = False


@dataclass
class BulkSync:
    """A bulk sync: what was asked for, and which schemas it covers."""

    id: str
    name: str
    source_id: str
    destination_id: str
    settings: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    active: bool = False
    schemas: dict[str, dict[str, Any]] = field(default_factory=dict)
    executions: list[Execution] = field(default_factory=list)
    scheduled_until: datetime | None = None
    updated_by: str | None = None

    @property
    def enabled(self) -> list[str]:
        """List the ids of the schemas that a run covers."""
        return [schema for schema, setting in self.schemas.items() if setting["enabled"]]


@dataclass
class Model:
    """What a model sync reads from a connection."""

    id: str
    name: str
    connection_id: str
    created_at: datetime
    updated_at: datetime


@dataclass
class ModelSync:
    """What writes models into a connection."""

    id: str
    name: str
    target_connection_id: str
    model_ids: list[str]
    target_object: str
    mode: str
    active: bool
    created_at: datetime
    updated_at: datetime


@dataclass
class Webhook:
    """Where the organization's events are sent; `sent` has the ids of those that were, or never will be."""

    id: str
    endpoint: str
    secret: str
    created_at: datetime
    disabled_at: datetime | None = None
    sent: set[str] = field(default_factory=set)


class Sandbox:
    """The whole state of one sandbox."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.clock = Clock()
        self.faults = Faults()
        self.journal = Journal()
        self.organization_id = str(uuid4())
        self.user_id = str(uuid4())
        self.forget()

    def forget(self) -> None:
        """Return to an empty organization; settings, faults and the request log stay."""
        self.connections: Registry[Connection] = Registry()
        self.syncs: Registry[BulkSync] = Registry()
        self.models: Registry[Model] = Registry()
        self.model_syncs: Registry[ModelSync] = Registry()
        self.sign_ins: dict[str, SignIn] = {}
        self.sessions: dict[str, ConnectSession] = {}
        self.plans: deque[Plan] = deque()
        self.answers = Answers[Answer]()
        self.webhook: Webhook | None = None
        self.deliveries: deque[dict[str, Any]] = deque(maxlen=KEPT_DELIVERIES)

    def link(self, path: str) -> str:
        """Make an address that a person's browser can open."""
        return f"{self.config.public_url.rstrip('/')}/{path}"
