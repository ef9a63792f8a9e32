"""What can go wrong with Polytomic, classed by what the caller can do about it.

PolytomicError(BotError)      `message` and `guidance` are for people and never hold a secret
├── Rejected                  400, 409, 422 …: asking the same again gives the same answer
│   ├── NameTaken             another connection or sync has this name
│   ├── AlreadyRunning        409 to a start: the sync runs already
│   ├── TooLarge              a file of more bytes than the bot carries
│   ├── ChangedMeanwhile      409 to an update: somebody else is changing the same thing
│   └── Unsupported           the chosen API version does not offer this; nothing was sent
├── InFlight                  409: the first request with this idempotency key is still being answered
├── SchemasNotReady           the source's objects are not cached yet; wait, then ask again
├── Unauthorized              401: the bot's API key is not accepted
├── Forbidden                 403: the bot's API key may not do this
├── NotFound                  404, 410
│   └── NoLog                 a run has no log file, or not any more
└── Unavailable               no answer, a time-out, 429 after waiting, 5xx: safe to repeat
    └── Unreadable            an answer that is not Polytomic's: HTML, broken JSON, a wrong shape

`fresh_key` tells how to repeat a request that carried an idempotency key. True: Polytomic answered, and
stores that answer under the key, so only a new key brings a new one. False: the outcome is unknown, so
only the SAME key is safe; a new one could do the work twice.
"""

# ruff: noqa: N818 - the design's words

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.errors import BotError


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The facts of the answer behind an error; empty when there was none."""

    request: str = ""  # "POST /api/connections"
    status: int | None = None
    api_message: str = ""  # Polytomic's own words, shortened, without what was typed
    key: str | None = None  # Polytomic's machine-readable name of the error
    retry_after: float | None = None  # seconds that Polytomic asked to wait


class PolytomicError(BotError):
    """Polytomic did not do what was asked."""

    fresh_key: bool = True

    def __init__(
        self,
        message: str,
        guidance: str | None = None,
        *,
        answered: Answered | None = None,
        fresh_key: bool | None = None,
    ) -> None:
        super().__init__(message, guidance)
        facts = answered or Answered()
        self.request = facts.request
        self.status = facts.status
        self.api_message = facts.api_message
        self.key = facts.key
        self.retry_after = facts.retry_after
        if fresh_key is not None:
            self.fresh_key = fresh_key


class Rejected(PolytomicError):
    """Polytomic refused; asking the same again gives the same answer."""

    default_guidance: ClassVar[str] = "Correct that, and submit again."


class NameTaken(Rejected):
    """The organization has something of this name already."""

    default_guidance = "Choose another name, or use the one that exists."


class AlreadyRunning(Rejected):
    """The sync is running already."""

    default_guidance = "Wait until the current run is over, or cancel it first."


class TooLarge(Rejected):
    """The file has more bytes than the bot carries."""

    default_guidance = "Open the run in Polytomic, and download it there."


class ChangedMeanwhile(Rejected):
    """Somebody else is changing the same thing."""

    default_guidance = "Nothing was saved. Look at it again, and save once more."


class Unsupported(Rejected):
    """The API version that the bot is set to does not offer this."""

    default_guidance = "Whoever runs the bot can set POLYTOMIC_API_VERSION to 2025-09-18."


class InFlight(PolytomicError):
    """The first request with this idempotency key is still being worked on."""

    default_guidance = "Nothing was done twice. Try again in a few seconds."
    fresh_key = False


class SchemasNotReady(PolytomicError):
    """Polytomic has not cached the source's objects yet."""

    default_guidance = "This takes a few moments after a connection was made. Try again shortly."


class Unauthorized(PolytomicError):
    """Polytomic does not accept the bot's API key."""

    default_guidance = (
        "Whoever runs the bot: set POLYTOMIC_API_KEY to a valid key of the organization; "
        "`polytomic-bot doctor` checks it."
    )


class Forbidden(PolytomicError):
    """The bot's API key may not do this."""

    default_guidance = "Ask a Polytomic admin to give the role of the bot's API key this permission."


class NotFound(PolytomicError):
    """What the request names does not exist, or not any more."""

    default_guidance = "It may have been deleted in Polytomic. Look at the list and choose again."


class NoLog(NotFound):
    """There is no log file of a run, or not any more."""

    default_guidance = (
        "A run that goes on has none yet: press Logs again when it is over. "
        "Of an old one, open it in Polytomic to see what is kept."
    )


class Unavailable(PolytomicError):
    """Polytomic gave no usable answer; safe to repeat, with the key that `fresh_key` asks for."""

    default_guidance = "This is usually over quickly. Try again in a minute."


class Unreadable(Unavailable):
    """What came back is not an answer of Polytomic's API."""

    default_guidance = (
        "If it stays so, whoever runs the bot should check POLYTOMIC_API_URL "
        "and any proxy on the way; `polytomic-bot doctor` helps."
    )
    fresh_key = False
