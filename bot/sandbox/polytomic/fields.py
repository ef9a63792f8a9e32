"""A connection type's fields as a form: drawn, and read back."""

import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox.polytomic.catalog import ConnectionType
from bot.sandbox.polytomic.configuration import is_secret_field
from bot.sandbox.polytomic.errors import invalid
from bot.sandbox.polytomic.html import Html, markup
from bot.sandbox.polytomic.key_material import JSON_FIELDS, PEM_FIELDS
from bot.sandbox.polytomic.needs import occasions as occasions_of
from bot.sandbox.polytomic.secrets import without_secrets

HINT = '<div class="dim" id="$name-hint">$text</div>'
CHECKBOX = """<div class="field"><label class="inline">
<input type="checkbox" name="$name"$checked> $title</label>$hint</div>"""
OTHER = """<div class="field"><label for="$name">$title</label>$control$hint</div>"""
INPUT = """<input id="$name" name="$name" type="$kind" value="$value"$extra>"""
AREA = """<textarea id="$name" name="$name" rows="6" spellcheck="false"$extra>$value</textarea>"""
SELECT = """<select id="$name" name="$name"$extra>$options</select>"""
OPTION = """<option value="$value"$selected>$label</option>"""


def drawn(kind: ConnectionType, values: Mapping[str, Any], *, stored: Mapping[str, Any]) -> list[Html]:
    """Draw the fields that a person fills in; no secret is filled in, and a stored one may stay empty."""
    return [
        _field(kind, name, values.get(name, _default(schema)), is_kept=_is_kept(kind, name, stored))
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
        return text.strip().replace("\r\n", "\n")  # as browsers send the lines of a text area
    try:
        return int(text) if json_type == "integer" else json.loads(text)
    except ValueError:
        raise invalid(f"{name} is not {'a number' if json_type == 'integer' else 'valid JSON'}") from None


def _is_kept(kind: ConnectionType, name: str, stored: Mapping[str, Any]) -> bool:
    return bool(stored.get(name)) and is_secret_field(kind, name)


def _field(kind: ConnectionType, name: str, value: Any, *, is_kept: bool) -> Html:
    schema = kind.properties[name]
    text = "Stored. Leave it empty to keep it." if is_kept else _hint(kind, name)
    hint = markup(HINT, name=name, text=text) if text else Html("")
    required = name in kind.needed_in_form and not is_kept
    title = _title(kind, name, required=required)
    if schema["type"] == "boolean":
        return markup(CHECKBOX, name=name, title=title, hint=hint, checked=Html(" checked" if value else ""))
    extra = f"{' required' if required else ''}{f' aria-describedby={name}-hint' if text else ''}"
    return markup(OTHER, name=name, title=title, hint=hint, control=_control(kind, name, value, Html(extra)))


def _title(kind: ConnectionType, name: str, *, required: bool) -> str:
    """Write a field's label; what has a value from the start needs no mark."""
    schema = kind.properties[name]
    title: str = schema.get("title", name).strip()
    if required:
        return f"{title} (required)"
    is_set = schema["type"] == "boolean" or "enum" in schema or _default(schema) is not None
    is_plain = is_set or occasions_of(kind, name) or "optional" in title.lower()
    return title if is_plain else f"{title} (optional)"


def _hint(kind: ConnectionType, name: str) -> str:
    occasions = ", or when ".join(occasions_of(kind, name))
    sentences = (
        kind.properties[name].get("description", ""),
        f"Needed when {occasions}." if occasions else "",
    )
    return " ".join(sentence for sentence in sentences if sentence)


def _control(kind: ConnectionType, name: str, value: Any, extra: Html) -> Html:
    schema, secret = kind.properties[name], is_secret_field(kind, name)
    if schema.get("enum"):
        return markup(SELECT, name=name, extra=extra, options=_options(schema["enum"], value))
    shown = "" if secret or value is None else value
    if schema["type"] in {"array", "object"}:
        return markup(AREA, name=name, extra=extra, value=_json(name, shown))
    if schema.get("widget") in {"file", "textarea"} or name in {*PEM_FIELDS, *JSON_FIELDS}:
        return markup(AREA, name=name, extra=extra, value=shown)
    look = "password" if secret else "number" if schema["type"] == "integer" else "text"
    if secret:
        extra = Html(f'{extra} autocomplete="new-password"')
    return markup(INPUT, name=name, extra=extra, kind=look, value=shown)


def _json(name: str, value: Any) -> str:
    """Write a list or an object for editing, its secrets left empty; a text was typed and is no JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(without_secrets(value, inside=name, mask=""), indent=1) if value else ""


def _options(choices: list[Any], value: Any) -> Html:
    pairs = [(each["value"], each["label"]) if isinstance(each, dict) else (each, each) for each in choices]
    return Html(
        "".join(
            markup(OPTION, value=choice, label=label, selected=Html(" selected" if choice == value else ""))
            for choice, label in pairs
        )
    )
