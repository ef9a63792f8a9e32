"""What is typed as text: addresses, JSON and keys are read as people paste them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.errors import InvalidInput
from bot.polytomic.addresses import salesforce_domain, snowflake_account
from bot.polytomic.forms.pem import mended

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.models import Field

_ADDRESSES: dict[str, Callable[[str, str], str]] = {
    "salesforce_domain": salesforce_domain,
    "snowflake_account": snowflake_account,
}
_CURLY = frozenset("“”„‟«»")
_WANTED = {"object": (dict, "{", "}"), "array": (list, "[", "]")}


def text_of(field: Field, text: str) -> str:
    """Return a text as Polytomic wants it; raises InvalidInput where it cannot be right."""
    if field.check in _ADDRESSES:
        return _ADDRESSES[field.check](text, field.name)
    if field.check in {"json", "json_object"}:
        text = json_text(field, text)
        if field.check == "json_object":
            parsed(field.model_copy(update={"json_type": "object"}), text)
        return text
    if "-----BEGIN" in text or _wants_key(field):
        return mended(text, field)
    return text if field.secret else text.strip()  # a password may begin with a space


def _wants_key(field: Field) -> bool:
    return field.secret and field.path[-1].lower().endswith(("private_key", "client_key"))


def json_text(field: Field, text: str) -> str:
    """Return text that is JSON; line breaks inside its strings are mended, anything else is explained."""
    text = text.strip().lstrip("\ufeff")
    try:
        json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise InvalidInput(field.name, "This is nested too deeply.", "Paste the text of the file.") from None
    except ValueError as error:
        return _mended(field, text, error)
    return text


def _mended(field: Field, text: str, error: ValueError) -> str:
    try:
        found = json.loads(text, strict=False, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise _broken(field, text, error) from None
    return json.dumps(found, ensure_ascii=False)


def _broken(field: Field, text: str, error: ValueError) -> InvalidInput:
    """Say where the text stops being JSON, without a word of it."""
    place = ""
    if isinstance(error, json.JSONDecodeError):
        place = f" at line {error.lineno}, character {error.colno}: {error.msg[0].lower()}{error.msg[1:]}"
    guidance = "Paste the whole text, from the first brace to the last."
    if set(text) & _CURLY:
        guidance = (
            "It has curly quotation marks: copy it from the file itself, not from a message or document."
        )
    elif not text.startswith(("{", "[")):
        guidance = "Paste what is in the file, not its name or address; it begins with a brace."
    return InvalidInput(field.name, f"{field.title} is no JSON{place}.", guidance)


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


def parsed(field: Field, text: str) -> Any:
    """Return what JSON means; raises InvalidInput if it is not of the type that the field wants."""
    found = json.loads(text)
    python, opening, closing = _WANTED.get(field.json_type, (object, "", ""))
    if isinstance(found, python):
        return found
    raise InvalidInput(
        field.name,
        f"{field.title} must be JSON that begins with {opening} and ends with {closing}.",
        "Paste the whole of it.",
    )
