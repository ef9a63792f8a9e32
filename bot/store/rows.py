"""Models to rows and back: structured fields are JSON, people are two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.models import Person, Run, RunMode, SeenExecution, Setup, Watch

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

# Columns that only the store knows.
OWN = {
    "name_key",
    "claimed_until",
    "told_version",
    "saved_at",
    "unsaved_for",
    "source_connection_id",
    "destination_connection_id",
}


def name_key(name: str) -> str:
    """Fold a name, so that two spellings of it are the same."""
    return " ".join(name.split()).casefold()


def of_setup(setup: Setup) -> dict[str, Any]:
    """Spread a setup over its columns."""
    row = setup.model_dump(exclude={"requester"})
    return {
        **row,
        "wish": setup.wish.value,
        "page": setup.page.model_dump(mode="json") if setup.page else None,
        "state": setup.state.value,
        "question": setup.question.value if setup.question else None,
        "team_id": setup.requester.team_id,
        "user_id": setup.requester.user_id,
        "name_key": name_key(setup.plan.name) if setup.plan else None,
    }


def to_setup(row: RowMapping) -> Setup:
    """Read a setup from its columns."""
    return Setup.model_validate(_with_person(row, "requester"))


def of_run(run: Run) -> dict[str, Any]:
    """Spread a run over its columns."""
    row = run.model_dump(exclude={"asked_by"})
    return {
        **row,
        "objects": list(run.objects) or None,
        "mode": run.mode.value,
        "trigger": run.trigger or None,
        "state": run.state.value,
        "team_id": run.asked_by.team_id,
        "user_id": run.asked_by.user_id,
    }


def to_run(row: RowMapping) -> Run:
    """Read a run from its columns."""
    known = _with_person(row, "asked_by")
    known |= {"objects": known["objects"] or (), "mode": known["mode"] or RunMode.NORMAL}
    known |= {"trigger": known["trigger"] or ""}
    return Run.model_validate(known)


def of_watch(watch: Watch) -> dict[str, Any]:
    """Spread a watch over its columns."""
    row = watch.model_dump(exclude={"asked_by", "muted_until", "created_at"}, mode="json")
    return {
        **row,
        "id": watch.id,
        "team_id": watch.asked_by.team_id,
        "user_id": watch.asked_by.user_id,
        "muted_until": watch.muted_until,
        "created_at": watch.created_at,
    }


def to_watch(row: RowMapping) -> Watch:
    """Read a watch from its columns."""
    return Watch.model_validate(_with_person(row, "asked_by"))


def to_execution(row: RowMapping) -> SeenExecution:
    """Read an execution that was heard of from its columns."""
    return SeenExecution.model_validate({name: value for name, value in row.items() if name not in OWN})


def _with_person(row: RowMapping, field: str) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in OWN}
    kept[field] = Person(team_id=kept.pop("team_id"), user_id=kept.pop("user_id"))
    return kept
