"""Reads an answer that is not a success, and says in words what it means."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.polytomic import errors
from bot.polytomic.client.answers import asked_wait, words
from bot.polytomic.client.scrub import scrub
from bot.polytomic.errors import Answered, PolytomicError

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from bot.polytomic.client.answers import Words
    from bot.polytomic.client.request import Request

LONGEST_QUOTE = 300

_NAME_TAKEN = re.compile(
    r"\bnamed?\b.*\b(already|taken|unique|in use|duplicate)\b|\bname\W+exists\b"
    r"|\b(already|duplicate|unique)\b.*\bnamed?\b",
    re.IGNORECASE | re.DOTALL,
)
_NO_SCHEMAS = re.compile(r"\s*no schemas found", re.IGNORECASE)


def refusal(request: Request, response: httpx.Response, *hidden: str) -> PolytomicError:
    """Make the error that an unsuccessful answer means; `hidden` texts never show in it."""
    said = words(response)
    quoted = _shown(request, said.message, *hidden)
    answered = Answered(
        request=request.name,
        status=response.status_code,
        api_message=quoted,
        key=said.key,
        retry_after=asked_wait(response),
    )
    kind = _kind(request, response.status_code, said)
    if kind is errors.Unreadable:
        return unreadable(request, response.status_code)
    message = _SENTENCES.get(kind, _refused)(request, answered)
    return kind(message, answered=answered, fresh_key=_needs_fresh_key(kind, response.status_code, said))


def unreadable(request: Request, status: int | None) -> errors.Unreadable:
    """Make the error for an answer that Polytomic's API cannot have meant; no status if it was garbled."""
    shown = f"status {status}" if status else "it is garbled"
    return errors.Unreadable(
        f"The answer to {request.name} does not look like Polytomic's ({shown}), "
        f"so the bot could not {request.route.wish}.",
        answered=Answered(request=request.name, status=status),
    )


def unanswered(request: Request, *, reached: bool) -> errors.Unavailable:
    """Make the error for a request that no answer came back to; `reached` when it may have arrived."""
    happened = "did not answer in time" if reached else "cannot be reached"
    return errors.Unavailable(
        f"Polytomic {happened}, so the bot could not {request.route.wish}.",
        answered=Answered(request=request.name),
        fresh_key=False,
    )


def _kind(request: Request, status: int, said: Words) -> type[PolytomicError]:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _PASSING:
        return errors.Unavailable
    if status < HTTPStatus.BAD_REQUEST or (said.is_page and status not in _BARE):
        return errors.Unreadable
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    for matches, kind in _BY_WORDS:
        if matches(status, said):
            return kind
    return request.conflict if status == HTTPStatus.CONFLICT else errors.Rejected


def _in_flight(status: int, said: Words) -> bool:
    return status == HTTPStatus.CONFLICT and said.speak_of_idempotency


def _no_schemas(_: int, said: Words) -> bool:
    return bool(_NO_SCHEMAS.match(said.message))


def _name_taken(status: int, said: Words) -> bool:
    return status in _OVER_A_NAME and bool(_NAME_TAKEN.search(said.message))


_OVER_A_NAME = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY})
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
_BARE = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
"""Statuses that say enough even on a web page; with others, a page means a wrong address."""

_BY_STATUS: dict[int, type[PolytomicError]] = {
    HTTPStatus.UNAUTHORIZED: errors.Unauthorized,
    HTTPStatus.FORBIDDEN: errors.Forbidden,
    HTTPStatus.NOT_FOUND: errors.NotFound,
    HTTPStatus.GONE: errors.NotFound,
}

_BY_WORDS: tuple[tuple[Callable[[int, Words], bool], type[PolytomicError]], ...] = (
    (_in_flight, errors.InFlight),
    (_no_schemas, errors.SchemasNotReady),
    (_name_taken, errors.NameTaken),
)


def _needs_fresh_key(kind: type[PolytomicError], status: int, said: Words) -> bool:
    """Tell whether Polytomic itself answered, and so stored the answer; a gateway's 5xx leaves all open."""
    if kind is errors.Unavailable and status != HTTPStatus.TOO_MANY_REQUESTS:
        return not said.is_foreign
    return kind.fresh_key


def _shown(request: Request, message: str, *hidden: str) -> str:
    configuration = (request.json or {}).get("configuration") or {}
    text = " ".join(scrub(message, configuration, *hidden).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def _quote(answered: Answered) -> str:
    return f" It says: “{answered.api_message}”" if answered.api_message else ""


def _refused(request: Request, answered: Answered) -> str:
    return f"Polytomic could not {request.route.wish}.{_quote(answered)}"


def _unavailable(request: Request, answered: Answered) -> str:
    if answered.status == HTTPStatus.TOO_MANY_REQUESTS:
        return f"Polytomic has too many requests right now, so the bot could not {request.route.wish}."
    return (
        f"Polytomic has a problem (status {answered.status}), so the bot could not {request.route.wish}."
        f"{_quote(answered)}"
    )


_SENTENCES: dict[type[PolytomicError], Callable[[Request, Answered], str]] = {
    errors.Unauthorized: lambda _, answered: (
        f"Polytomic does not accept the bot's API key.{_quote(answered)}"
    ),
    errors.Forbidden: lambda request, answered: (
        f"The bot's Polytomic API key is not allowed to {request.route.wish}.{_quote(answered)}"
    ),
    errors.NotFound: lambda request, answered: (
        f"Polytomic could not {request.route.wish}: it is not there.{_quote(answered)}"
    ),
    errors.SchemasNotReady: lambda *_: "Polytomic is still reading which objects the source has.",
    errors.InFlight: lambda request, _: (
        f"Polytomic is still working on an earlier request to {request.route.wish}."
    ),
    errors.AlreadyRunning: lambda _, answered: f"The bulk sync is running already.{_quote(answered)}",
    errors.Unavailable: _unavailable,
}
