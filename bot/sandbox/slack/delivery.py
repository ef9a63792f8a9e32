"""Everything that goes from the workspace to the app, by Socket Mode or by signed HTTP."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.sandbox.slack.clock import new_id
from bot.sandbox.slack.errors import NotDelivered
from bot.sandbox.slack.signed_http import SignedHttp
from bot.sandbox.slack.sockets import Sockets
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]


class Delivery:
    """Sends commands, interactions and events to the app and brings back what it answers."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._config = workspace.config
        self.sockets = Sockets(workspace.app.id, self._config.ack_seconds)
        self._http = SignedHttp(self._config)
        self._retries: set[asyncio.Task[None]] = set()

    async def command(self, form: Json) -> Any:
        """Send a slash command; the message that the app answers with, if any."""
        return await self._send("slash_commands", form, answers=True)

    async def interaction(self, payload: Json) -> Any:
        """Send an action, a submission, a shortcut or a wish for options; what the app answers."""
        answers = payload["type"] in {"view_submission", "block_suggestion"}
        return await self._send("interactive", payload, answers=answers)

    def event(self, event: Json, subscription: str | None = None) -> None:
        """Send an event that the app subscribed to, with Slack's repetitions, without waiting."""
        if self._workspace.manifest.listens_to(subscription or event["type"]):
            self._spawn(self._send_event(self._event_payload(event)))

    def _event_payload(self, event: Json) -> Json:
        team, app = self._config.team, self._workspace.app
        authorization = {
            "enterprise_id": None,
            "team_id": team.id,
            "user_id": app.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": app.verification_token,
            "team_id": team.id,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(self._workspace.clock.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
        }

    async def _send_event(self, payload: Json) -> None:
        """Send an event, and again at once, after a minute and after five, until it is acknowledged."""
        retry: tuple[int, str] | None = None
        for attempt, wait in enumerate((0.0, *self._config.event_retry_seconds)):
            await asyncio.sleep(wait)
            try:
                await self._send("events_api", payload, answers=False, retry=retry)
            except NotDelivered as failure:
                reason = "http_timeout" if failure.reason == "operation_timeout" else "http_error"
                retry = (attempt + 1, "timeout" if self._config.mode == "socket" else reason)
            else:
                return

    async def verify_url(self) -> bool:
        """Ask the app's event address for its url_verification answer."""
        challenge = new_id("ch")
        body = {
            "type": "url_verification",
            "token": self._workspace.app.verification_token,
            "challenge": challenge,
        }
        try:
            answer = await self._http.send("events_api", body)
        except NotDelivered:
            return False
        return isinstance(answer, dict) and challenge in (answer.get("challenge"), answer.get("text"))

    async def _send(
        self, kind: str, payload: Json, *, answers: bool, retry: tuple[int, str] | None = None
    ) -> Any:
        if self._config.mode == "http":
            return await self._http.send(kind, payload, retry)
        return await self.sockets.send(kind, payload, answers=answers, retry=retry)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._retries.add(task)
        task.add_done_callback(self._retries.discard)

    async def close(self) -> None:
        """Stop repeating events and end every connection."""
        for task in list(self._retries):
            task.cancel()
        await asyncio.gather(*self._retries, return_exceptions=True)
        await self.sockets.close()
        await self._http.close()
