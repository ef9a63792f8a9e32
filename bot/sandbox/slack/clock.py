"""Time and identifiers: a clock that tests may move forward, and names that look like Slack's."""

import secrets
import string
import time

_CAPITALS = string.ascii_uppercase + string.digits
_LETTERS = string.ascii_letters + string.digits
_RANDOM = secrets.SystemRandom()


class Clock:
    """Now, moved forward by as much as `advance` was asked for."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._last_ts = 0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock forward, as if `seconds` had passed."""
        self._ahead += seconds

    def ts(self) -> str:
        """Return a message's timestamp, later than every one before."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"


def new_id(prefix: str) -> str:
    """Make an identifier such as V0A1B2C3D4E."""
    return prefix + "".join(_RANDOM.choices(_CAPITALS, k=10))


def new_word(length: int) -> str:
    """Letters and digits that nobody can guess."""
    return "".join(_RANDOM.choices(_LETTERS, k=length))
