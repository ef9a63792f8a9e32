"""What somebody wants to be different in a bulk sync that exists, before it is saved."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field as Default

from bot.models.base import Value
from bot.models.fields import Field, Plain
from bot.models.inventory import Place
from bot.models.packing import packed
from bot.models.plans import Schedule, fits, singly
from bot.models.steps import FormError
from bot.models.syncs import ListedSync


class SyncFacts(Value):
    """What of a bulk sync can be edited, as it is or as it is to be."""

    name: str = ""
    schedule: Schedule | None = None  # None: one that the bot has no words for
    frequency: str = ""  # Polytomic's own word for that one
    settings: dict[str, Plain] = Default(default_factory=dict)  # the destination's, as far as a form has them
    objects: tuple[str, ...] = ()


class Edit(Value):
    """What shall be different; what is not named stays, whoever changes it meanwhile."""

    name: str | None = None
    schedule: Schedule | None = None
    settings: dict[str, Plain] = Default(default_factory=dict)
    every_object: bool = False
    added: tuple[str, ...] = ()
    added_matching: tuple[str, ...] = ()  # "all that match": what was typed
    removed: tuple[str, ...] = ()
    removed_matching: tuple[str, ...] = ()

    def packed(self) -> str:
        """Write it for a view to carry; empty if it is too long for that."""
        return packed(self.model_dump(mode="json", exclude_defaults=True))

    def objects(self, enabled: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
        """Return which of the known objects are synced with this edit, in their own order."""
        if self.every_object:
            return known
        taken = set(self.removed) | _matching(self.removed_matching, known)
        wanted = (set(enabled) - taken) | set(self.added) | _matching(self.added_matching, known)
        return tuple(name for name in known if name in wanted)


class EditAnswers(Value):
    """A submitted or half-filled form, before it is compared with what the form was drawn from."""

    sync_id: str
    drawn_from: str
    place: Place = Place()
    name: str = ""
    schedule: Schedule | None = None  # None: left as it is
    settings: dict[str, Plain] = Default(default_factory=dict)
    every_object: bool = False
    picked: tuple[str, ...] = ()  # all that are wanted; with `is_relative`, those that are added
    matching: tuple[str, ...] = ()
    unpicked: tuple[str, ...] = ()  # those that are taken out, with `is_relative`
    unpicked_matching: tuple[str, ...] = ()
    is_relative: bool = False

    def edit(self, before: SyncFacts) -> Edit:
        """Keep what differs from what the form showed."""
        return Edit(
            name=None if _alike(self.name, before.name) else self.name,
            schedule=None if self.schedule == before.schedule else self.schedule,
            settings={
                name: value
                for name, value in self.settings.items()
                if name in before.settings and not _alike(value, before.settings[name])
            },
            every_object=self.every_object,
            added=self.picked if self.is_relative else _without(self.picked, before.objects),
            added_matching=self.matching,
            removed=self.unpicked if self.is_relative else self._left_out(before.objects),
            removed_matching=self.unpicked_matching,
        )

    def _left_out(self, enabled: tuple[str, ...]) -> tuple[str, ...]:
        """List what was synced and is neither picked nor matched any more."""
        return singly(_without(enabled, self.picked), self.matching)


class Meanwhile(Value):
    """What somebody else changed while a form was open."""

    before: SyncFacts | None = None  # None: nobody remembers
    now: SyncFacts = SyncFacts()
    others: tuple[str, ...] = ()  # Polytomic's own words for what a form does not ask
    by: str = ""  # who saved last, if Polytomic says so
    at: datetime | None = None


class EditForm(Value):
    """Ask what shall be different in a bulk sync."""

    sync: ListedSync
    place: Place = Place()
    drawn_from: str = ""  # a fingerprint of what Polytomic said
    facts: SyncFacts = SyncFacts()  # as it is
    wanted: SyncFacts = SyncFacts()  # as it is to be, from what was typed so far
    edit: Edit = Edit()
    mode: str = ""
    fields: tuple[Field, ...] = ()  # the destination's settings that can be asked
    total: int = 0  # how many objects the source has
    more_schedules: int = 0  # additional ones, which stay
    has_hidden: bool = False  # some settings of the destination cannot be asked, and stay
    meanwhile: Meanwhile | None = None
    error: FormError | None = None


class EditReview(Value):
    """Say what will be different, before it is saved."""

    sync: ListedSync
    place: Place = Place()
    drawn_from: str = ""
    before: SyncFacts = SyncFacts()
    after: SyncFacts = SyncFacts()
    edit: Edit = Edit()
    fields: tuple[Field, ...] = ()
    error: FormError | None = None


class EditConsent(Value):
    """A yes to what a review said."""

    sync_id: str
    drawn_from: str
    edit: Edit
    place: Place = Place()


def _alike(one: Plain, other: Plain) -> bool:
    """Tell whether two answers mean the same; Slack takes the space around a text away."""
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _without(names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    known = set(others)
    return tuple(name for name in names if name not in known)


def _matching(terms: tuple[str, ...], known: tuple[str, ...]) -> set[str]:
    return {name for name in known if any(fits(name, typed) for typed in terms)}
