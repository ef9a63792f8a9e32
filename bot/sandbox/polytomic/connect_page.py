"""The page of Polytomic Connect: a form drawn from a connection type's JSON Schema."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from aiohttp import web

from bot.sandbox.polytomic.catalog import ConnectionType, connection_types
from bot.sandbox.polytomic.configuration import check_form, needs_sign_in, refusal
from bot.sandbox.polytomic.connect import is_over
from bot.sandbox.polytomic.errors import ApiError, unprocessable
from bot.sandbox.polytomic.fields import drawn, typed
from bot.sandbox.polytomic.health import heal
from bot.sandbox.polytomic.html import Html, joined, markup, note, page
from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.oauth import invite
from bot.sandbox.polytomic.state import Connection, ConnectSession, Sandbox

CHOICE = '<p><a class="button" href="?type=$id">$name</a></p>'
FORM = """
<h1>Connect $service</h1>
<p>$organization asks for a connection named <strong>$name</strong>.</p>
$problem
<form method="post" action="?type=$type" autocomplete="off">
$fields
<div class="buttons"><button>$verb</button></div>
</form>
"""


async def show(request: web.Request) -> web.Response:
    """Show the form, or the choice of services when there are several."""
    sandbox, session = request.app[SANDBOX], _session(request)
    if session is None or is_over(sandbox, session):
        return _gone()
    kind = _kind(request, session)
    if kind is None:
        return _chooser(session)
    return _form(sandbox, session, kind, _stored(sandbox, session))


async def save(request: web.Request) -> web.Response:
    """Make or renew the connection, then go on to sign-in or back to the caller."""
    sandbox, session, form = request.app[SANDBOX], _session(request), await request.post()
    if session is None or is_over(sandbox, session):
        return _gone()
    kind = _kind(request, session)
    if kind is None:
        return _chooser(session)
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    configuration: dict[str, Any] = {}
    try:
        configuration = typed(kind, texts)
        item = _saved(sandbox, session, kind, {**_stored(sandbox, session), **configuration})
    except ApiError as error:
        return _form(sandbox, session, kind, configuration or dict(texts), problem=error.message)
    session.is_used, session.connection_id = True, item.id
    goal = session.redirect_url
    if needs_sign_in(kind, item.configuration):
        goal = invite(sandbox, item, session.redirect_url)
    return web.Response(status=HTTPStatus.FOUND, headers={"Location": goal})


def _saved(
    sandbox: Sandbox, session: ConnectSession, kind: ConnectionType, configuration: dict[str, Any]
) -> Connection:
    check_form(kind, configuration)
    missing = [name for name in kind.needed_in_form if not configuration.get(name)]
    if missing:
        raise unprocessable(f'configuration field "{missing[0]}" is required')
    reason = refusal(kind, configuration)
    if reason:
        raise unprocessable(reason)
    now = sandbox.clock.now()
    item = sandbox.connections.get(session.connection_id or "")
    if sandbox.connections.is_taken(session.name, by_other_than=item.id if item else ""):
        raise unprocessable(f'a connection named "{session.name}" already exists')
    if item is None:
        item = Connection(str(uuid4()), session.name, kind.id, configuration, now, now)
        sandbox.connections.add(item)
    else:
        sandbox.connections.rename(item, session.name)
        item.configuration, item.updated_at = configuration, now
    if not needs_sign_in(kind, configuration):
        heal(sandbox, item)
    return item


def _form(
    sandbox: Sandbox,
    session: ConnectSession,
    kind: ConnectionType,
    values: dict[str, Any],
    *,
    problem: str = "",
) -> web.Response:
    main = markup(
        FORM,
        service=kind.name,
        organization=sandbox.config.organization_name,
        name=session.name,
        type=kind.id,
        problem=markup('<p role="alert">$problem</p>', problem=problem) if problem else "",
        fields=joined(drawn(kind, values)),
        verb="Continue to sign in" if kind.use_oauth else "Save",
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return page(f"Connect {kind.name}", main, status=status, dark=session.dark)


def _chooser(session: ConnectSession) -> web.Response:
    links = [
        markup(CHOICE, id=type_id, name=connection_types()[type_id].name) for type_id in session.whitelist
    ]
    return page("Connect", joined([Html("<h1>What do you want to connect?</h1>"), *links]), dark=session.dark)


def _gone() -> web.Response:
    text = "This link was used or has expired. Ask for a new one."
    return note("This link no longer works", text, status=HTTPStatus.GONE)


def _session(request: web.Request) -> ConnectSession | None:
    return request.app[SANDBOX].sessions.get(request.match_info["token"])


def _kind(request: web.Request, session: ConnectSession) -> ConnectionType | None:
    if len(session.whitelist) == 1:
        return connection_types()[session.whitelist[0]]
    chosen = request.query.get("type", "")
    return connection_types()[chosen] if chosen in session.whitelist else None


def _stored(sandbox: Sandbox, session: ConnectSession) -> dict[str, Any]:
    item = sandbox.connections.get(session.connection_id or "")
    return dict(item.configuration) if item else {}
