"""What an endpoint receives."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.sandbox.polytomic.answer import Answer
from bot.sandbox.polytomic.errors import invalid
from bot.sandbox.polytomic.state import Sandbox
from bot.sandbox.polytomic.versions import Version

Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True)
class Call:
    """One request that has passed the door: known key, known version, known endpoint."""

    sandbox: Sandbox
    version: Version
    path: Mapping[str, str]
    query: Mapping[str, list[str]]
    raw: bytes

    def body(self, model: type[Body]) -> Body:
        """Read the JSON body as strictly as the model is; an empty body is an empty object."""
        try:
            return model.model_validate_json(self.raw or b"{}", strict=True)
        except ValidationError as error:
            raise invalid(sentence(error)) from None

    def text(self, name: str) -> str | None:
        """Read a value of the query string; of several the first."""
        values = self.query.get(name)
        return values[0] if values else None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read a boolean of the query string."""
        text = self.text(name)
        if text is None:
            return default
        if text.lower() not in {"true", "false"}:
            raise invalid(f'query parameter "{name}" must be true or false')
        return text.lower() == "true"

    def number(self, name: str, *, default: int, most: int) -> int:
        """Read a whole number between 1 and `most` of the query string."""
        text = self.text(name) or str(default)
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
            raise invalid(f'query parameter "{name}" must be a number from 1 to {most}')
        return int(text)

    def moment(self, name: str) -> datetime | None:
        """Read an RFC 3339 time of the query string."""
        text = self.text(name)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise invalid(f'query parameter "{name}" must be an RFC 3339 time') from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Endpoint = Callable[[Call], Answer]


def page(items: list[Any], call: Call, size: int) -> tuple[list[Any], dict[str, Any]]:
    """Cut a list at the caller's `page_token`; the second value goes beside the data."""
    token = call.text("page_token")
    start = _offset(token) if token else 0
    rest = start + size
    pagination = {"next_page_token": f"p{rest:x}"} if rest < len(items) else {}
    return items[start:rest], {"pagination": pagination} if pagination else {}


def sentence(error: ValidationError) -> str:
    """Name what is wrong with a body, an unknown field first, never repeating a value."""
    errors = error.errors(include_url=False, include_input=False)
    first = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    # pydantic puts the tried members of a union between the field names; those have capitals or are types
    where = ".".join(str(step) for step in first["loc"] if str(step) == str(step).lower() and step != "str")
    match first["type"]:
        case "extra_forbidden":
            return f'unknown field "{where}"'
        case "missing":
            return f'missing required field "{where}"'
        case "json_invalid":
            return "the body is not valid JSON"
    return f'field "{where or "body"}": {first["msg"]}'


def _offset(token: str) -> int:
    if re.fullmatch(r"p[0-9a-f]{1,8}", token) is None:
        raise invalid("invalid page_token")
    return int(token[1:], 16)
