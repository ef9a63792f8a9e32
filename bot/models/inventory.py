"""The organization's connections as a person looks at them: how each is, and what uses it."""

from __future__ import annotations

from enum import StrEnum

from bot.models.base import Value

LONGEST_TYPED = 500  # a longer name is typed by nobody


class Condition(StrEnum):
    """How a connection is, in the order in which people want to see them."""

    ILL = "ill"  # it does not work
    WAITS = "waits"  # nobody has signed in to it yet
    WELL = "well"


class Usage(Value):
    """The names of what uses a connection."""

    bulk_syncs: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    model_syncs: tuple[str, ...] = ()
    setups: tuple[str, ...] = ()  # unfinished ones of the bot

    @property
    def at_polytomic(self) -> int:
        """How many things Polytomic would have to delete with the connection."""
        return len(self.bulk_syncs) + len(self.models) + len(self.model_syncs)


class Listed(Value):
    """One connection in the list."""

    id: str
    name: str
    type: str
    type_name: str
    condition: Condition
    reason: str = ""  # why it does not work, in Polytomic's words
    usage: Usage = Usage()

    @property
    def to_type(self) -> str:
        """What a person types to name exactly this one; its id if the name cannot be typed."""
        plain = " ".join(self.name.split())
        return plain if 0 < len(plain) <= LONGEST_TYPED else self.id


class Tested(Value):
    """What came of a test of one connection."""

    connection_id: str
    name: str = ""
    is_running: bool = False
    works: bool | None = None  # None: nobody could tell, and `reason` says why
    reason: str = ""  # why it does not work
    was_tried: bool = True  # False: Polytomic cannot test, so this is what it last said


class Place(Value):
    """Where somebody is in a list."""

    words: str = ""  # what the names or types must have in them
    page: int = 0
    wish: str = ""  # what is wanted of the one that is picked: "run"


class Listing(Value):
    """One page of the connections."""

    place: Place = Place()
    shown: tuple[Listed, ...] = ()
    found: int = 0  # how many fit the words
    pages: int = 1
    total: int = 0  # how many there are
    ill: int = 0  # how many of all do not work
    near: str | None = None  # a name that is near, when none fits
    unseen: tuple[str, ...] = ()  # what could not be asked about: "models"
    tested: Tested | None = None
    news: str = ""  # what just happened


class Deletion(Value):
    """A connection that somebody wants to delete, and what would go with it."""

    connection: Listed
    place: Place = Place()
    unseen: tuple[str, ...] = ()
    is_refused: bool = False  # Polytomic said that something uses it
    has_grown: bool = False  # more uses it than was shown

    @property
    def needs_name(self) -> bool:
        """True if what uses the connection is deleted too, so that its name must be typed."""
        return self.is_refused or self.connection.usage.at_polytomic > 0


class DeletionAnswers(Value):
    """A confirmed deletion."""

    connection_id: str
    place: Place = Place()
    seen: int = 0  # how many things at Polytomic were shown to use it
    is_forced: bool = False  # the name was typed
