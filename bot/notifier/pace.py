"""The pace of messages: Slack takes about one a second in each channel, and a few more at once."""

import time
from collections.abc import Callable

from bot.errors import BotError

SECONDS_EACH = 1.0
AT_ONCE = 5  # messages that a channel takes without a pause between them
PATIENCE = 1.5  # seconds that a message waits here; one that would wait longer shall keep nobody else waiting
KEPT = 1000  # channels


class ChannelBusy(BotError):  # noqa: N818 - what it says to the person
    """A channel has got as many messages as Slack takes; the same call may be repeated a little later."""

    default_guidance = "The rest comes by itself."

    def __init__(self) -> None:
        super().__init__("That channel gets more messages at the moment than Slack takes.")


class Pace:
    """Gives each channel's messages their turns, whatever goes on in other channels."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due: dict[str, float] = {}  # by channel: when its messages so far would be through, one by one

    def turn(self, channel_id: str) -> float:
        """Take the next turn and return the seconds until it comes; raises ChannelBusy if that is long."""
        now = self._clock()
        due = max(self._due.get(channel_id, now), now)
        wait = max(0.0, due - now - (AT_ONCE - 1) * SECONDS_EACH)
        if wait > PATIENCE:
            raise ChannelBusy
        if len(self._due) > KEPT:
            self._due = {channel: at for channel, at in self._due.items() if at > now}
        self._due[channel_id] = due + SECONDS_EACH
        return wait
