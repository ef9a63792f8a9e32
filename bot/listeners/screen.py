"""The modal in front of the person who did something."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import views
from bot.errors import BotError
from bot.listeners.once import Once
from bot.models import Done, Person, Step, SyncStep, WatchStep, Wish, card_key
from bot.notifier import LOST, UNREADABLE, Notifier, SlackDown, slack_word
from bot.views.forms.notices import TITLE
from bot.views.meta import Meta

# An ack is on its way a moment later, and the next view must not overtake it. Many short waits rather than a
# long one: when the process was busy meanwhile, they still leave the ack its turns.
HEAD_START_SECONDS = (0.01,) * 10
TOO_LATE = ("Slack took too long to open the form.", "Please try again.")
TRIGGER_IS_GONE = {"expired_trigger_id", "exchanged_trigger_id", "trigger_expired"}
IS_OPEN = "duplicate_external_id"

Opening = Callable[..., Awaitable[AsyncSlackResponse]]


class TooLate(BotError):  # noqa: N818 - what it says to the person
    """The trigger_id of a click lives three seconds."""


class Screen:
    """Opens, fills and replaces the modal of one request; answers by direct message once it is closed."""

    def __init__(self, args: AsyncArgs, ack: Once, person: Person, notifier: Notifier) -> None:
        self._client = args.client
        self._ack = ack
        self._body: dict[str, Any] = args.body
        self._person = person
        self._notifier = notifier
        view = self._body.get("view") or {}
        self.view_id: str | None = view.get("id") if view.get("type") == "modal" else None
        self._title: str = (view.get("title") or {}).get("text") or TITLE
        self._has_card = True

    async def open(self, view: View, *, on_top: bool = False) -> None:
        """Open a modal while the trigger lives; what takes time is shown in it later."""
        self._title = view.title.text if view.title else TITLE
        view.external_id = uuid4().hex  # finds the modal again when the answer to views.open is lost
        opening = self._client.views_push if on_top else self._client.views_open
        self.view_id = await self._opened(opening, view) or await self._opened(opening, view)
        if self.view_id is None:
            raise SlackDown

    async def ensure(self, view: View) -> None:
        """Open a modal unless the click came from one, which then shows what comes."""
        if self.view_id is None:
            await self.open(view)

    async def _opened(self, opening: Opening, view: View) -> str | None:
        """Try once to open a modal; returns its id, or None if the try never reached Slack."""
        is_too_late = False
        try:
            return str((await opening(trigger_id=self._body["trigger_id"], view=view))["view"]["id"])
        except SlackApiError as error:
            word = slack_word(error)
            if word not in {*TRIGGER_IS_GONE, IS_OPEN, UNREADABLE}:
                raise
            is_too_late = word in TRIGGER_IS_GONE
        except LOST:
            pass
        found = await self._notifier.find(view)  # a try whose answer did not come may have opened it
        if is_too_late and found is None:
            raise TooLate(*TOO_LATE)
        return found

    async def checking(self, view: View) -> None:
        """Take a submission: the form gives way to a sign that work goes on."""
        await self._ack(response_action="update", view=view)
        await self._head_start()
        setup_id = Meta.setup_of(self._body.get("view") or {})
        self._has_card = setup_id is not None and await self._notifier.has(card_key(setup_id))

    async def _head_start(self) -> None:
        """Let the ack reach Slack before the next view."""
        for seconds in HEAD_START_SECONDS:
            await asyncio.sleep(seconds)

    async def show(self, step: Step) -> None:
        """Show what comes next, in the modal or, if it was closed, by direct message."""
        is_shown = self.view_id is not None and await self._notifier.show(self.view_id, views.step_view(step))
        if not is_shown and not self._is_told_by_card(step):
            await self._notifier.say(self._person, views.missed(step))

    def _is_told_by_card(self, step: Step) -> bool:
        """Tell whether a card comes that says the same; one that is only edited would ring no bell."""
        return isinstance(step, Done) and step.setup.wish is not Wish.SYNC and not self._has_card

    async def put(self, view: View, otherwise: views.Message | None = None) -> None:
        """Show a view in the modal; if it was closed, say by direct message what is worth saying."""
        is_shown = self.view_id is not None and await self._notifier.show(self.view_id, view)
        if otherwise is not None and not is_shown:
            await self._notifier.say(self._person, otherwise)

    async def put_sync(self, step: SyncStep | WatchStep, channel_id: str | None = None) -> None:
        """Show what came of a wish about a bulk sync or a watch; if the modal was closed, say it."""
        await self.put(views.sync_view(step, channel_id), otherwise=views.sync_message(step))

    async def show_below(self, view_id: str, step: Step) -> None:
        """Draw the form below the one that was just closed."""
        await self._head_start()
        await self._notifier.show(view_id, views.step_view(step))

    async def redraw(self, step: Step) -> None:
        """Draw the form again with what was typed; a newer drawing stands."""
        await self.replace(views.step_view(step))

    async def replace(self, drawn: View) -> None:
        """Show the form that was acted on as it is drawn now; a newer drawing stands."""
        view = self._body["view"]
        await self._notifier.show(view["id"], drawn, unless_newer_than=view["hash"])

    def problem_view(self, error: BotError) -> View:
        """Draw the reason; it carries the setup of the form whose place it takes."""
        return views.problem_view(error, self._title, setup_id=Meta.setup_of(self._body.get("view") or {}))

    async def problem(self, error: BotError) -> None:
        """Say in the modal, or by direct message, why it does not go on."""
        if self.view_id is None or not await self._notifier.show(self.view_id, self.problem_view(error)):
            await self._notifier.say(self._person, views.error_message(error))
