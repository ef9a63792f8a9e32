"""The bulk sync that a setup wants, as Polytomic is asked for it."""

from bot.models import FieldChoice, ObjectChoice, Setup
from bot.polytomic import NewBulkSync, NewField, NewSchema, Polytomic, Rejected, targets


async def new_bulk_sync(polytomic: Polytomic, setup: Setup, names: list[str]) -> NewBulkSync:
    """Write down what to create; `names` are the objects, none for all of them.

    Raises Rejected when none of an object's chosen fields exists any more.
    """
    source, destination, plan = setup.source, setup.destination, setup.plan
    if source is None or destination is None or plan is None:
        raise ValueError(f"{setup.id} is not complete")
    return NewBulkSync(
        name=plan.name,
        source_connection_id=source.connection_id or "",
        destination_connection_id=destination.connection_id or "",
        mode=plan.mode,
        schedule=plan.schedule,
        destination_configuration=targets.configuration(plan.settings),
        schemas=await _schemas(polytomic, setup, source.connection_id or "", names) or None,
        active=True,
        new_objects=plan.new_objects,
        new_fields=plan.new_fields,
        naming=plan.naming,
    )


def names_objects(setup: Setup) -> bool:
    """Tell whether the request names objects; all of them need no names unless fields were chosen."""
    is_all = setup.plan is not None and setup.plan.objects.choice is ObjectChoice.ALL
    return not is_all or bool(setup.object_fields)


async def _schemas(
    polytomic: Polytomic, setup: Setup, source_id: str, names: list[str]
) -> list[NewSchema | str]:
    wanted: list[NewSchema | str] = []
    for name in names:
        choice = setup.object_fields.get(name)
        if choice is None or not polytomic.offers.chosen_fields:
            wanted.append(name)
            continue
        known = [field.id for field in (await polytomic.schema(source_id, name)).fields]
        wanted.append(NewSchema(name, _fields(name, choice, known)))
    return wanted


def _fields(object_id: str, choice: FieldChoice, known: list[str]) -> list[NewField]:
    """Say of every field whether it is synced: what is not said would be a guess at Polytomic's default."""
    synced, hidden = set(choice.fields), set(choice.obfuscated)
    fields = [
        NewField(id=name, enabled=not synced or name in synced, obfuscate=name in hidden) for name in known
    ]
    if not any(field.enabled for field in fields):
        raise Rejected(
            f"None of the fields that were chosen of {object_id} exists any more.",
            "Cancel this setup, and start a new one.",
        )
    return fields
