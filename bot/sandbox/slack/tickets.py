"""Things that live for a moment: triggers, response URLs and Socket Mode tickets."""

from dataclasses import dataclass

from bot.sandbox.slack.clock import Clock, new_word
from bot.sandbox.slack.errors import SlackError

RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5


@dataclass
class Trigger:
    """The right to open one view; `from_view` or `channel` is where it was earned."""

    user: str
    issued: float
    from_view: str | None
    channel: str | None
    exchanged: bool = False


class Triggers:
    """Every trigger_id handed out, and what became of it."""

    def __init__(self, clock: Clock, team: str, seconds: float) -> None:
        self._clock = clock
        self._team = team
        self._seconds = seconds
        self._known: dict[str, Trigger] = {}

    def issue(self, user: str, *, from_view: str | None = None, channel: str | None = None) -> str:
        """Make a new trigger_id, as it goes out with a payload."""
        trigger_id = (
            f"{self._clock.ts().replace('.', '')}.{self._team.removeprefix('T')}.{new_word(32).lower()}"
        )
        self._known[trigger_id] = Trigger(user, self._clock.now(), from_view, channel)
        return trigger_id

    def look_up(self, trigger_id: object) -> Trigger:
        """Return a trigger that may still be used; raises under Slack's names for why it may not."""
        trigger = self._known.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() - trigger.issued > self._seconds:
            raise SlackError("expired_trigger_id")
        return trigger


@dataclass
class ResponseUrl:
    """Where an app may answer an interaction, and the message that it answers to."""

    user: str
    channel: str
    message_ts: str | None
    thread_ts: str | None
    issued: float
    uses: int = 0


class ResponseUrls:
    """Every response_url handed out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, ResponseUrl] = {}

    def issue(
        self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """Make a new response_url; the token at its end."""
        token = new_word(24)
        self._known[token] = ResponseUrl(user, channel, message_ts, thread_ts, self._clock.now())
        return token

    def use(self, token: str) -> ResponseUrl:
        """Return the answer's place; raises expired_url or used_url when it may not be used any more."""
        found = self._known.get(token)
        if found is None or self._clock.now() - found.issued > RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if found.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        found.uses += 1
        return found
