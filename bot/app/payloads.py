"""What Slack sends: each kind of payload with the parts that neither Bolt nor a listener can do without."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Json = dict[str, Any]


class UnknownPayload(Exception):  # noqa: N818 - what it says to the log
    """No payload that Slack sends to this bot."""


class _Sent(BaseModel):
    model_config = ConfigDict(strict=True, hide_input_in_errors=True)


class _Named(_Sent):
    id: str


class _Payload(_Sent):
    """What Bolt reads of any payload before a listener sees it."""

    enterprise: _Named | str | None = None
    team: _Named | str | None = None
    channel: _Named | str | None = None
    authorizations: list[Json] | None = None
    thread_ts: str | None = None
    response_url: str | None = None
    response_urls: list[Json] = []


class _Command(_Payload):
    command: str
    team_id: str
    user_id: str
    channel_id: str
    trigger_id: str
    text: str = ""


class _Interaction(_Payload):
    user: _Named


class _Action(_Sent):
    type: str
    action_id: str
    block_id: str


class _Title(_Sent):
    text: str = ""


class _State(_Sent):
    values: dict[str, dict[str, Json]] = {}


class _Shown(_Sent):
    """A view, as far as every listener reads it."""

    id: str
    type: str
    title: _Title | None = None
    private_metadata: str | None = None
    blocks: list[Json] = []
    state: _State | None = None


class _Actions(_Interaction):
    actions: list[_Action] = Field(min_length=1)
    view: _Shown | None = None
    message: Json | None = None


class _Suggestion(_Interaction):
    action_id: str
    block_id: str
    view: _Shown | None = None


class _Shortcut(_Interaction):
    callback_id: str


class _View(_Shown):
    callback_id: str


class _OfView(_Interaction):
    view: _View


class _Event(_Sent):
    type: str


class _Events(_Payload):
    team_id: str
    event: _Event


class _Challenge(_Payload):
    challenge: str


COMMAND, EVENT, UNKNOWN = "command", "event_callback", "unknown"
_KINDS: dict[str, type[BaseModel]] = {
    "block_actions": _Actions,
    "block_suggestion": _Suggestion,
    EVENT: _Events,
    "message_action": _Shortcut,
    "shortcut": _Shortcut,
    "url_verification": _Challenge,
    "view_closed": _OfView,
    "view_submission": _OfView,
}


def kind_of(body: object) -> str:
    """Name a payload's kind; raises UnknownPayload for one that Slack does not send, or that lacks a part."""
    if not isinstance(body, dict):
        raise UnknownPayload("no object")
    kind = COMMAND if "command" in body else body.get("type")
    model = _Command if kind == COMMAND else _KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise UnknownPayload("a kind that Slack does not send")
    try:
        model.model_validate(body)
    except ValidationError as error:
        lacking = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:3])
        raise UnknownPayload(f"{kind} without a usable {lacking}") from None
    return str(kind)
