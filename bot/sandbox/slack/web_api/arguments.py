"""Reading a call's arguments, in each of the ways that Slack accepts them."""

import json
from typing import Any

from aiohttp import web

from bot.sandbox.slack.errors import SlackError

Json = dict[str, Any]
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def read_arguments(request: web.Request) -> Json:
    """Return the arguments of a call: the address's, then the body's."""
    arguments: Json = dict(request.query)
    if request.method == "GET" or not request.can_read_body:
        return arguments
    if request.content_type == "application/json":
        return arguments | _from_json(await request.text())
    if request.content_type in _FORMS:
        form = await request.post()
        return arguments | {key: value for key, value in form.items() if isinstance(value, str)}
    raise SlackError("invalid_post_type")


def _from_json(body: str) -> Json:
    if not body.strip():
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


def charset_warning(request: web.Request) -> str | None:
    """Slack's hint when JSON comes without a charset."""
    is_json = request.content_type == "application/json"
    return "missing_charset" if is_json and request.charset is None else None


def read_token(request: web.Request, arguments: Json) -> str | None:
    """Return the token of a call, from its header or its arguments, which then do not keep it."""
    header = request.headers.get("Authorization", "")
    given = arguments.pop("token", None)
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip() or None
    return str(given) if given else None
