"""Connections as the list shows them, with names from plain to hostile."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from view_samples import NAMES, NOON, SETUP_ID

from bot.models import Condition, Deletion, KnownConnection, Listed, Listing, Place, Tested, Usage


def usage(name: str = "Nightly", number: int = 3) -> Usage:
    """Make what uses a connection."""
    names = tuple(f"{name} {at}" for at in range(number))
    return Usage(bulk_syncs=names, models=names, model_syncs=names, setups=names)


def connection(number: int = 1, **changes: object) -> Listed:
    """Make a connection that works."""
    known = {
        "id": f"c-{number}",
        "name": "Salesforce prod",
        "type": "salesforce",
        "type_name": "Salesforce",
        "condition": Condition.WELL,
    }
    return Listed.model_validate(known | changes)


def many(number: int, **changes: object) -> tuple[Listed, ...]:
    """Make connections that do not work."""
    broken = {"condition": Condition.ILL, "reason": "No. " * 1000, "usage": usage(number=500), **changes}
    return tuple(connection(at, **broken) for at in range(number))


def listing(**changes: object) -> Listing:
    """Make a page of the list."""
    known = {"shown": (connection(),), "found": 1, "total": 1}
    return Listing.model_validate(known | changes)


def all_tests() -> Iterator[Tested]:
    """Every outcome of a test, with every name in it."""
    for name, works, was_tried in product(NAMES.values(), (True, False, None), (True, False)):
        yield Tested(connection_id="c-1", name=name, works=works, reason=name, was_tried=was_tried)
    yield Tested(connection_id="c-1", is_running=True)


def known(**changes: object) -> KnownConnection:
    """Make a connection that broke at noon."""
    broken = {
        "id": SETUP_ID,
        "connection_id": "c-1",
        "is_healthy": False,
        "name": "Salesforce prod",
        "type_name": "Salesforce",
        "reason": "token revoked",
        "episode": 1,
        "broke_at": NOON,
        "recipients": ("UANNA", "CDATA"),
        "syncs": ("Nightly",),
        "created_at": NOON,
    }
    return KnownConnection.model_validate(broken | changes)


def all_known() -> Iterator[KnownConnection]:
    """Broken and well again, used by nothing and by much, with every name in it."""
    for name, recovered_at in product(NAMES.values(), (None, NOON + timedelta(hours=2))):
        hostile = {"name": name, "type_name": name, "reason": name, "connection_id": name}
        yield known(**hostile, recovered_at=recovered_at)
        yield known(**hostile, recovered_at=recovered_at, syncs=(name,) * 500)
    yield known(syncs=())


def all_inventories() -> Iterator[Listing | Deletion]:
    """Every page and every question about a deletion, with every name in it."""
    yield Listing()
    for name in NAMES.values():
        place = Place(words=name, page=1)
        yield listing(place=place, near=name, shown=(), found=0, news=name, unseen=("models", "model syncs"))
        tested = Tested(connection_id="c-3", name=name, works=False, reason=name)
        shown = many(25, name=name, type_name=name, reason=name, usage=usage(name))
        yield listing(place=place, shown=shown, found=99, total=10_000, pages=400, tested=tested)
        for condition, grown in product(Condition, (True, False)):
            hostile = connection(name=name, type_name=name, condition=condition, reason=name)
            used = hostile.model_copy(update={"usage": usage(name, 500)})
            yield Deletion(connection=hostile, is_refused=grown, unseen=("models",))
            yield Deletion(connection=used, has_grown=grown, place=place)
    yield listing(
        shown=(connection(id="x" * 200),), tested=Tested(connection_id="gone", reason="It is gone.")
    )
