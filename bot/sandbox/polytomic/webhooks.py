"""The organization's one webhook: where events are sent, and what became of each try."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.call import Call, page
from bot.sandbox.polytomic.clock import stamp
from bot.sandbox.polytomic.errors import not_found, unprocessable
from bot.sandbox.polytomic.events import happenings
from bot.sandbox.polytomic.state import Webhook

DELIVERIES = 50  # on a page


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    organization_id: UUID | None = None


class WebhookBody(_Body):
    """The body of `POST /api/webhooks` and of `PUT /api/webhooks/{id}`."""

    endpoint: str = Field(min_length=1)
    secret: str = Field(min_length=1)


class PatchWebhook(_Body):
    """The body of `PATCH /api/webhooks/{id}` in 2023."""

    endpoint: str | None = Field(None, min_length=1)
    secret: str | None = Field(None, min_length=1)


def list_webhooks(call: Call) -> Answer:
    """List the webhook, if there is one."""
    return data([_shape(call, hook) for hook in [call.sandbox.webhook] if hook])


def create_webhook(call: Call) -> Answer:
    """Make the webhook; there can be only one. What happened before is not sent."""
    body = call.body(WebhookBody)
    if call.sandbox.webhook is not None:
        raise unprocessable("the organization already has a webhook")
    now = call.sandbox.clock.now()
    hook = Webhook(str(uuid4()), _checked(body.endpoint), body.secret, now)
    hook.sent = {happening.id for happening in happenings(call.sandbox)}
    call.sandbox.webhook = hook
    return data(_shape(call, hook))


def get_webhook(call: Call) -> Answer:
    """Show the webhook."""
    return data(_shape(call, _found(call)))


def replace_webhook(call: Call) -> Answer:
    """Give the webhook another address and secret."""
    hook, body = _found(call), call.body(WebhookBody)
    hook.endpoint, hook.secret = _checked(body.endpoint), body.secret
    return data(_shape(call, hook))


def patch_webhook(call: Call) -> Answer:
    """Give the webhook what is named; the rest stays."""
    hook, body = _found(call), call.body(PatchWebhook)
    hook.endpoint = _checked(body.endpoint) if body.endpoint else hook.endpoint
    hook.secret = body.secret or hook.secret
    return data(_shape(call, hook))


def delete_webhook(call: Call) -> Answer:
    """Send nothing any more."""
    _found(call)
    call.sandbox.webhook = None
    return Answer()


def disable_webhook(call: Call) -> Answer:
    """Send nothing for a while."""
    hook = _found(call)
    hook.disabled_at = call.sandbox.clock.now()
    return data(_shape(call, hook))


def enable_webhook(call: Call) -> Answer:
    """Send again, but nothing of what happened meanwhile."""
    hook = _found(call)
    hook.disabled_at = None
    hook.sent |= {happening.id for happening in happenings(call.sandbox)}
    return data(_shape(call, hook))


def list_deliveries(call: Call) -> Answer:
    """List the tries, the newest first."""
    _found(call)
    success, event_id = call.text("success"), call.text("event_id")
    tries: list[dict[str, Any]] = [
        each
        for each in reversed(call.sandbox.deliveries)
        if success in {None, str(each["success"]).lower()} and event_id in {None, each["event_id"]}
    ]
    shown, pagination = page(tries, call, DELIVERIES)
    return data(shown, **pagination)


def _found(call: Call) -> Webhook:
    hook = call.sandbox.webhook
    if hook is None or hook.id != call.path["webhook"]:
        raise not_found("webhook")
    return hook


def _checked(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise unprocessable('field "endpoint" must be an address that can be called')
    return endpoint


def _shape(call: Call, hook: Webhook) -> dict[str, Any]:
    return {
        "id": hook.id,
        "endpoint": hook.endpoint,
        "secret": hook.secret,  # the original echoes it
        "disabled": hook.disabled_at is not None,
        "disabled_at": stamp(hook.disabled_at),
        "created_at": stamp(hook.created_at),
        "organization_id": call.sandbox.organization_id,
    }
