"""A connection type's fields as a form: drawn, and read back."""

import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox.polytomic.catalog import ConnectionType
from bot.sandbox.polytomic.errors import invalid
from bot.sandbox.polytomic.html import Html, markup
from bot.sandbox.polytomic.secrets import is_secret

HINT = '<div class="dim" id="$name-hint">$text</div>'
CHECKBOX = """<div class="field"><label class="inline">
<input type="checkbox" name="$name"$checked> $title</label>$hint</div>"""
OTHER = """<div class="field"><label for="$name">$title</label>$control$hint</div>"""
INPUT = """<input id="$name" name="$name" type="$kind" value="$value"$extra>"""
AREA = """<textarea id="$name" name="$name" rows="4"$extra>$value</textarea>"""
SELECT = """<select id="$name" name="$name"$extra>$options</select>"""
OPTION = """<option value="$value"$selected>$label</option>"""


def drawn(kind: ConnectionType, values: Mapping[str, Any]) -> list[Html]:
    """Draw the fields that a person fills in; secrets are never filled in again."""
    return [
        _field(name, schema, values.get(name, _default(schema)), required=name in kind.needed_in_form)
        for name, schema in kind.properties.items()
        if kind.is_asked(name)
    ]


def typed(kind: ConnectionType, texts: Mapping[str, str]) -> dict[str, Any]:
    """Read a submitted form back into a configuration; empty fields are left out."""
    configuration: dict[str, Any] = {}
    for name, schema in kind.properties.items():
        if not kind.is_asked(name):
            continue
        if schema["type"] == "boolean":
            configuration[name] = name in texts
        elif texts.get(name, "").strip():
            configuration[name] = _value(name, schema["type"], texts[name])
    return configuration


def _default(schema: dict[str, Any]) -> Any:
    # The recorded defaults of lists are no values of theirs: "[csv]" where "csv" is meant.
    return None if schema["type"] in {"array", "object"} else schema.get("default")


def _value(name: str, json_type: str, text: str) -> Any:
    if json_type == "string":
        return text.strip()
    try:
        return int(text) if json_type == "integer" else json.loads(text)
    except ValueError:
        raise invalid(f"{name} is not {'a number' if json_type == 'integer' else 'valid JSON'}") from None


def _field(name: str, schema: dict[str, Any], value: Any, *, required: bool) -> Html:
    text = schema.get("description", "")
    hint = markup(HINT, name=name, text=text) if text else Html("")
    title = f"{schema.get('title', name).strip()}{' (required)' if required else ''}"
    if schema["type"] == "boolean":
        return markup(CHECKBOX, name=name, title=title, hint=hint, checked=Html(" checked" if value else ""))
    extra = f"{' required' if required else ''}{f' aria-describedby={name}-hint' if text else ''}"
    return markup(
        OTHER, name=name, title=title, hint=hint, control=_control(name, schema, value, Html(extra))
    )


def _control(name: str, schema: dict[str, Any], value: Any, extra: Html) -> Html:
    if schema.get("enum"):
        return markup(SELECT, name=name, extra=extra, options=_options(schema["enum"], value))
    secret = schema.get("sensitive") or is_secret(name)
    shown = "" if secret or value is None else value
    if schema["type"] in {"array", "object"}:
        return markup(AREA, name=name, extra=extra, value=json.dumps(shown) if shown else "")
    if schema.get("widget") in {"file", "textarea"}:
        return markup(AREA, name=name, extra=extra, value=shown)
    kind = "password" if secret else "number" if schema["type"] == "integer" else "text"
    if secret:
        extra = Html(f'{extra} autocomplete="new-password"')
    return markup(INPUT, name=name, extra=extra, kind=kind, value=shown)


def _options(choices: list[Any], value: Any) -> Html:
    pairs = [(each["value"], each["label"]) if isinstance(each, dict) else (each, each) for each in choices]
    return Html(
        "".join(
            markup(OPTION, value=choice, label=label, selected=Html(" selected" if choice == value else ""))
            for choice, label in pairs
        )
    )
