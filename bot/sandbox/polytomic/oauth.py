"""Signing in to an OAuth service: the link, and the page on which a person allows or denies access."""

from datetime import timedelta
from http import HTTPStatus
from secrets import token_urlsafe

from aiohttp import web

from bot.sandbox.polytomic.catalog import connection_types
from bot.sandbox.polytomic.health import heal, hurt
from bot.sandbox.polytomic.html import markup, note, page
from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.state import Connection, Sandbox, SignIn

DENIED = "access_denied: the sign-in at {service} was denied."
FORM = """
<h1>Allow Polytomic to use $service?</h1>
<p>The connection <strong>$name</strong> asks for access to your $service account.</p>
<dl>$domain<dt>Organization</dt><dd>$organization</dd></dl>
<form method="post" class="buttons">
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny" class="quiet">Deny</button>
</form>
"""


def invite(sandbox: Sandbox, connection: Connection, redirect_url: str) -> str:
    """Make a new sign-in link for a connection; its older links stop working, and their outcome with them."""
    connection.status_error = None
    older = sandbox.sign_ins.get(connection.sign_in_token)
    if older is not None:
        older.is_used = True
        redirect_url = redirect_url or older.redirect_url
    token = connection.sign_in_token = token_urlsafe(24)
    expires = sandbox.clock.now() + timedelta(seconds=sandbox.config.oauth_link_seconds)
    sandbox.sign_ins[token] = SignIn(token, connection.id, redirect_url, expires)
    return sandbox.link(f"oauth/{token}")


async def show(request: web.Request) -> web.Response:
    """Ask the person whether to allow access."""
    sandbox = request.app[SANDBOX]
    found = _open_link(sandbox, request.match_info["token"])
    if isinstance(found, web.Response):
        return found
    _, connection = found
    kind = connection_types()[connection.type]
    domain = connection.configuration.get("domain")
    form = markup(
        FORM,
        service=kind.name,
        name=connection.name,
        organization=sandbox.config.organization_name,
        domain=markup("<dt>Domain</dt><dd>$domain</dd>", domain=domain) if domain else "",
    )
    return page(f"Sign in to {kind.name}", form)


async def decide(request: web.Request) -> web.Response:
    """Take the person's decision, and send the browser where the caller wanted it."""
    sandbox = request.app[SANDBOX]
    decision = (await request.post()).get("decision")
    found = _open_link(sandbox, request.match_info["token"])
    if isinstance(found, web.Response):
        return found
    if decision not in {"allow", "deny"}:
        return note("Nothing was decided", "Go back and choose Allow or Deny.", status=HTTPStatus.BAD_REQUEST)
    link, connection = found
    link.is_used = True
    service = connection_types()[connection.type].name
    if decision == "allow":
        heal(sandbox, connection)
    else:
        hurt(connection, DENIED.format(service=service))
    if link.redirect_url:
        return web.Response(status=HTTPStatus.FOUND, headers={"Location": link.redirect_url})
    return _goodbye(service, allowed=decision == "allow")


def _goodbye(service: str, *, allowed: bool) -> web.Response:
    if allowed:
        return note(f"{service} is connected", "You can close this window.")
    return note("Access was denied", f"Polytomic cannot use {service}. You can close this window.")


def _open_link(sandbox: Sandbox, token: str) -> tuple[SignIn, Connection] | web.Response:
    link = sandbox.sign_ins.get(token)
    connection = sandbox.connections.get(link.connection_id) if link else None
    if link is None or connection is None:
        return note("Unknown link", "This sign-in link does not exist.", status=HTTPStatus.NOT_FOUND)
    if link.is_used:
        text = "This sign-in link has been used, or a newer one replaced it. Ask for a new link."
        return note("This link was used", text, status=HTTPStatus.GONE)
    if sandbox.clock.now() >= link.expires_at:
        text = "This sign-in link is too old. Ask for a new link."
        return note("This link has expired", text, status=HTTPStatus.GONE)
    return link, connection
