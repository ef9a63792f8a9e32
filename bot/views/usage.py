"""What uses a connection, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.text import count, listed, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.models import Usage

NAMED = 2  # bulk syncs that the list calls by name
LISTED = 20  # things of a kind that a deletion calls by name


def usage_words(usage: Usage) -> str:
    """Sum up what uses a connection: "Used by 3 bulk syncs: A, B and 1 more; 1 model"."""
    parts = [
        f"{count(len(usage.bulk_syncs), 'bulk sync')}: {listed(usage.bulk_syncs, NAMED)}"
        if usage.bulk_syncs
        else "",
        count(len(usage.models), "model") if usage.models else "",
        count(len(usage.model_syncs), "model sync") if usage.model_syncs else "",
        count(len(usage.setups), "unfinished setup") if usage.setups else "",
    ]
    return f"Used by {'; '.join(part for part in parts if part) or 'nothing'}."


def lost_with_it(usage: Usage) -> list[str]:
    """Name what Polytomic deletes with the connection, a line each."""
    kinds = (
        ("bulk sync", usage.bulk_syncs),
        ("model", usage.models),
        ("model sync", usage.model_syncs),
    )
    return [line for kind, names in kinds for line in _lines(kind, names)]


def not_seen(unseen: Sequence[str]) -> str:
    """Say what could not be asked about."""
    return f"I could not look at {' and '.join(unseen)}, so they are not counted here."


def _lines(kind: str, names: Sequence[str]) -> list[str]:
    more = len(names) - LISTED
    rest = [f"• … and {count(more, f'more {kind}')}"] if more > 0 else []
    return [*(f"• {kind} {named(name, 60)}" for name in names[:LISTED]), *rest]
