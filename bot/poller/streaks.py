"""Failures in a row: what continues them, and what ends them, in whatever order it is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import KEPT_FAILURES, Failure, SeenExecution, Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def is_after(one: SeenExecution | Failure, other: SeenExecution | None) -> bool:
    """Tell whether an execution came after another: by Polytomic's clock, else as they were heard of."""
    if other is None:
        return True
    for mine, its in ((one.ended_at, other.ended_at), (one.began_at, other.began_at)):
        if mine is not None and its is not None and mine != its:
            return mine > its
    return _heard(one) > other.created_at


def closed(trouble: Trouble, good: SeenExecution | None) -> Trouble | None:
    """End a trouble if all its failures lie before a success; None if it goes on."""
    if good is None or any(is_after(failure, good) for failure in trouble.failures):
        return None
    return trouble.model_copy(
        update={"over_at": good.ended_at or good.created_at, "sync_name": good.sync_name}
    )


def continued(trouble: Trouble, failed: Sequence[SeenExecution], good: SeenExecution | None) -> Trouble:
    """Add failures to a row, and take those out that a late heard success lies behind."""
    known = {failure.execution_id for failure in trouble.failures}
    added = sorted((one for one in failed if one.execution_id not in known), key=_when)
    kept = [failure for failure in trouble.failures if is_after(failure, good)]
    streak = trouble.streak if len(kept) == len(trouble.failures) else len(kept)
    if not added and streak == trouble.streak:
        return trouble
    merged = sorted([*kept, *map(_failure, added)], key=lambda failure: failure.at)
    streak += len(added)
    first = streak - len(merged) + 1
    numbered = [one.model_copy(update={"number": first + at}) for at, one in enumerate(merged)]
    is_whole = first == 1  # what is not kept any more began earlier
    return trouble.model_copy(
        update={
            "streak": streak,
            "failures": tuple(numbered[-KEPT_FAILURES:]),
            "began_at": numbered[0].at if is_whole else trouble.began_at,
            "sync_name": added[-1].sync_name if added else trouble.sync_name,
        }
    )


def _failure(one: SeenExecution) -> Failure:
    return Failure(
        execution_id=one.execution_id,
        status=one.status,
        reason=one.reason,
        began_at=one.began_at,
        ended_at=one.ended_at,
        heard_at=one.created_at,
    )


def _heard(one: SeenExecution | Failure) -> datetime:
    return one.heard_at if isinstance(one, Failure) else one.created_at


def _when(one: SeenExecution) -> datetime:
    return one.ended_at or one.created_at
