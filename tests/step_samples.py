"""Forms of every kind, filled and empty, with names from plain to hostile."""

from collections.abc import Iterator
from itertools import product

from view_samples import (
    FIELDS,
    MANY_OBJECTS,
    MODES,
    NAMES,
    OFFERS,
    TARGET,
    alone,
    end,
    existing,
    page,
    plan,
    setup,
)

from bot.models import (
    ChooseEnds,
    ChooseType,
    ConnectionForm,
    Discovery,
    Done,
    Field,
    FieldChoice,
    FieldKind,
    FieldsForm,
    FormError,
    Frequency,
    Mode,
    ObjectChoice,
    Objects,
    ObjectsForm,
    PlanForm,
    Schedule,
    Setup,
    Side,
    State,
    Step,
    Summary,
    WaitForPage,
    WayForm,
    Wish,
)

_PLANS = [
    *((frequency, ObjectChoice.NAMED, True) for frequency in Frequency),
    *((Frequency.WEEKLY, choice, listed) for choice in (None, *ObjectChoice) for listed in (True, False)),
]


def all_steps() -> Iterator[Step]:
    """Every form, filled and empty, with every name in it."""
    for name in NAMES.values():
        error = FormError(message=name or "No.", guidance=name, field=None)
        for one in (None, error, error.model_copy(update={"field": "name"})):
            yield from _steps(name, one)


def _steps(name: str, error: FormError | None) -> Iterator[Step]:
    of = setup(name or " ", source=end(name, name), origin_channel_id="C1")
    yield ChooseEnds(setup=of, error=error)
    yield ChooseEnds(setup=of, source=existing(name=name), new_destination="snow_flake", error=error)
    many = tuple(existing(number, name, healthy=number % 2 == 0) for number in range(150))
    yield ChooseType(setup=of, error=error)
    for wish, may_type in product(Wish, (True, False)):
        other = of.model_copy(update={"wish": wish, "page": page(name)})
        yield WayForm(
            setup=other,
            side=Side.SOURCE,
            type_name=name,
            name=name,
            may_type=may_type,
            existing=many[:2],
            error=error,
        )
        yield WaitForPage(setup=other, may_type=may_type)
        yield Done(setup=alone(name, wish, State.FINISHED), needs_sign_in=False)
    yield ConnectionForm(
        setup=of,
        side=Side.SOURCE,
        type="x" * 300,
        type_name=name,
        fields=(*FIELDS, *_odd_fields(name)),
        name=name,
        values={"domain": name, "notes": name * 20, "port": 1},
        error=error,
        existing=many,
    )
    for frequency, choice, listed in _PLANS if error is None else _PLANS[:2]:
        yield PlanForm(
            setup=of,
            modes=(*MODES, Mode(id="odd" * 60, label=name), Mode(id=f"odd{name}"[:140], description=name)),
            fields=(*TARGET, *(field for field in _odd_fields(name) if not field.secret)),
            offers=OFFERS,
            name=name,
            choice=choice,
            typed_objects=name,
            picked_objects=(*MANY_OBJECTS[:150], name * 2) if listed else (),
            matching=("acc", name * 2, "") if listed else (),
            has_object_list=listed,
            settings={"schema": name, "odd": name, "advanced.table_prefix": name * 3},
            is_advanced=listed,
            schedule=Schedule(frequency=frequency),
            error=error,
        )
    yield ObjectsForm(setup=of, picked=MANY_OBJECTS, total=2000, error=error)
    yield ObjectsForm(setup=of, total=3, error=error)
    yield from _summaries(of, error)
    yield from _fields_forms(name, of, error)
    yield Done(setup=of, needs_sign_in=True)
    yield Done(setup=of, needs_sign_in=False)


def _fields_forms(name: str, of: Setup, error: FormError | None) -> Iterator[Step]:
    every = FieldChoice(
        fields=(*MANY_OBJECTS, name * 2), obfuscated=(name,), matching=("x", name), total=2001
    )
    yield FieldsForm(setup=of, object_id=name or "x", total=3, error=error)
    yield FieldsForm(setup=of, object_id=name or "x", choice=every, total=2000, error=error)
    chosen = of.model_copy(
        update={"object_fields": dict.fromkeys((f"{name} {at}" for at in range(40)), every)}
    )
    yield ObjectsForm(setup=chosen, total=2000, offers=OFFERS, error=error)


def _summaries(of: Setup, error: FormError | None) -> Iterator[Summary]:
    name = of.plan.name if of.plan else ""
    odd = dict.fromkeys((f"{name} {number}" for number in range(40)), name)
    settings = {"schema": name, "format": name, "subfolder": name, "advanced.hard_deletes": True, **odd}
    fields = {"Account": FieldChoice(fields=("Id",), obfuscated=("Name",))}
    for choice in ObjectChoice:
        objects = Objects(choice=choice, names=MANY_OBJECTS if choice is ObjectChoice.NAMED else ())
        planned = plan(name, objects=objects, settings=settings, new_objects=Discovery.ALL)
        changed = of.model_copy(update={"plan": planned, "object_fields": fields})
        yield Summary(setup=changed, fields=TARGET, needs_sign_in=True, error=error)
        yield Summary(setup=changed.model_copy(update={"state": State.CONNECTING}), error=error)


def _odd_fields(name: str) -> tuple[Field, ...]:
    many = tuple((f"value-{number}", f"{name} {number}") for number in range(226))
    long = ("v" * 200, "cannot be carried"), ("", "nor this")
    return (
        Field(name="odd", title=name, kind=FieldKind.TEXT, hint=name * 10, example=name, default=name),
        Field(name="many", title="Many", kind=FieldKind.CHOICE, choices=many, default="value-7"),
        Field(name="none", title="None", kind=FieldKind.CHOICE),
        Field(name="long", title="Long", kind=FieldKind.CHOICE, choices=long),
    )
