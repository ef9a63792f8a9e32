"""The sandbox's time, which a test may move forward."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus what `POST /_sandbox/clock` has added."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Tell the present moment in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the present forward by so many seconds."""
        self._ahead += timedelta(seconds=seconds)


def stamp(moment: datetime | None) -> str | None:
    """Write a moment the way the API does: RFC 3339 in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
