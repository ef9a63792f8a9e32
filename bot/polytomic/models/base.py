"""How any answer is read: lenient, so that a guess about the API never stops a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

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


def _token(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _nothing_is_empty(value: Any) -> Any:
    return () if value is None else value


Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Token = Annotated[str | None, BeforeValidator(_token)]
Many = Annotated[tuple[T, ...], BeforeValidator(_nothing_is_empty)]
Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]
Flag = Annotated[bool, BeforeValidator(bool)]
Settings = Annotated[dict[str, Any], BeforeValidator(lambda value: value if isinstance(value, dict) else {})]


class Answer(BaseModel):
    """Something that Polytomic said."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, populate_by_name=True)


class Page(Answer, Generic[T]):
    """A part of a list; `next_page_token` asks for the next one, None at the end."""

    data: tuple[T, ...] | None  # not Many, which would copy all of a long list before it is read
    next_page_token: Token = Field(None, validation_alias=AliasPath("pagination", "next_page_token"))

    @property
    def items(self) -> tuple[T, ...]:
        """What is on it."""
        return self.data or ()
