"""Random JSON Schemas: Slack takes the form of any type, and Polytomic gets the right types."""

from __future__ import annotations

from random import Random
from typing import Any

import jsonschema
from form_answers import Typed, filled, sent, values_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot import views
from bot.models import Field, FieldKind
from bot.polytomic import forms

Json = dict[str, Any]
OMITTED = 0.4

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=12
)
LONG_WORDS = st.sampled_from(["x" * 500, "é" * 500, "🦄" * 250, "two\nlines " * 50, "&<>" * 170, " ", ""])
TELLING = [
    "ssh",
    "ssh_host",
    "auth_mode",
    "basic",
    "password",
    "key_pair_auth",
    "private_key",
    "name",
    "a.b",
    "",
]
NAMES = WORDS | LONG_WORDS | st.sampled_from(TELLING)
FLAGS = {
    "title": WORDS | LONG_WORDS,
    "description": WORDS | LONG_WORDS | st.just("d" * 4000),
    "sensitive": st.booleans(),
    "hidden": st.just(False),
    "readOnly": st.just(False),
    "suffix": WORDS,
}


def having(kind: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """Draw a property of a type, with words and flags."""
    return st.fixed_dictionaries({"type": st.just(kind)}, optional=FLAGS | more)


def choices(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw an enumeration in either spelling: empty, of a few, or of a thousand once it is grown."""
    return st.tuples(st.lists(values, max_size=3, unique=True), st.sampled_from([1, 20, 1000]), st.booleans())


PAIR = {"type": "object", "properties": {"name": {"type": "string"}, "value": {"type": "string"}}}
TEXTS = having(
    "string",
    default=WORDS | LONG_WORDS,
    examples=st.lists(WORDS),
    widget=st.sampled_from(["file", "textarea"]),
)
PLAIN = st.one_of(
    TEXTS,
    having("integer", default=st.integers()),
    having("number", default=st.floats(allow_nan=False, allow_infinity=False)),
    having("boolean", default=st.booleans()),
    having("string", enum=choices(WORDS | st.just("v" * 200))),
    having("integer", enum=st.lists(st.integers(), unique=True)),
    having("string", completions=st.just(True)),
    having("object", completions=st.just(True), properties=st.just(PAIR["properties"])),
    having(
        "array", items=st.fixed_dictionaries({"type": st.just("string")}, optional={"enum": choices(WORDS)})
    ),
    having("array", items=st.sampled_from([PAIR, {"type": "integer"}, {"type": "object"}, {}])),
    having("string", format=st.just("json")),
    having("object"),
)
PROPERTY = st.recursive(
    PLAIN,
    lambda inner: having("object", properties=st.dictionaries(NAMES, inner, min_size=1, max_size=4)),
    max_leaves=8,
)


@st.composite
def schemas(draw: st.DrawFn) -> Json:
    """Draw the seed of a connection type's schema, to be grown."""
    properties = draw(st.dictionaries(NAMES, PROPERTY, max_size=6))
    schema = {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if draw(st.booleans())],
    }
    switch = draw(st.sampled_from([None, *properties]))
    if switch is not None:
        schema["if"] = {"properties": {switch: {"const": draw(st.booleans() | WORDS)}}}
        schema["then"] = {"properties": draw(st.dictionaries(WORDS, PLAIN, max_size=2))}
    return schema


def grown(schema: Any, times: int = 1) -> Any:
    """Write enumerations out, and repeat the properties."""
    if isinstance(schema, list):
        return [grown(one) for one in schema]
    if isinstance(schema, tuple):
        some, many, is_labelled = schema
        values = [f"{one}{number}" if number else one for number in range(many) for one in some]
        return [{"value": one, "label": f"Label of {one}"} for one in values] if is_labelled else values
    if not isinstance(schema, dict):
        return schema
    found = {key: grown(value) for key, value in schema.items()}
    if times > 1:
        copies = {
            f"{name}{number}": one for number in range(1, times) for name, one in found["properties"].items()
        }
        found["properties"] |= dict([*copies.items()][:300])
    return found


def standard(schema: Any) -> Any:
    """Write Polytomic's labelled enumerations as JSON Schema knows them, and drop what it asks for."""
    if isinstance(schema, list):
        return [standard(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: standard(value) for key, value in schema.items() if key not in {"required", "if", "then"}}
    if isinstance(schema.get("enum"), list):
        values = [one.get("value") if isinstance(one, dict) else one for one in schema["enum"]]
        plain["enum"] = values
        if not values:
            del plain["enum"]
    return plain


def typed_for(field: Field, dice: Random) -> Typed:
    """Choose what a person types or picks."""
    if not field.required and dice.random() < OMITTED:
        return None
    if field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
        return chosen(field, dice)
    fitting: dict[FieldKind, Typed] = {
        FieldKind.TOGGLE: ["yes"] if dice.random() < OMITTED else [],
        FieldKind.NUMBER: str(dice.randint(-(10**12), 10**12)),
        FieldKind.DECIMAL: f"{dice.uniform(-1e9, 1e9):f}",
        FieldKind.LINES: "1\n-2\n" if field.item_type == "integer" else "one\n two ",
        FieldKind.PAIRS: "a: v\n\nb:w:x",
        FieldKind.JSON: "[]" if field.json_type == "array" else '{"a": "é"}',
    }
    text = '{"a": "b"}' if field.check else dice.choice(["word", "é🦄 x", " 5 ", "two\nlines"])
    return fitting.get(field.kind, text)


def chosen(field: Field, dice: Random) -> Typed:
    """Choose what the form offers; what Slack cannot carry at all is typed."""
    offered = [str(one.value) for one in views.choice_options(field, "")]
    one = dice.choice(offered or [value for value, _ in field.choices])
    return [one] if offered and field.kind is FieldKind.CHOICES else one


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@example({"properties": {"a": {"type": "string", "title": "é" * 500}, "b": {"enum": ["c"]}}}, 150, 1)
@given(schemas(), st.sampled_from([1] * 9 + [100]), st.integers())
def test_any_form_passes_slacks_limits_and_sends_the_right_types(
    seed: Json, times: int, answers: int
) -> None:
    """Two hundred types that nobody here has seen: JSON Schema's own validator judges what is sent."""
    schema = grown(seed, times)
    fields, dice = forms.fields(schema, "anything"), Random(answers)  # noqa: S311 - no secret
    typed = filled(fields, lambda field: typed_for(field, dice))
    asked = forms.asked(fields, values_of(fields, typed))
    if any(field.required for field in forms.left_out(asked)):
        return
    configuration = sent(fields, typed)
    jsonschema.validate(configuration, standard(schema))
