"""What a person sees of a channel's watches, and what they answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bot.models.base import Value
from bot.models.inventory import Place
from bot.models.steps import FormError
from bot.models.watches import QuietHours, Tells, Watch


class Mute(StrEnum):
    """For how long a watch shall keep silent from now."""

    NOT = "not"
    AS_IT_IS = "as_it_is"  # until when it is muted already
    HOUR = "hour"
    MORNING = "morning"  # until nine o'clock tomorrow
    DAY = "day"
    WEEK = "week"

    @property
    def span(self) -> timedelta | None:
        """How long that is; None if it is no length of time."""
        spans = {Mute.HOUR: timedelta(hours=1), Mute.DAY: timedelta(days=1), Mute.WEEK: timedelta(weeks=1)}
        return spans.get(self)


class WatchForm(Value):
    """Ask what a channel wants to hear of one sync, or of all."""

    watch_id: UUID | None = None  # None: the channel does not watch it yet
    version: int = 0  # of the watch that the form shows
    sync_id: str | None = None  # None: all of them
    sync_name: str = ""
    channel_id: str | None = None  # None: the form asks for one
    asks_channel: bool = False
    tells: tuple[Tells, ...] = (Tells.FAILURES, Tells.RECOVERIES)
    in_threads: bool = True
    after_failures: int = 1
    quiet: QuietHours | None = None
    timezone: str = "UTC"  # of the quiet hours, and of tomorrow's nine o'clock
    mentions: tuple[str, ...] = ()
    muted_until: datetime | None = None  # None if it is not muted now
    error: FormError | None = None


class WatchAnswers(Value):
    """What a channel shall hear, as the form says it."""

    watch_id: UUID | None = None
    version: int = 0
    sync_id: str | None = None
    sync_name: str = ""
    channel_id: str
    asks_channel: bool = False
    tells: tuple[Tells, ...]
    in_threads: bool
    after_failures: int
    quiet: QuietHours | None = None
    timezone: str = "UTC"
    mentions: tuple[str, ...] = ()
    mute: Mute = Mute.NOT


class WatchSaved(Value):
    """A watch that was just made or changed."""

    watch: Watch
    is_new: bool
    untold: str = ""  # why its channel was not told, if it was not


class ListedWatch(Value):
    """One watch in the list."""

    watch: Watch
    sync_name: str  # as it is called now
    is_deleted: bool = False  # the sync, at Polytomic
    muted_until: datetime | None = None


class WatchListing(Value):
    """What a channel watches; in a direct message, what the person let channels watch."""

    channel_id: str | None = None
    shown: tuple[ListedWatch, ...] = ()
    news: str = ""
    place: Place = Place()


WatchStep = WatchForm | WatchSaved | WatchListing
