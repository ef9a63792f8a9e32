"""What a person does with the app's messages and views, brought to the app and back."""

from typing import Any

from bot.sandbox.slack.blockkit import Placed, check_suggestions, every_block, find_element
from bot.sandbox.slack.choices import Choices, Suggested, action_for
from bot.sandbox.slack.delivery import Delivery
from bot.sandbox.slack.errors import NotDelivered, Refused, SlackError
from bot.sandbox.slack.payloads import Payloads
from bot.sandbox.slack.people import Channel, Message
from bot.sandbox.slack.state import Values, initial_values, is_list, read_values, value_key
from bot.sandbox.slack.views import View
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]


class Interactions:
    """Clicks, choices, searches and shortcuts of the workspace's members."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self.payloads = Payloads(workspace)
        self._suggested = Suggested()
        self._message_values: dict[tuple[str, str, str], Values] = {}

    def choices(self, user: str) -> Choices:
        """Return what completes this person's choices."""
        return Choices(self._workspace, self._suggested, user)

    def open_view(self, user: str, view_id: object) -> View:
        """Find a view that this person has open; Refused for any other."""
        try:
            view = self._workspace.views.get(view_id)
        except SlackError:
            view = None
        if view is None or view.user != user:
            raise Refused("view_not_found", "This view is not open any more.")
        return view

    def message(self, user: str, channel_id: object, ts: object) -> tuple[Channel, Message]:
        """Find a message that this person can see; Refused for any other."""
        try:
            channel = self._workspace.seen_by(user, channel_id)
        except SlackError:
            channel = None
        message = channel.messages.get(str(ts)) if channel else None
        if channel is None or message is None or message.only_for not in (None, user):
            raise Refused("message_not_found", "This message is not there any more.")
        return channel, message

    async def act(self, user: str, container: Json, ids: tuple[str, str], wish: Json) -> None:
        """Bring a click or a choice to the app; raises NotDelivered when it does not acknowledge."""
        if container.get("type") == "view":
            view = self.open_view(user, container.get("view_id"))
            payload = self._view_payload(user, view, ids, wish)
        else:
            place = self.message(user, container.get("channel"), container.get("message_ts"))
            payload = self._message_payload(user, place, ids, wish)
        await self._delivery.interaction(payload)

    def _view_payload(self, user: str, view: View, ids: tuple[str, str], wish: Json) -> Json:
        placed = _element(view.blocks, ids)
        choices = self.choices(user)
        action = action_for(placed, wish.get("payload") or {}, choices)
        values = read_values(view.blocks, wish.get("state"), view.values, choices.complete)
        self._workspace.views.remember(view, _with_choice(values, placed, action))
        return self.payloads.view_action(user, view, action)

    def _message_payload(
        self, user: str, place: tuple[Channel, Message], ids: tuple[str, str], wish: Json
    ) -> Json:
        channel, message = place
        blocks = _blocks_of(message)
        placed = _element(blocks, ids)
        choices = self.choices(user)
        action = action_for(placed, wish.get("payload") or {}, choices)
        key = (user, channel.id, message.ts)
        current = self._message_values.get(key, initial_values(blocks))
        values = read_values(blocks, wish.get("state"), current, choices.complete)
        self._message_values[key] = _with_choice(values, placed, action)
        return self.payloads.message_action(user, channel, message, action, self._message_values[key])

    async def suggest(self, user: str, container: Json, ids: tuple[str, str], wish: Json) -> Json:
        """Ask the app for the options of an external select; raises NotDelivered or Refused."""
        if container.get("type") == "view":
            view = self.open_view(user, container.get("view_id"))
            placed, place = _element(view.blocks, ids), self.payloads.view_place(view)
        else:
            channel, message = self.message(user, container.get("channel"), container.get("message_ts"))
            placed, place = _element(_blocks_of(message), ids), self.payloads.message_place(channel, message)
        if not placed.element["type"].endswith("external_select"):
            raise Refused("not_external", "This menu does not ask the app for its options.")
        element = {"block_id": ids[0], "action_id": ids[1]}
        payload = self.payloads.suggestion(user, element, str(wish.get("value") or ""), place)
        return self._offer(user, placed, await self._delivery.interaction(payload))

    def _offer(self, user: str, placed: Placed, answer: Any) -> Json:
        """Keep the app's options, if Slack would show them."""
        if check_suggestions(answer):
            raise NotDelivered("dispatch_failed")
        kept = {key: value for key, value in answer.items() if value is not None}
        groups = kept.get("option_groups", [])
        options = [*kept.get("options", []), *(option for group in groups for option in group["options"])]
        self._suggested.keep(user, placed, options)
        return kept

    async def shortcut(self, user: str, callback_id: str, place: tuple[object, object] | None) -> None:
        """Bring a global or a message shortcut to the app; raises NotDelivered."""
        shortcut = self._workspace.manifest.shortcut(callback_id)
        if shortcut is None or (shortcut.type == "message") != (place is not None):
            raise Refused("unknown_shortcut", "The app has no such shortcut.")
        if place is None:
            payload = self.payloads.global_shortcut(user, callback_id)
        else:
            payload = self.payloads.message_shortcut(user, callback_id, *self.message(user, *place))
        await self._delivery.interaction(payload)


def _element(blocks: list[Any], ids: tuple[str, str]) -> Placed:
    placed = find_element(blocks, *ids)
    if placed is None:
        raise Refused("element_not_found", "This element is not there any more.")
    return placed


def _blocks_of(message: Message) -> list[Any]:
    """Return a message's blocks, with those of its attachments."""
    attached = [block for item in message.body.get("attachments", []) for block in item.get("blocks", [])]
    return [block for block, _ in every_block([*message.body.get("blocks", []), *attached], "")]


def _with_choice(values: Values, placed: Placed, action: Json) -> Values:
    """Return the state after the choice itself, which the page may not have written into it yet."""
    key = value_key(placed.element["type"])
    if key is not None:
        held = {"type": action["type"], key: action.get(key, [] if is_list(key) else None)}
        values.setdefault(action["block_id"], {})[action["action_id"]] = held
    return values
