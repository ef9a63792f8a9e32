"""What the last form shows at first: what was asked for before, or a proposal."""

from collections.abc import Collection, Iterable

from bot.models import Field, FieldKind, Mode, Objects, Plain, PlanForm, Setup

UPPER_CASE = {"snowflake"}  # where names are in upper case unless they are quoted
NAMED_AFTER_SOURCE = {"schema", "dataset", "subfolder"}
MAX_PROPOSED = 63  # PostgreSQL cuts longer names


def proposal(form: PlanForm) -> PlanForm:
    """Fill an empty last form with proposals."""
    return form.model_copy(
        update={
            "name": _proposed_name(form.setup),
            "settings": _proposed_settings(form.setup, form.fields),
            "channel_id": form.setup.origin_channel_id,
            "mode": offered_mode(form.mode, form.modes),
        }
    )


def repeated(form: PlanForm, known: Collection[str]) -> PlanForm:
    """Fill the last form with the plan that was asked for before; `known` are the source's real objects."""
    plan = form.setup.plan
    if plan is None:
        return proposal(form)
    singly = plan.objects.singly()
    return form.model_copy(
        update={
            "name": plan.name,
            "choice": plan.objects.choice,
            "typed_objects": "\n".join(singly),
            "picked_objects": _real(singly, known),
            "matching": plan.objects.matching,
            "settings": plan.settings,
            "mode": offered_mode(plan.mode, form.modes),
            "schedule": plan.schedule,
            "channel_id": plan.channel_id,
            "new_objects": plan.new_objects,
            "new_fields": plan.new_fields,
            "naming": plan.naming,
        }
    )


def picked(setup: Setup, known: Collection[str]) -> tuple[str, ...]:
    """Return the objects that were asked for by name and exist, or the nearest to them."""
    wanted = setup.plan.objects if setup.plan else None
    names = _singly(wanted)
    return _real((setup.suggestions.get(name) or name for name in names), known)


def offered_mode(wanted: str, modes: tuple[Mode, ...]) -> str:
    """Return the mode that was wanted, or the first one where the destination does not offer it."""
    ids = [mode.id for mode in modes]
    return wanted if wanted in ids or not ids else ids[0]


def _singly(objects: Objects | None) -> tuple[str, ...]:
    return objects.singly() if objects else ()


def _real(names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    real = set(known)
    return tuple(dict.fromkeys(name for name in names if name in real))


def _proposed_name(setup: Setup) -> str:
    if setup.source is None or setup.destination is None:
        return ""
    return f"{setup.source.type_name} to {setup.destination.type_name}"


def _proposed_settings(setup: Setup, asked: tuple[Field, ...]) -> dict[str, Plain]:
    proposed = {field.name: field.default for field in asked if field.default is not None}
    place = _proposed_place(setup)
    texts = {field.name for field in asked if field.kind is FieldKind.TEXT}
    return proposed | dict.fromkeys(NAMED_AFTER_SOURCE & texts, place)


def _proposed_place(setup: Setup) -> str:
    """Propose where in the destination the source's tables go, spelled as is usual there."""
    name = setup.source.name if setup.source else ""
    place = "".join(letter if letter.isalnum() else "_" for letter in name)[:MAX_PROPOSED]
    is_upper = setup.destination is not None and setup.destination.type in UPPER_CASE
    return place.upper() if is_upper else place.lower()
