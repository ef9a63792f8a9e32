"""What people filled in: the twin of `views/forms`, from Slack's state to plain values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.errors import BotError, InvalidInput
from bot.models import (
    WEEKDAYS,
    ConnectionAnswers,
    EndAnswer,
    EndsAnswers,
    Frequency,
    ObjectChoice,
    Objects,
    ObjectsAnswers,
    Plan,
    PlanAnswers,
    Schedule,
    Side,
)
from bot.views.forms.schedule import NEEDS_HOUR, NEEDS_MINUTE, NEEDS_WEEKDAY
from bot.views.ids import FIELD_PREFIX, SECRET_PREFIX, Block, block_of
from bot.views.meta import Kept, Meta
from bot.views.options import CONNECTION, NEW
from bot.views.text import cut

if TYPE_CHECKING:
    from uuid import UUID

MAX_NAME = 200
MAX_SCHEMA_NAME = 255
_SEPARATORS = re.compile(r"[,\n\r]+")
Json = dict[str, Any]


def ends_form(view: Json) -> EndsAnswers:
    """Read both ends; raises InvalidInput for one that is missing, or the same connection twice."""
    answers = _answers(view)
    source, destination = _end(answers, Side.SOURCE), _end(answers, Side.DESTINATION)
    if source == destination and source[0] == CONNECTION:
        raise InvalidInput(
            Block.DESTINATION, "This is the source too.", "Choose another connection to write to."
        )
    return EndsAnswers(setup_id=setup_id(view), source=source, destination=destination)


def connection_form(view: Json) -> ConnectionAnswers:
    """Read a new connection's settings; what they mean is checked by whoever knows the type."""
    answers, type_id = _answers(view), Meta.of(view).type
    if type_id is None:
        raise _outdated()
    settings = {
        block_id.partition(":")[2]: _setting(block_id, answer) for block_id, answer in answers.items()
    }
    return ConnectionAnswers(
        setup_id=setup_id(view),
        side=side(view),
        type=type_id,
        name=_name(answers, Block.CONNECTION_NAME, "Connection name", MAX_NAME),
        values={name: value for name, value in settings.items() if value is not None},
    )


def plan_form(view: Json) -> PlanAnswers:
    """Read the bulk sync that is wanted; raises InvalidInput for the first answer that cannot be right."""
    answers = _answers(view)
    plan = Plan(
        name=_name(answers, Block.NAME, "Name of the sync", MAX_NAME),
        objects=_objects(answers),
        schema_name=_name(answers, Block.SCHEMA_NAME, "Schema in the destination", MAX_SCHEMA_NAME),
        mode=_required(answers, Block.MODE, "Choose a mode."),
        schedule=_schedule(answers),
        channel_id=_required(answers, Block.CHANNEL, "Choose a channel."),
    )
    return PlanAnswers(setup_id=setup_id(view), plan=plan)


def objects_form(view: Json) -> ObjectsAnswers:
    """Read the objects that were picked after sign-in; raises InvalidInput if there is no choice."""
    return ObjectsAnswers(setup_id=setup_id(view), objects=_objects(_answers(view)))


def plan_draft(view: Json) -> dict[str, Any]:
    """Take what the last form shows so far as the fields of a `PlanForm`, to draw it again."""
    answers, kept = _answers(view), Meta.of(view).kept or Kept()
    choices = _offered(view, Block.CHOICE)
    draft = {
        "modes": tuple(_offered(view, Block.MODE)),
        "name": _text(answers.get(Block.NAME)),
        "choice": _choice(answers),
        "has_object_list": bool(choices) and ObjectChoice.LATER not in choices,
        "schema_name": _text(answers.get(Block.SCHEMA_NAME)),
        "mode": _text(answers.get(Block.MODE)),
        "schedule": _schedule_so_far(answers, kept.schedule),
        "channel_id": _text(answers.get(Block.CHANNEL)) or None,
    }
    return draft | _objects_so_far(answers, kept, from_list=draft["has_object_list"] is True)


def setup_id(view: Json) -> UUID:
    """Read which setup a view belongs to."""
    found = Meta.of(view).setup_id
    if found is None:
        raise _outdated()
    return found


def side(view: Json) -> Side:
    """Read which end a connection form asks about."""
    found = Meta.of(view).side
    if found is None:
        raise _outdated()
    return found


def chosen_connection(action: Json) -> str:
    """Read which existing connection was chosen instead of a new one."""
    return _text(action).partition(":")[2]


def field_errors(view: Json, error: InvalidInput) -> dict[str, str] | None:
    """Put an error under its question, as Slack wants it; None if this form does not ask that question."""
    inputs = {block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"}
    block_id = block_of(error.field, inputs)
    if block_id is None:
        return None
    return {block_id: cut(f"{error.message} {error.guidance}".strip(), 500)}


def _answers(view: Json) -> dict[str, Json]:
    """Take the one answer of each question, whatever its action_id."""
    values: dict[str, dict[str, Json]] = view.get("state", {}).get("values", {})
    return {block_id: next(iter(actions.values())) for block_id, actions in values.items() if actions}


def _text(answer: Json | None) -> str:
    """Read typed text, or the value of a single choice; empty if there is none."""
    if not answer:
        return ""
    option = answer.get("selected_option") or {}
    value = answer.get("value") or option.get("value") or answer.get("selected_conversation") or ""
    return str(value).strip()


def _outdated() -> BotError:
    return BotError("This form belongs to no setup that I know.", "Close it and start a new sync.")


def _required(answers: dict[str, Json], block: Block, guidance: str) -> str:
    value = _text(answers.get(block))
    if not value:
        raise InvalidInput(block, "This is empty.", guidance)
    return value


def _name(answers: dict[str, Json], block: Block, label: str, limit: int) -> str:
    name = _required(answers, block, f"{label}: type one.")
    if len(name) > limit:
        raise InvalidInput(block, f"This has {len(name)} characters.", f"Shorten it to {limit} or fewer.")
    return name


def _end(answers: dict[str, Json], side: Side) -> EndAnswer:
    kind, _, value = _required(answers, Block(side.value), f"Choose a {side}.").partition(":")
    if kind == CONNECTION and value:
        return "connection", value
    if kind == NEW and value:
        return "new", value
    raise InvalidInput(side, "I cannot read this choice.", f"Choose a {side} from the list.")


def _setting(block_id: str, answer: Json) -> str | bool | int | SecretStr | None:
    """Read one connection setting; None if it is none, or was left empty."""
    if block_id.startswith(SECRET_PREFIX):
        return SecretStr(answer["value"]) if (answer.get("value") or "").strip() else None
    if not block_id.startswith(FIELD_PREFIX):
        return None
    if answer.get("type") == "checkboxes":
        return bool(answer.get("selected_options"))
    text = _text(answer)
    if answer.get("type") == "number_input" and text:
        return _number(block_id.removeprefix(FIELD_PREFIX), text)
    return text or None


def _number(field: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InvalidInput(field, "This is no whole number.", "Type digits only.") from None


def _choice(answers: dict[str, Json]) -> ObjectChoice | None:
    value = _text(answers.get(Block.CHOICE))
    return ObjectChoice(value) if value in set(ObjectChoice) else None


def _objects(answers: dict[str, Json]) -> Objects:
    choice = _choice(answers)
    if choice is None:
        raise InvalidInput(Block.CHOICE, "Nothing is chosen.", "Say which objects to sync.")
    if choice is not ObjectChoice.NAMED:
        return Objects(choice=choice)
    names = _object_names(answers)
    if not names:
        raise InvalidInput("objects", "No object is named.", "Name at least one, or choose all objects.")
    return Objects(choice=choice, names=names)


def _object_names(answers: dict[str, Json]) -> tuple[str, ...]:
    """Take what was picked and what was typed, each name once."""
    return _unique([*_picks(answers), *_names(_text(answers.get(Block.OBJECT_NAMES)))])


def _picks(answers: dict[str, Json]) -> list[str]:
    options = answers.get(Block.OBJECT_PICKS, {}).get("selected_options") or []
    return [option["value"] for option in options]


def _names(typed: str) -> list[str]:
    return [name.strip() for name in _SEPARATORS.split(typed)]


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _schedule(answers: dict[str, Json]) -> Schedule:
    value = _required(answers, Block.FREQUENCY, "Choose how often it runs.")
    if value not in set(Frequency):
        raise InvalidInput(Block.FREQUENCY, "I do not know this schedule.", "Choose one from the list.")
    frequency = Frequency(value)
    return Schedule(
        frequency=frequency,
        hour=_time(answers, Block.HOUR, 23) if frequency in NEEDS_HOUR else None,
        minute=_time(answers, Block.MINUTE, 59) if frequency in NEEDS_MINUTE else None,
        weekday=_weekday(answers) if frequency in NEEDS_WEEKDAY else None,
    )


def _time(answers: dict[str, Json], block: Block, highest: int) -> int:
    field = block if block in answers else Block.FREQUENCY  # submitted before the question was drawn
    text = _text(answers.get(block))
    if not text.isdecimal() or int(text) > highest:
        raise InvalidInput(field, f"The {block} is missing or not possible.", f"Type 0 to {highest}.")
    return int(text)


def _weekday(answers: dict[str, Json]) -> str:
    value = _text(answers.get(Block.WEEKDAY))
    if value not in WEEKDAYS:
        field = Block.WEEKDAY if Block.WEEKDAY in answers else Block.FREQUENCY
        raise InvalidInput(field, "The weekday is missing.", "Choose one.")
    return value


def _schedule_so_far(answers: dict[str, Json], kept: Schedule) -> Schedule:
    frequency = _text(answers.get(Block.FREQUENCY))
    hour, minute = _text(answers.get(Block.HOUR)), _text(answers.get(Block.MINUTE))
    return Schedule(
        frequency=Frequency(frequency) if frequency in set(Frequency) else kept.frequency,
        hour=int(hour) if hour.isdecimal() else kept.hour,
        minute=int(minute) if minute.isdecimal() else kept.minute,
        weekday=_text(answers.get(Block.WEEKDAY)) or kept.weekday,
    )


def _objects_so_far(answers: dict[str, Json], kept: Kept, *, from_list: bool) -> dict[str, Any]:
    """Take what is named so far; a question that is hidden at the moment keeps its answer."""
    shown = Block.OBJECT_NAMES in answers or Block.OBJECT_PICKS in answers
    if not shown:
        return {"typed_objects": kept.typed_objects, "picked_objects": kept.picked_objects}
    typed = _text(answers.get(Block.OBJECT_NAMES))
    if from_list:
        return {"picked_objects": _object_names(answers)}
    return {"typed_objects": typed}


def _offered(view: Json, block: Block) -> list[str]:
    """List the values that a question of this view offers."""
    blocks: list[Json] = view.get("blocks", [])
    element: Json = next((one["element"] for one in blocks if one.get("block_id") == block), {})
    return [option["value"] for option in element.get("options", [])]
