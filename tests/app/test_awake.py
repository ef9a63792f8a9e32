from __future__ import annotations

from knocking import COMMAND, EVENT, Worked, signed

from bot.app.awake import Awake
from bot.app.entrance import HTTP, Entrance

COMMAND_BODY, EVENT_BODY = COMMAND.encode(), EVENT.encode()


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.seconds


async def test_what_lay_there_while_the_process_stood_still_is_left_alone() -> None:
    """Slack has told the person that nothing came of it; done now, it might be done twice."""
    hand, worked = Hand(), Worked()
    entrance = Entrance(worked.bolt, Awake(hand).may_be_late)

    async def take(body: bytes) -> int:
        return (await entrance.take(body.decode(), signed(body), HTTP)).status

    hand.seconds += 2.9  # busy, no more
    assert await take(COMMAND_BODY) == 200
    hand.seconds += 8
    assert await take(COMMAND_BODY) == 503
    assert await take(EVENT_BODY) == 200, "events would come again"
    hand.seconds += 1.1
    assert await take(COMMAND_BODY) == 200
    assert worked.done == ["command", "event", "command"]
