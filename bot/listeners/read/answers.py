"""What every form has: answers by question, and which setup it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import BotError, InvalidInput
from bot.views.ids import Block, block_of
from bot.views.meta import Meta
from bot.views.text import cut

if TYPE_CHECKING:
    from uuid import UUID

    from bot.models import Side

Json = dict[str, Any]


def setup_id(view: Json) -> UUID:
    """Read which setup a view belongs to."""
    found = Meta.of(view).setup_id
    if found is None:
        raise outdated()
    return found


def side(view: Json) -> Side:
    """Read which end a connection form asks about."""
    found = Meta.of(view).side
    if found is None:
        raise outdated()
    return found


def field_errors(view: Json, error: InvalidInput) -> dict[str, str] | None:
    """Put an error under its question, as Slack wants it; None if this form does not ask that question."""
    inputs = {block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"}
    block_id = block_of(error.field, inputs)
    if block_id is None:
        return None
    return {block_id: cut(f"{error.message} {error.guidance}".strip(), 500)}


def answers_of(view: Json) -> dict[str, Json]:
    """Take the one answer of each question, whatever its action_id."""
    values: dict[str, dict[str, Json]] = view.get("state", {}).get("values", {})
    return {block_id: next(iter(actions.values())) for block_id, actions in values.items() if actions}


def text_of(answer: Json | None) -> str:
    """Read typed text, or the value of a single choice; empty if there is none."""
    if not answer:
        return ""
    option = answer.get("selected_option") or {}
    value = answer.get("value") or option.get("value") or answer.get("selected_conversation") or ""
    return str(value).strip()


def outdated() -> BotError:
    """Make the error for a view that carries no setup."""
    return BotError("This form belongs to no setup that I know.", "Close it and start a new sync.")


def required(answers: dict[str, Json], block: Block, guidance: str) -> str:
    """Read an answer that must not be empty; raises InvalidInput."""
    value = text_of(answers.get(block))
    if not value:
        raise InvalidInput(block, "This is empty.", guidance)
    return value


def name_of(answers: dict[str, Json], block: Block, label: str, limit: int) -> str:
    """Read a name; raises InvalidInput if it is empty or too long."""
    name = required(answers, block, f"{label}: type one.")
    if len(name) > limit:
        raise InvalidInput(block, f"This has {len(name)} characters.", f"Shorten it to {limit} or fewer.")
    return name


def offered(view: Json, block: Block) -> list[str]:
    """List the values that a question of this view offers."""
    blocks: list[Json] = view.get("blocks", [])
    element: Json = next((one["element"] for one in blocks if one.get("block_id") == block), {})
    return [option["value"] for option in element.get("options", [])]
