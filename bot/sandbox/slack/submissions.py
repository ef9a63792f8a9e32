"""Submitting and closing modals, and the four answers that an app may give."""

from typing import Any

from bot.sandbox.slack.blockkit import every_element
from bot.sandbox.slack.delivery import Delivery
from bot.sandbox.slack.errors import NotDelivered, Refused, SlackError
from bot.sandbox.slack.interactions import Interactions
from bot.sandbox.slack.payloads import response_url
from bot.sandbox.slack.required import wrong_fields
from bot.sandbox.slack.state import read_values
from bot.sandbox.slack.views import View
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


class Submissions:
    """Modals on their way to the app and back."""

    def __init__(self, workspace: Workspace, delivery: Delivery, interactions: Interactions) -> None:
        self._workspace = workspace
        self._views = workspace.views
        self._delivery = delivery
        self._interactions = interactions

    async def submit(self, user: str, view_id: object, state: object) -> str:
        """Submit a modal; what became of it: clear, close, update or push. Raises Refused."""
        view = self._interactions.open_view(user, view_id)
        choices = self._interactions.choices(user)
        self._views.remember(view, read_values(view.blocks, state, view.values, choices.complete))
        errors = wrong_fields(view.blocks, view.values)
        if errors:
            raise Refused("validation", "Some fields need your attention.", errors=errors)
        payload = self._interactions.payloads.submission(user, view, self._response_urls(user, view))
        try:
            answer = await self._delivery.interaction(payload)
            return self._apply(user, view, answer)
        except NotDelivered as failure:
            raise Refused(failure.reason, TROUBLE) from None

    def _response_urls(self, user: str, view: View) -> list[Json]:
        """Make an address for each chosen conversation whose select asked for one."""
        urls: list[Json] = []
        for placed in every_element(view.blocks):
            block_id, action_id = placed.block["block_id"], placed.element["action_id"]
            held = view.values.get(block_id, {}).get(action_id, {})
            chosen = held.get("selected_conversation") or held.get("selected_channel")
            channel = self._workspace.channels.get(chosen or "")
            if placed.element.get("response_url_enabled") and channel is not None:
                url = response_url(self._workspace, user, channel)
                urls.append(
                    {
                        "block_id": block_id,
                        "action_id": action_id,
                        "channel_id": channel.id,
                        "response_url": url,
                    }
                )
        return urls

    def _apply(self, user: str, view: View, answer: Any) -> str:
        """Do what the app answered; an answer that makes no sense is trouble connecting."""
        if answer is None or answer in ({}, ""):
            self._views.close(view)
            return "close"
        action = answer.get("response_action") if isinstance(answer, dict) else None
        try:
            return self._follow(user, view, action, answer)
        except SlackError:
            raise NotDelivered("dispatch_failed") from None

    def _follow(self, user: str, view: View, action: object, answer: Json) -> str:
        if action == "clear":
            self._views.clear(user)
            return "clear"
        if action == "update":
            self._views.update(view, answer.get("view"))
            return "update"
        if action == "push":
            self._views.push(user, answer.get("view"))
            return "push"
        if action == "errors":
            raise self._field_errors(view, answer.get("errors"))
        raise NotDelivered("dispatch_failed")

    @staticmethod
    def _field_errors(view: View, errors: object) -> Exception:
        """Turn the app's errors into the page's; they must stand under input blocks that exist."""
        inputs = {block.get("block_id") for block in view.blocks if block.get("type") == "input"}
        if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
            return NotDelivered("dispatch_failed")
        if not all(isinstance(words, str) and words for words in errors.values()):
            return NotDelivered("dispatch_failed")
        return Refused("validation", "Some fields need your attention.", errors=errors)

    async def close(self, user: str, view_id: object, *, clear: bool) -> None:
        """Close a modal, or all of them, and tell the app if it asked to know."""
        view = self._interactions.open_view(user, view_id)
        cleared = clear or bool(view.body["clear_on_close"])
        gone = list(self._views.stack(user)) if cleared else [view]
        if cleared:
            self._views.clear(user)
        else:
            self._views.close(view)
        for closed in reversed(gone):
            if closed.body["notify_on_close"]:
                await self._tell(user, closed, cleared=cleared)

    async def _tell(self, user: str, view: View, *, cleared: bool) -> None:
        """Tell the app that a view was closed; the person sees nothing if it does not listen."""
        try:
            await self._delivery.interaction(self._interactions.payloads.closed(user, view, cleared=cleared))
        except NotDelivered:
            return
