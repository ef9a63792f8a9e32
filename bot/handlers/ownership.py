"""Who may do what: a setup belongs to the person who asked for it."""

from bot.errors import BotError
from bot.models import Person, Setup


class NotYours(BotError):  # noqa: N818 - what it says to the person
    """Somebody else's setup."""


def own(setup: Setup, person: Person) -> Setup:
    """Return the setup if it is this person's; raises NotYours."""
    if setup.requester != person:
        raise NotYours(
            "This setup belongs to somebody else.",
            f"Ask <@{setup.requester.user_id}>, or start your own with *New sync*.",
        )
    return setup
