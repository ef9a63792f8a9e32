"""The organization's bulk syncs as a person looks at them, and what is asked before one is acted on."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from bot.models.base import Value
from bot.models.inventory import Place
from bot.models.plans import Schedule
from bot.models.runs import RunMode
from bot.models.steps import FormError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Activity(Value):
    """What a bulk sync does at the moment, or did last."""

    status: str  # Polytomic's own word
    is_running: bool
    execution_id: str | None = None
    records: int | None = None
    errors: int | None = None
    objects_done: int | None = None
    objects_total: int | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    reason: str = ""  # why it ended badly


class ListedSync(Value):
    """One bulk sync in the list."""

    id: str
    name: str
    is_active: bool
    source: str  # the connection's name
    destination: str
    schedule: Schedule | None = None
    frequency: str = ""  # Polytomic's own word, for a schedule that the bot has none for
    url: str | None = None
    activity: Activity | None = None  # None: it never ran, or nobody could tell
    is_told: bool = True  # False: Polytomic would not say what it does


class SyncListing(Value):
    """One page of the bulk syncs; with `place.wish` a picker of those that were meant."""

    place: Place = Place()
    shown: tuple[ListedSync, ...] = ()
    found: int = 0  # how many fit the words
    pages: int = 1
    total: int = 0  # how many there are
    near: str | None = None  # a name that is near, when none fits
    news: str = ""  # what just happened


class SyncDetails(Value):
    """One bulk sync, and what can be done about it."""

    sync: ListedSync
    place: Place = Place()
    next_run_at: datetime | None = None
    last: Activity | None = None  # the one before, while another is running
    card_url: str | None = None  # where the run that is under way is told
    told_in: str | None = None  # the channel where it is told
    run_by: str | None = None  # the id of whoever started it from Slack
    news: str = ""


class SyncQuestion(Value):
    """What happens if a bulk sync is paused, or its run cancelled, before it happens."""

    sync: ListedSync
    wish: str  # "pause" or "cancel"
    place: Place = Place()


class RunForm(Value):
    """Ask what of a bulk sync is run, and how."""

    sync: ListedSync
    place: Place = Place()
    picked: tuple[str, ...] = ()  # none picked and none matching: all of them
    matching: tuple[str, ...] = ()  # "all that match": what was typed
    mode: RunMode = RunMode.NORMAL
    total: int = 0  # how many objects the sync has
    rewrites: tuple[str, ...] = ()  # what a full refresh would rewrite; a yes is waited for
    error: FormError | None = None

    @property
    def agreement(self) -> str | None:
        """What a yes to this form agrees to; None if it asks for no yes."""
        return agreement(self.rewrites) if self.rewrites else None


class RunAnswers(Value):
    """What is to be run, as the form says it."""

    sync_id: str
    place: Place = Place()
    names: tuple[str, ...] = ()  # none named and none matching: all of them
    matching: tuple[str, ...] = ()
    mode: RunMode = RunMode.NORMAL
    agreed_to: str | None = None  # which full refresh the form has asked about


def agreement(rewrites: Iterable[str]) -> str:
    """Name a set of objects shortly, to tell later whether it is still the same."""
    return hashlib.sha256("\n".join(sorted(rewrites)).encode()).hexdigest()[:16]
