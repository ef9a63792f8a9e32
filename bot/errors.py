"""What can go wrong, classed by what the caller can do about it.

BotError                  a person may read it: `message` says what happened, `guidance` what to do next
├── InvalidInput          the person typed something that cannot be right; `field` names the form field
├── Busy                  the same wish is being worked on already; there is nothing to do but wait
└── PolytomicError        see bot/polytomic/errors.py
"""

from typing import ClassVar


class BotError(Exception):
    """Something that a person may read: what happened, and what to do next."""

    default_guidance: ClassVar[str] = "Please try again."
    person_id: str | None = None  # somebody in Slack who can help, named where the error is shown

    def __init__(self, message: str, guidance: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.guidance = self.default_guidance if guidance is None else guidance


class InvalidInput(BotError):  # noqa: N818 - the design's word
    """What was typed into `field` cannot be right."""

    default_guidance = "Correct it and submit again."

    def __init__(self, field: str, message: str, guidance: str | None = None) -> None:
        super().__init__(message, guidance)
        self.field = field


class Busy(BotError):  # noqa: N818 - the design's style of word
    """The same wish is being worked on already."""

    default_guidance = "Wait for the first answer."
