"""Reads what an unsuccessful answer says of itself."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

_IDEMPOTENCY = re.compile(r"idempoten|in.?flight", re.IGNORECASE)
_RUNNING = re.compile(r"already|running", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """What an error answer says; `is_foreign` when it is not Polytomic's JSON, `is_page` when it is HTML."""

    message: str = ""
    key: str | None = None
    is_foreign: bool = False
    is_page: bool = False

    @property
    def speak_of_idempotency(self) -> bool:
        """True if they are about the idempotency key."""
        return bool(_IDEMPOTENCY.search(f"{self.message} {self.key or ''}"))


def words(response: httpx.Response) -> Words:
    """Read any of the shapes that Polytomic's versions, and what stands before them, give errors."""
    text = response.text.strip()
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        is_page = text.startswith("<") or "html" in response.headers.get("content-type", "")
        return Words("" if is_page else text, is_foreign=True, is_page=is_page)
    if not isinstance(body, dict):
        return Words(body if isinstance(body, str) else "")
    key = body.get("key")
    return Words(_message(body), key if isinstance(key, str) else None)


def _message(body: dict[str, Any]) -> str:
    nested = body.get("error")
    found = body.get("message") or (nested.get("message") if isinstance(nested, dict) else nested)
    return found if isinstance(found, str) else ""


def may_be_in_flight(response: httpx.Response) -> bool:
    """Tell, after an answer was lost, whether this 409 can mean that the first try is still worked on."""
    if response.status_code != HTTPStatus.CONFLICT:
        return False
    said = words(response)
    return said.speak_of_idempotency or not _RUNNING.search(said.message)


def asked_wait(response: httpx.Response) -> float | None:
    """Return the seconds that the answer asks to wait, if it does."""
    return retry_after(response.headers.get("retry-after"), datetime.now(UTC))


def retry_after(header: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or a date, as seconds from now; None when it makes no sense."""
    text = (header or "").strip()
    try:
        seconds = float(text) if text else math.nan
    except ValueError:
        seconds = _until(text, now)
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _until(date: str, now: datetime) -> float:
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return math.nan
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - now).total_seconds()
