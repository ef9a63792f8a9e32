"""What a person's Home tab shows: how the organization stands, their setups, and who watches what."""

from __future__ import annotations

from typing import Generic, TypeVar

from bot.models.base import Person, Value
from bot.models.inventory import Listed
from bot.models.setups import Setup
from bot.models.syncs import ListedSync
from bot.models.watches import Watch

T = TypeVar("T")


class Few(Value, Generic[T]):
    """The first of what may be thousands."""

    shown: tuple[T, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


class Overview(Value):
    """How the organization stands, the same for everybody; what Polytomic does not say is None."""

    connections: int | None = None  # how many there are
    care: Few[Listed] | None = None  # those that do not work
    syncs: int | None = None
    running: Few[ListedSync] | None = None
    failed: Few[ListedSync] | None = None  # whose last run went wrong
    has_status: bool = True  # False: this API version tells the status of one sync at a time only


class HomePage(Value):
    """One person's Home tab."""

    user_id: str = ""
    setups: tuple[Setup, ...] = ()  # unfinished ones
    overview: Overview | None = None  # None: nobody has looked yet
    watches: tuple[Watch, ...] = ()  # of the whole workspace


class OpenHome(Value):
    """A Home tab that was opened a short while ago."""

    person: Person
    shown: str | None = None  # what of it is drawn, as a hash
