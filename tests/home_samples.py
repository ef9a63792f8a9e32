"""Home tabs, from that of a new user to that of an organization in which everything burns."""

from collections.abc import Iterator
from uuid import uuid4

from inventory_samples import connection
from sync_samples import a_sync, activity
from view_samples import ANNA, NAMES, NOON, all_setups, setup

from bot.models import Condition, Few, HomePage, Listed, ListedSync, Overview, Watch

MANY = 10_000


def a_watch(**changes: object) -> Watch:
    """Let a channel watch one sync."""
    known = {
        "id": uuid4(),
        "asked_by": ANNA,
        "channel_id": "CDATA",
        "sync_id": "s-1",
        "sync_name": "Orders",
        "created_at": NOON,
    }
    return Watch.model_validate(known | changes)


def an_overview(**changes: object) -> Overview:
    """Make an organization in which all is well."""
    known: dict[str, object] = {
        "connections": 12,
        "care": Few[Listed](),
        "syncs": 48,
        "running": Few[ListedSync](),
        "failed": Few[ListedSync](),
    }
    return Overview.model_validate(known | changes)


def few_syncs(status: str, number: int = 1, total: int | None = None, **changes: object) -> Few[ListedSync]:
    """Make the first of many syncs that do the same."""
    doing = activity(status, **({"reason": "The table is locked."} if status == "failed" else {}))
    shown = tuple(a_sync(at, **{"activity": doing} | changes) for at in range(number))
    return Few[ListedSync](shown=shown, total=number if total is None else total)


def few_ill(number: int = 1, total: int | None = None, **changes: object) -> Few[Listed]:
    """Make the first of many connections that do not work."""
    known = {"condition": Condition.ILL, "reason": "The password was changed."}
    shown = tuple(connection(at, **known | changes) for at in range(number))
    return Few[Listed](shown=shown, total=number if total is None else total)


def burning(name: str = "Orders") -> Overview:
    """Make an organization in which thousands of things go wrong at once."""
    return an_overview(
        connections=MANY,
        care=few_ill(5, MANY, name=name, reason=name),
        syncs=MANY,
        running=few_syncs("running", 5, MANY, name=name, source=name),
        failed=few_syncs("failed", 5, MANY, name=name, destination=name),
    )


def all_homes() -> Iterator[HomePage]:
    """Every part, with nothing in it, and with more than fits."""
    setups = tuple(all_setups())
    yield HomePage()
    yield from (HomePage(setups=some, overview=Overview()) for some in (setups[:1], setups))
    yield HomePage(overview=an_overview(connections=0, syncs=0))
    yield HomePage(overview=an_overview(), setups=(setup(),), watches=(a_watch(),))
    yield HomePage(overview=Overview(connections=3, care=few_ill(), syncs=2, has_status=False))
    for name in NAMES.values():
        watches = (a_watch(channel_id=f"C{at % 9}", sync_name=name, sync_id=f"s-{at}") for at in range(200))
        yield HomePage(overview=burning(name), setups=setups, watches=tuple(watches))
