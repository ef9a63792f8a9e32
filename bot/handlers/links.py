"""Links by which a person signs in to a connection, or repairs it."""

from dataclasses import dataclass

from bot.models import End, Setup
from bot.polytomic import Connection, Polytomic, forms

VALID_SECONDS = 24 * 3600  # how long a link to Polytomic's hosted form lives
AT_LAST = "https://app.polytomic.com"  # where the browser goes if Slack never said where it is


@dataclass(frozen=True)
class Link:
    """A link for one person, and what the connection says of itself until it was followed."""

    url: str | None
    status_error: str | None


async def new_link(
    polytomic: Polytomic, setup: Setup, end: End, connection: Connection, return_url: str | None
) -> Link:
    """Ask Polytomic for a new link.

    A sign-in that this setup began is begun again. Any other connection is repaired on Polytomic's hosted
    form: an update would replace its whole configuration, secrets that only Polytomic knows among it.
    """
    key = setup.key("link", setup.version)
    if end.made_here and forms.signs_in(connection.type.id):
        renewed = await polytomic.reconnect(connection, key=key)
        return Link(renewed.auth_url, renewed.status_error)
    session = await polytomic.connect(
        connection.name,
        redirect_url=return_url or AT_LAST,
        types=[connection.type.id],
        ttl_seconds=VALID_SECONDS,
        key=key,
        connection_id=connection.id,
    )
    return Link(session.redirect_url, connection.status_error)
