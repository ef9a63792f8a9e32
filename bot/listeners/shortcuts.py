"""Global shortcuts."""

from slack_bolt.async_app import AsyncAck

from bot import views
from bot.handlers.setups import Setups
from bot.listeners.screen import Screen
from bot.models import Person


async def new_sync(ack: AsyncAck, person: Person, screen: Screen, setups: Setups) -> None:
    """Begin a setup from wherever the person is."""
    await ack()
    await screen.open(views.loading())
    await screen.show(await setups.begin(person, [], channel_id=None))
