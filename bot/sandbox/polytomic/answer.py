"""What an endpoint gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from pydantic_core import to_json


@dataclass(frozen=True)
class Answer:
    """A response before it becomes HTTP; `payload` None is an empty body, a text goes out as it is."""

    payload: Any = None
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """Write the payload."""
        if self.payload is None:
            return b""
        if isinstance(self.payload, str):
            return self.payload.encode()
        return to_json(self.payload)  # a source's field lists are megabytes


def data(payload: Any, **siblings: Any) -> Answer:
    """Answer inside the envelope that nearly every endpoint uses."""
    return Answer({"data": payload, **siblings})
