"""views.*: opening, pushing, changing modals, and publishing Homes; and blocks.validate."""

from typing import Any

from bot.sandbox.slack.blockkit import check_blocks, check_view
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.web_api.call import Call, Entry

Json = dict[str, Any]


def _view(call: Call) -> Any:
    if call.get("view") is None:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    return call.parsed("view", "invalid_arguments")


def open_view(call: Call) -> Json:
    """views.open: the trigger is used up only when the view is good."""
    body = _view(call)
    trigger = call.workspace.triggers.look_up(call.need("trigger_id"))
    view = call.workspace.views.open(trigger, body)
    trigger.exchanged = True
    return {"view": call.workspace.views.as_answer(view)}


def push_view(call: Call) -> Json:
    """views.push: only with a trigger that was earned inside a modal."""
    body = _view(call)
    trigger = call.workspace.triggers.look_up(call.need("trigger_id"))
    open_ids = {view.id for view in call.workspace.views.stack(trigger.user)}
    if trigger.from_view not in open_ids:
        raise SlackError("invalid_trigger_id")
    view = call.workspace.views.push(trigger.user, body)
    trigger.exchanged = True
    return {"view": call.workspace.views.as_answer(view)}


def update_view(call: Call) -> Json:
    """views.update, by id or by the app's own external_id."""
    views, body = call.workspace.views, _view(call)
    if call.get("view_id"):
        view = views.get(call.get("view_id"))
    elif call.get("external_id"):
        view = views.by_external_id(call.get("external_id"))
    else:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view_id"])
    return {"view": views.as_answer(views.update(view, body, call.get("hash")))}


def publish_view(call: Call) -> Json:
    """views.publish: one person's Home."""
    body = _view(call)
    member = call.workspace.member(call.need("user_id"))
    if not call.workspace.manifest.has_home_tab:
        raise SlackError("not_enabled")
    view = call.workspace.views.publish(member.id, body, call.get("hash"))
    return {"view": call.workspace.views.as_answer(view)}


def validate_blocks(call: Call) -> Json:
    """blocks.validate: needs no token, takes one of blocks, view and message."""
    given = {key: call.parsed(key, "invalid_arguments") for key in ("blocks", "view", "message")}
    named = [key for key, value in given.items() if value is not None]
    if len(named) != 1:
        raise SlackError("invalid_arguments", ["[ERROR] provide one of blocks, view and message"])
    if given["view"] is not None:
        findings = check_view(given["view"])
    elif given["message"] is not None:
        findings = check_blocks(given["message"].get("blocks", []), "message", "/message/blocks")
    else:
        findings = check_blocks(given["blocks"], "message")
    if findings:
        raise SlackError("invalid_blocks", findings)
    return {}


METHODS = {
    "views.open": Entry(open_view),
    "views.push": Entry(push_view),
    "views.update": Entry(update_view),
    "views.publish": Entry(publish_view),
    "blocks.validate": Entry(validate_blocks, holder=None),
}
