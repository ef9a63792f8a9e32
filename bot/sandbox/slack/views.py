"""Modals and Homes: one stack of at most three modals a person, one Home a person."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.slack.blockkit import check_view, stored_blocks, stored_text, view_is_too_large
from bot.sandbox.slack.clock import new_id, new_word
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.state import Values, carried_over, initial_values
from bot.sandbox.slack.tickets import Trigger

if TYPE_CHECKING:
    from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
MOST_VIEWS = 3


@dataclass
class View:
    """A modal or a Home that a person has before them."""

    id: str
    user: str
    body: Json
    hash: str
    values: Values = field(default_factory=dict)
    root: str = ""
    previous: str | None = None
    here: str | None = None
    """The channel that the modal was opened from, for selects that default to it."""

    @property
    def blocks(self) -> list[Any]:
        """The stored blocks."""
        blocks: list[Any] = self.body["blocks"]
        return blocks


class Views:
    """Every view that is open, and every Home that is published."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """Return a person's open modals, oldest first."""
        return self._stacks.get(user, [])

    def home(self, user: str) -> View | None:
        """Return what is published on a person's Home."""
        return self._homes.get(user)

    def get(self, view_id: object) -> View:
        """Find the open view of that id; raises not_found for a closed one."""
        for view in self._all():
            if view.id == view_id:
                return view
        raise SlackError("not_found")

    def _all(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())

    def open(self, trigger: Trigger, body: object) -> View:
        """Open a modal; a stack that was open before gives way to it."""
        view = self._new(trigger.user, self._checked(body, ("modal",)), trigger.channel)
        self._stacks[trigger.user] = [view]
        self._tell(trigger.user)
        return view

    def push(self, user: str, body: object) -> View:
        """Put a modal on top of the person's stack."""
        stack = self._stacks.get(user, [])
        checked = self._checked(body, ("modal",))
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MOST_VIEWS:
            raise SlackError("push_limit_reached")
        view = self._new(user, checked, stack[-1].here)
        view.root, view.previous = stack[0].id, stack[-1].id
        stack.append(view)
        self._tell(user)
        return view

    def update(self, view: View, body: object, given_hash: object = None) -> View:
        """Put other content into an open view; what was typed stays where the inputs stay."""
        kinds = (view.body["type"],)
        checked = self._checked(body, kinds, but=view)
        if given_hash is not None and given_hash != view.hash:
            raise SlackError("hash_conflict")
        view.body = self._stored(checked)
        view.values = carried_over(view.values, view.blocks, view.here)
        view.hash = self._hash()
        self.tell_of(view)
        return view

    def publish(self, user: str, body: object, given_hash: object = None) -> View:
        """Put a Home before one person."""
        before = self._homes.get(user)
        checked = self._checked(body, ("home",), but=before)
        if given_hash is not None and (before is None or before.hash != given_hash):
            raise SlackError("hash_conflict")
        if before is not None:
            return self.update(before, body)
        view = self._new(user, checked, None)
        self._homes[user] = view
        self.tell_of(view)
        return view

    def by_external_id(self, external_id: object) -> View:
        """Find the open view that the app gave this name; raises not_found."""
        for view in self._all():
            if external_id and view.body.get("external_id") == external_id:
                return view
        raise SlackError("not_found")

    def close(self, view: View) -> None:
        """Take one view off its stack, with whatever lies on top of it."""
        stack = self._stacks.get(view.user, [])
        if view in stack:
            del stack[stack.index(view) :]
            self._tell(view.user)

    def clear(self, user: str) -> None:
        """Close all of a person's modals."""
        self._stacks.pop(user, None)
        self._tell(user)

    def remember(self, view: View, values: Values) -> None:
        """Keep what the person has typed so far."""
        view.values = values

    def tell_of(self, view: View) -> None:
        """Show a changed view to the person who has it open."""
        if view.body["type"] == "home":
            self._workspace.hub.tell(view.user, {"type": "home", "view": self.as_page(view)})
        else:
            self._tell(view.user)

    def _tell(self, user: str) -> None:
        stack = [self.as_page(view) for view in self.stack(user)]
        self._workspace.hub.tell(user, {"type": "views", "stack": stack})

    def _new(self, user: str, checked: Json, here: str | None) -> View:
        view = View(new_id("V"), user, self._stored(checked), self._hash(), here=here)
        view.root = view.id
        view.values = initial_values(view.blocks, here)
        return view

    def _hash(self) -> str:
        return f"{int(self._workspace.clock.now())}.{new_word(8)}"

    def _checked(self, body: object, kinds: tuple[str, ...], but: View | None = None) -> Json:
        """Check the view as given; raises what Slack would answer."""
        findings = check_view(body, kinds)
        if findings or not isinstance(body, dict):
            raise SlackError("invalid_arguments", findings)
        if view_is_too_large(body):
            raise SlackError("view_too_large")
        external_id = body.get("external_id")
        used = {view.body.get("external_id") for view in self._all() if view is not but}
        if external_id and external_id in used:
            raise SlackError("duplicate_external_id")
        return body

    @staticmethod
    def _stored(body: Json) -> Json:
        """Return the view's own fields as Slack keeps them."""
        return {
            "type": body["type"],
            "blocks": stored_blocks(body["blocks"]),
            "private_metadata": body.get("private_metadata") or "",
            "callback_id": body.get("callback_id") or "",
            "title": stored_text(body.get("title")),
            "clear_on_close": bool(body.get("clear_on_close")),
            "notify_on_close": bool(body.get("notify_on_close")),
            "close": stored_text(body.get("close")),
            "submit": stored_text(body.get("submit")),
            "submit_disabled": bool(body.get("submit_disabled")),
            "external_id": body.get("external_id") or "",
        }

    def as_answer(self, view: View) -> Json:
        """Return the view as the Web API answers with it: what is typed goes out in payloads only."""
        return {**self.as_slack(view), "state": {"values": {}}}

    def as_slack(self, view: View) -> Json:
        """Return the view as payloads carry it."""
        team, app = self._workspace.config.team, self._workspace.app
        body = {key: value for key, value in view.body.items() if key != "submit_disabled"}
        return {
            "id": view.id,
            "team_id": team.id,
            **body,
            "state": {"values": view.values},
            "hash": view.hash,
            "previous_view_id": view.previous,
            "root_view_id": view.root,
            "app_id": app.id,
            "app_installed_team_id": team.id,
            "bot_id": app.bot_id,
        }

    def as_page(self, view: View) -> Json:
        """Return the view as the page draws it: with everything but what only the app may read."""
        shown = self.as_slack(view)
        shown.pop("private_metadata")
        return {**shown, "submit_disabled": view.body["submit_disabled"]}
