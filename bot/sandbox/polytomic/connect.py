"""Polytomic Connect: a hosted form, so that no credential passes through the caller."""

from datetime import timedelta
from secrets import token_urlsafe
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.polytomic.answer import Answer, data
from bot.sandbox.polytomic.call import Call
from bot.sandbox.polytomic.catalog import connection_types
from bot.sandbox.polytomic.clock import stamp
from bot.sandbox.polytomic.connections import check_name, check_redirect
from bot.sandbox.polytomic.errors import invalid, not_found, unauthorized
from bot.sandbox.polytomic.state import Connection, ConnectSession, Sandbox
from bot.sandbox.polytomic.versions import Version


class Connect(BaseModel):
    """The body of `POST /api/connections/connect`."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=255)
    redirect_url: str
    whitelist: list[str] | None = None
    connection: UUID | None = None
    dark: bool | None = None
    organization_id: UUID | None = None
    type: str | None = None


class ConnectSince2025(Connect):
    """The same with what came in 2025."""

    ttl: int | None = Field(None, ge=1, le=604_800)
    use_organization_name: bool | None = None


def open_session(call: Call) -> Answer:
    """Open a session of the hosted form and say where it is."""
    body = call.body(Connect if call.version < Version.V2025 else ConnectSince2025)
    check_redirect(body.redirect_url)
    item = _reconnected(call.sandbox, body)
    check_name(call.sandbox, body.name, of=item.id if item else "")
    seconds = getattr(body, "ttl", None) or call.sandbox.config.connect_link_seconds
    session = ConnectSession(
        id=str(uuid4()),
        token=token_urlsafe(24),
        name=item.name if item else body.name,  # a connection keeps its own
        redirect_url=body.redirect_url,
        expires_at=call.sandbox.clock.now() + timedelta(seconds=seconds),
        whitelist=[item.type] if item else _allowed(body),
        connection_id=item.id if item else None,
        dark=bool(body.dark),
    )
    call.sandbox.sessions[session.token] = session
    return data({"redirect_url": call.sandbox.link(f"connect/{session.token}"), "token": session.token})


def show_session(call: Call) -> Answer:
    """Describe the session to whoever holds its token."""
    session = call.sandbox.sessions.get(call.path["token"])
    if session is None or is_over(call.sandbox, session):
        raise unauthorized("the Connect session is unknown or over")
    return data(
        {
            "id": session.id,
            "name": session.name,
            "type": session.whitelist[0] if len(session.whitelist) == 1 else None,
            "whitelist": session.whitelist,
            "connection_id": session.connection_id,
            "redirect_url": session.redirect_url,
            "dark": session.dark,
            "logo": "",
            "organization_name": call.sandbox.config.organization_name,
            "expires_at": stamp(session.expires_at),
        }
    )


def is_over(sandbox: Sandbox, session: ConnectSession) -> bool:
    """Tell whether the session has been used or is too old."""
    return session.is_used or sandbox.clock.now() >= session.expires_at


def _reconnected(sandbox: Sandbox, body: Connect) -> Connection | None:
    if body.connection is None:
        return None
    item = sandbox.connections.get(str(body.connection))
    if item is None:
        raise not_found("connection")
    return item


def _allowed(body: Connect) -> list[str]:
    """List the types on offer: one, some, or all."""
    types = [body.type] if body.type else body.whitelist or list(connection_types())
    for type_id in types:
        if type_id not in connection_types():
            raise invalid(f'unknown connection type "{type_id}"')
    return types
