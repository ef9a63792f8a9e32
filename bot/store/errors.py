"""What can go wrong in the store.

BotError
├── StoreDown     PostgreSQL does not answer; safe to repeat
├── NoSuchSetup   there is no setup with this id
├── NoSuchRun     there is no run with this id
├── Changed       somebody else saved the row since it was read; read it again
├── NameInUse     another unfinished setup has this name; `setup_id` and `requester` say whose
└── RunExists     the sync has a run that is not over; `run` is that one
"""

from uuid import UUID

from bot.errors import BotError
from bot.models import Person, Run


class StoreDown(BotError):  # noqa: N818 - the design's style of word
    """PostgreSQL does not answer; the same call may be repeated."""

    default_guidance = "Nothing was lost. Please try again in a minute."

    def __init__(self) -> None:
        super().__init__("My database does not answer right now.")


class NoSuchSetup(BotError):  # noqa: N818 - the design's style of word
    """There is no setup with this id."""

    default_guidance = "It may have been cancelled. Start a new one."

    def __init__(self) -> None:
        super().__init__("This setup does not exist any more.")


class NoSuchRun(BotError):  # noqa: N818 - the design's style of word
    """There is no run with this id."""

    default_guidance = "Start a new one."

    def __init__(self) -> None:
        super().__init__("This run does not exist any more.")


class Changed(BotError):  # noqa: N818 - the design's style of word
    """Somebody else saved the row since it was read."""

    default_guidance = "Look at its present state, then repeat what you wanted."

    def __init__(self) -> None:
        super().__init__("This changed in the meantime, so nothing was done.")


class NameInUse(BotError):  # noqa: N818 - the design's style of word
    """Another unfinished setup of the workspace has this name."""

    default_guidance = "Choose another name, or finish or cancel that setup first."

    def __init__(self, name: str, setup_id: UUID, requester: Person) -> None:
        super().__init__(f"Somebody is already setting up a sync named “{name}”.")
        self.person_id = requester.user_id
        self.name = name
        self.setup_id = setup_id
        self.requester = requester


class RunExists(BotError):  # noqa: N818 - the design's style of word
    """The sync has a run that is not over yet."""

    default_guidance = "Wait until it is over; its thread says so."

    def __init__(self, run: Run) -> None:
        super().__init__(f"“{run.sync_name}” is already running.")
        self.person_id = run.asked_by.user_id
        self.run = run
