"""How often a card is edited: at once when something happens, and for mere numbers ever more rarely."""

from datetime import UTC, datetime

from bot.store import Followed

PAUSES = ((120, 4.0), (600, 10.0), (3600, 30.0))  # seconds: up to that age, so long between two edits
LONGEST_PAUSE = 60.0
EDITS_PER_MINUTE = 40  # of all cards together; Slack allows some 50 in a workspace


def is_due(followed: Followed, status: str, *, cards: int) -> bool:
    """Tell whether a run's card is edited now, while so many cards are under way."""
    if followed.run.status != status:
        return True
    age = (datetime.now(UTC) - followed.run.created_at).total_seconds()
    return followed.unsaved_for >= pause(age, cards)


def pause(age: float, cards: int) -> float:
    """Return the seconds between two edits of a card of that age, also in seconds."""
    by_age = next((seconds for limit, seconds in PAUSES if age < limit), LONGEST_PAUSE)
    return max(by_age, cards * 60 / EDITS_PER_MINUTE)
