"""What Slack itself asks of a form before it goes to the app."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.slack.blockkit import every_element
from bot.sandbox.slack.state import Values, value_key

Json = dict[str, Any]
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MISSING = "Please complete this required field."


def wrong_fields(blocks: list[Any], values: Values) -> dict[str, str]:
    """Find what keeps a form from being sent: a sentence for each block_id; empty when nothing does."""
    errors: dict[str, str] = {}
    for placed in every_element(blocks):
        if placed.block["type"] != "input":
            continue
        block_id, element = placed.block["block_id"], placed.element
        held = values.get(block_id, {}).get(element["action_id"], {})
        value = held.get(value_key(element["type"]) or "")
        wrong = _wrong(element, value, optional=bool(placed.block.get("optional")))
        if wrong:
            errors[block_id] = wrong
    return errors


def _wrong(element: Json, value: Any, *, optional: bool) -> str | None:
    if value is None or value in ("", []):
        return None if optional else MISSING
    check = _CHECKS.get(element["type"])
    return check(element, value) if check else None


def _text(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Enter at least {least} characters."
    return f"Enter no more than {most} characters." if len(value) > most else None


def _email(_element: Json, value: str) -> str | None:
    return None if _EMAIL.fullmatch(value) else "Please enter a valid email address."


def _url(_element: Json, value: str) -> str | None:
    parts = urlsplit(value)
    return None if parts.scheme in {"http", "https"} and parts.netloc else "Please enter a valid URL."


def _number(element: Json, value: str) -> str | None:
    try:
        given = Decimal(value)
    except InvalidOperation:
        return "Please enter a valid number."
    if not given.is_finite() or (not element["is_decimal_allowed"] and given != given.to_integral_value()):
        return "Please enter a whole number." if given.is_finite() else "Please enter a valid number."
    if element.get("min_value") is not None and given < Decimal(element["min_value"]):
        return f"Please enter a number that is at least {element['min_value']}."
    if element.get("max_value") is not None and given > Decimal(element["max_value"]):
        return f"Please enter a number that is at most {element['max_value']}."
    return None


_CHECKS = {
    "plain_text_input": _text,
    "email_text_input": _email,
    "url_text_input": _url,
    "number_input": _number,
}
