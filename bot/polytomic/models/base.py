"""How any answer is read: lenient, so that a guess about the API never stops a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

T = TypeVar("T")

_DATETIME = TypeAdapter(datetime)


def _moment(value: Any) -> datetime | None:
    """Read a point in time; an empty, zero or broken one is None, and one without a zone is UTC."""
    try:
        moment = _DATETIME.validate_python(value)
    except ValidationError:
        return None
    if moment.year == 1:  # Go's zero time
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _nothing_is_empty(value: Any) -> Any:
    return () if value is None else value


Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Many = Annotated[tuple[T, ...], BeforeValidator(_nothing_is_empty)]
Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]
Flag = Annotated[bool, BeforeValidator(bool)]
Settings = Annotated[dict[str, Any], BeforeValidator(lambda value: value if isinstance(value, dict) else {})]


class Answer(BaseModel):
    """Something that Polytomic said."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, populate_by_name=True)


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a list; `next_page_token` asks for the next one, None at the end."""

    items: tuple[T, ...]
    next_page_token: str | None = None
