"""Executions that are followed in Slack, and the messages that tell of things."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.models.base import Person, Problem, Value


class RunState(StrEnum):
    """Where a run that somebody started from Slack stands."""

    STARTING = "starting"
    RUNNING = "running"
    OVER = "over"


class RunMode(StrEnum):
    """How an execution treats the rows."""

    NORMAL = "normal"
    TEST = "test"  # a few rows of each object
    REFRESH = "refresh"  # everything is fetched anew, and the tables are rewritten


class Run(Value):
    """One execution that is followed in Slack; its story is told in a thread."""

    id: UUID
    setup_id: UUID | None
    sync_id: str
    sync_name: str
    asked_by: Person
    channel_id: str
    thread_ts: str | None  # None: in the thread of a message that says that it starts
    objects: tuple[str, ...] = ()  # those that were chosen; none: all of the sync
    mode: RunMode = RunMode.NORMAL
    watch_id: UUID | None = None  # the watch whose channel follows it; None: somebody started it from Slack
    trigger: str = ""  # Polytomic's own word for what started an execution that was not started from Slack
    state: RunState = RunState.STARTING
    execution_id: str | None = None
    status: str | None = None  # Polytomic's own word
    problem: Problem | None = None
    cancelled_by: str | None = None  # the id of whoever cancelled it from Slack
    records: int | None = None
    errors: int | None = None
    objects_done: int | None = None
    objects_total: int | None = None
    created_at: datetime  # when it was asked for or first seen, by our clock
    started_at: datetime | None = None  # by Polytomic's clock, as is the next
    completed_at: datetime | None = None
    expected_seconds: float | None = None  # what runs like this took before; 0: nobody knows; None: not asked
    attempt: int = 0  # requests to start it that were refused: part of the idempotency key
    version: int = 0


class Posted(Value):
    """Somebody's message with links, as Slack names it."""

    channel_id: str
    ts: str
    unfurl_id: str | None = None  # the better name, where Slack gives one
    source: str | None = None


def card_key(setup_id: UUID) -> str:
    """Name the post that is a setup's card."""
    return f"setup-{setup_id}-card"


class Post(Value):
    """A message that the bot posts: recorded before and after it is made, so that a repeat is recognised."""

    key: str  # what `card_key` says, "setup-<id>-announcement", "run-<id>-start", "run-<id>-end"
    channel_id: str
    thread_ts: str | None = None
    ts: str | None = None  # None while the post is under way
