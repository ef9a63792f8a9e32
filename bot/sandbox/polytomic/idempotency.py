"""One key, one outcome: the header Idempotency-Key as the original treats it."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.sandbox.polytomic.errors import conflict, invalid, unprocessable

KEY = re.compile(r"[A-Za-z0-9_-]{8,255}")
Kept = TypeVar("Kept")


@dataclass
class _Outcome(Generic[Kept]):
    fingerprint: str
    began_at: datetime
    answer: Kept | None = None


class Answers(Generic[Kept]):
    """The outcomes by their key; refusals and failures are kept like successes."""

    def __init__(self) -> None:
        self._outcomes: dict[str, _Outcome[Kept]] = {}

    async def once(
        self, key: str, fingerprint: str, now: datetime, work: Callable[[], Awaitable[Kept]]
    ) -> Kept:
        """Do the work for a new key, and repeat the first answer for a known one."""
        known = self._outcomes.get(key)
        if known is not None:
            return _repeated(known, fingerprint)
        outcome = self._outcomes[key] = _Outcome[Kept](fingerprint, now)
        try:
            outcome.answer = await work()
        except BaseException:
            self.forget(key)  # nothing was answered, so nothing is settled
            raise
        return outcome.answer

    def forget(self, key: str) -> None:
        """Treat a key as never used."""
        self._outcomes.pop(key, None)

    def expire(self, before: datetime) -> None:
        """Forget the outcomes that began earlier than this and are settled."""
        while self._outcomes:
            key, oldest = next(iter(self._outcomes.items()))
            if oldest.began_at >= before or oldest.answer is None:
                return
            del self._outcomes[key]


def _repeated(known: _Outcome[Kept], fingerprint: str) -> Kept:
    # The documentation does not say what another body under a known key gets. A refusal shows a mistake
    # of the caller that the answer to somebody else's request would hide.
    if known.fingerprint != fingerprint:
        raise unprocessable("this Idempotency-Key was used for another request")
    if known.answer is None:
        raise conflict("a request with this Idempotency-Key is in progress")
    return known.answer


def checked(key: str) -> str:
    """Return the key if it has the documented form."""
    if KEY.fullmatch(key) is None:
        raise invalid("Idempotency-Key must be 8 to 255 letters, digits, hyphens or underscores")
    return key


def fingerprint_of(method: str, path: str, body: bytes) -> str:
    """Sum up a request, so that a key used for another one is noticed."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()
