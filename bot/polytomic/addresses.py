"""Reads the addresses that people paste, and writes them as Polytomic wants them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.errors import InvalidInput

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_SALESFORCE = (".salesforce.com", ".salesforce.mil", ".cloudforce.com")
_SAME_ORG = {  # other hosts of an organization -> the one that people sign in at
    ".lightning.force.com": ".my.salesforce.com",
    ".my.salesforce-setup.com": ".my.salesforce.com",
    ".lightning.crmforce.mil": ".my.salesforce.mil",
}
_SNOWFLAKE = re.compile(r"\.snowflakecomputing\.(com|cn)$")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def salesforce_domain(text: str, field: str = "domain") -> str:
    """Return the organization's address as `https://host`; raises InvalidInput if it is not Salesforce's."""
    host = _host(text)
    for other, own in _SAME_ORG.items():
        if host.endswith(other):
            host = host.removesuffix(other) + own
    if not _HOST.fullmatch(host) or not host.endswith(_SALESFORCE) or host.startswith("www."):
        raise InvalidInput(
            field,
            "This is not the address of a Salesforce organization.",
            "Use the one in your browser when you are signed in to Salesforce, such as "
            "https://example.my.salesforce.com; in Salesforce it is under Setup, My Domain.",
        )
    return f"https://{host}"


def snowflake_account(text: str, field: str = "account") -> str:
    """Return the account identifier from whatever was pasted around it; raises InvalidInput."""
    pasted = "".join(text.split()).strip("<>")
    host = _host(pasted)
    account = _SNOWFLAKE.sub("", host)
    if account == host:  # an identifier, or Snowsight's address; only a host is blind to case
        account = _of_snowsight(pasted, host) or pasted
    if not _ACCOUNT.fullmatch(account):
        raise InvalidInput(
            field,
            "This is not a Snowflake account identifier.",
            "It looks like FRXJLEC-UJA94780; Snowflake shows it in the account menu, under account details.",
        )
    return account


def _of_snowsight(pasted: str, host: str) -> str | None:
    if host != "app.snowflake.com":
        return None
    parts = [part for part in urlsplit(_with_scheme(pasted)).path.split("/") if part]
    return "-".join(parts[:2]) or None


def _host(text: str) -> str:
    """Return the host of an address that may lack its scheme, in lower case; empty when there is none."""
    try:
        host = urlsplit(_with_scheme("".join(text.split()).strip("<>"))).hostname
    except ValueError:
        return ""
    return (host or "").rstrip(".")


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"
