"""Who may do what: a setup belongs to the person who asked for it, all else to one workspace."""

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


class Elsewhere(BotError):  # noqa: N818 - what it says to the person
    """Something of another workspace."""

    default_guidance = "Use the buttons of what I posted in your own workspace."

    def __init__(self) -> None:
        super().__init__("This belongs to another Slack workspace, so nothing was done.")


def check_team(owner: Person, person: Person) -> None:
    """Make sure that both are of one workspace: what the bot posted in a channel is for everybody there."""
    if owner.team_id != person.team_id:
        raise Elsewhere
