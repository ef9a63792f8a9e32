"""What no listener knows: buttons and forms of an older version, and events that nobody wants."""

from bot.errors import BotError


class Outdated(BotError):  # noqa: N818 - what it says to the person
    """A button, menu, form, shortcut or command that this version does not have."""

    default_guidance = "Open my Home tab, or type the command for help, and begin again from there."

    def __init__(self) -> None:
        super().__init__("I do not know this button, form or command: it is of another version of mine.")


async def refuse() -> None:
    """Say that what was used is not there any more."""
    raise Outdated


async def pass_over() -> None:
    """Take note of an event that nobody wants, so that Slack does not send it again."""
