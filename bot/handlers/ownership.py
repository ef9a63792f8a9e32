"""Who may do what: a setup belongs to the person who asked for it."""

from bot.errors import BotError
from bot.models import Person, Setup


class NotYours(BotError):  # noqa: N818 - what it says to the person
    """Somebody else's setup."""

    default_guidance = "Start your own with the New sync button on my Home tab."

    def __init__(self, owner: Person) -> None:
        super().__init__("This setup belongs to somebody else.")
        self.person_id = owner.user_id


def own(setup: Setup, person: Person) -> Setup:
    """Return the setup if it is this person's; raises NotYours."""
    if setup.requester != person:
        raise NotYours(setup.requester)
    return setup
