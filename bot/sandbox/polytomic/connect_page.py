"""The page of Polytomic Connect: a form drawn from a connection type's JSON Schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from aiohttp import web

from bot.sandbox.polytomic.catalog import ConnectionType, connection_types
from bot.sandbox.polytomic.configuration import check_form, needs_sign_in, refusal, renewed
from bot.sandbox.polytomic.connect import is_over
from bot.sandbox.polytomic.connections import check_name
from bot.sandbox.polytomic.errors import ApiError, unprocessable
from bot.sandbox.polytomic.fields import drawn, typed
from bot.sandbox.polytomic.health import heal
from bot.sandbox.polytomic.html import joined, markup, note, page
from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.oauth import invite
from bot.sandbox.polytomic.state import Connection, ConnectSession, Sandbox

LONGEST_NAME = 255
STORED = " Stored secrets are not shown: leave their fields empty to keep them."
CHOICES = '<h1>What do you want to connect?</h1><ul class="choices">$links</ul>'
CHOICE = '<li><a href="?type=$id">$name</a></li>'
FORM = """
<h1>Connect $service</h1>
<p>$organization asks for this connection.$stored</p>
$problem
<form method="post" action="?type=$type" autocomplete="off">
<div class="field"><label for="connection_name">Connection name (required)</label>
<input id="connection_name" name="connection_name" type="text" value="$name" maxlength="255" required></div>
$fields
<div class="buttons"><button>$verb</button></div>
</form>
"""


@dataclass(frozen=True)
class Filled:
    """What stands in the form: the connection's name, and the values of its configuration."""

    name: str
    values: Mapping[str, Any]


async def show(request: web.Request) -> web.Response:
    """Show the form, or the choice of services when there are several."""
    sandbox, session = request.app[SANDBOX], _session(request)
    if session is None or is_over(sandbox, session):
        return _gone(session)
    kind = _kind(request, session)
    if kind is None:
        return _chooser(session)
    return _form(sandbox, session, kind, Filled(session.name, _stored(sandbox, session)))


async def save(request: web.Request) -> web.Response:
    """Make or renew the connection, then go on to sign-in or back to the caller."""
    sandbox, session, form = request.app[SANDBOX], _session(request), await request.post()
    if session is None or is_over(sandbox, session):
        return _gone(session)
    kind = _kind(request, session)
    if kind is None:
        return _chooser(session)
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    filled = Filled(texts.get("connection_name", session.name).strip(), texts)
    try:
        filled = Filled(filled.name, typed(kind, texts))
        item = _saved(sandbox, session, kind, filled)
    except ApiError as error:
        return _form(sandbox, session, kind, filled, problem=error.message)
    session.is_used, session.connection_id = True, item.id
    goal = session.redirect_url
    if needs_sign_in(kind, item.configuration):
        goal = invite(sandbox, item, session.redirect_url)
    return web.Response(status=HTTPStatus.FOUND, headers={"Location": goal})


def _saved(sandbox: Sandbox, session: ConnectSession, kind: ConnectionType, filled: Filled) -> Connection:
    configuration = renewed(kind, _stored(sandbox, session), dict(filled.values))
    _check(kind, configuration)
    now = sandbox.clock.now()
    item = sandbox.connections.get(session.connection_id or "")
    if not 0 < len(filled.name) <= LONGEST_NAME:
        raise unprocessable(f"a connection's name has 1 to {LONGEST_NAME} characters")
    check_name(sandbox, filled.name, of=item.id if item else "")
    if item is None:
        item = Connection(str(uuid4()), filled.name, kind.id, configuration, now, now)
        sandbox.connections.add(item)
    else:
        sandbox.connections.rename(item, filled.name)
        item.configuration, item.updated_at = configuration, now
    if not needs_sign_in(kind, configuration):
        heal(sandbox, item)
    return item


def _check(kind: ConnectionType, configuration: dict[str, Any]) -> None:
    check_form(kind, configuration)
    missing = [name for name in kind.needed_in_form if not configuration.get(name)]
    if missing:
        raise unprocessable(f'configuration field "{missing[0]}" is required')
    reason = refusal(kind, configuration)
    if reason:
        raise unprocessable(reason)


def _form(
    sandbox: Sandbox,
    session: ConnectSession,
    kind: ConnectionType,
    filled: Filled,
    *,
    problem: str = "",
) -> web.Response:
    main = markup(
        FORM,
        service=kind.name,
        organization=sandbox.config.organization_name,
        name=filled.name,
        type=kind.id,
        stored=STORED if session.connection_id else "",
        problem=markup('<p role="alert" class="problem">$problem</p>', problem=problem) if problem else "",
        fields=joined(drawn(kind, filled.values, stored=_stored(sandbox, session))),
        verb="Continue to sign in" if kind.use_oauth else "Save",
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return page(f"Connect {kind.name}", main, status=status, dark=session.dark)


def _chooser(session: ConnectSession) -> web.Response:
    names = sorted((connection_types()[type_id].name, type_id) for type_id in session.whitelist)
    links = [markup(CHOICE, id=type_id, name=name) for name, type_id in names]
    return page("Connect", markup(CHOICES, links=joined(links)), dark=session.dark)


def _gone(session: ConnectSession | None) -> web.Response:
    if session is not None and session.is_used:
        text = "The connection was saved with it, and each link works once. Ask for a new one."
        return note("This link was used", text, status=HTTPStatus.GONE)
    return note("This link has expired", "Ask for a new one.", status=HTTPStatus.GONE)


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
