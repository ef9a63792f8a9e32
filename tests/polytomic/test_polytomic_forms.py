"""From a connection type's JSON Schema to questions, and from answers to a configuration."""

from __future__ import annotations

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.errors import InvalidInput
from bot.models import Field, FieldKind
from bot.polytomic import forms
from bot.polytomic.catalogue import bundled

SALESFORCE = bundled("salesforce") or {}
SNOWFLAKE = bundled("snowflake") or {}
TYPED = {"account": "uc193736182", "username": "user", "password": SecretStr("secret"), "dbname": "database"}


def one(about: object, *, required: bool = False) -> Field:
    """Make the only question of a form with this property."""
    schema = {"properties": {"it": about}, "required": ["it"] if required else []}
    (field,) = forms.fields(schema, "anything")
    return field


def needed(fields: tuple[Field, ...]) -> list[str]:
    """Name the required questions."""
    return [field.name for field in fields if field.required]


def test_salesforce_needs_its_domain_alone() -> None:
    """Its schema calls OAuth app credentials required, which signing in does not need."""
    fields = forms.fields(SALESFORCE, "salesforce")
    assert needed(forms.asked(fields, {})) == ["domain"]
    assert not {"client_id", "client_secret"} & {field.name for field in fields}


def test_snowflake_needs_what_the_tutorial_sends() -> None:
    """Its schema leaves the password optional, for key pairs: with one of these it is not asked for."""
    fields = forms.fields(SNOWFLAKE, "snowflake")
    with_password, with_key = forms.asked(fields, {}), forms.asked(fields, {"key_pair_auth": True})
    assert needed(with_password) == ["account", "username", "password", "dbname"]
    assert needed(with_key) == ["account", "username", "dbname", "private_key"]
    assert [field.name for field in with_password if field.secret] == ["password"]


def test_the_tutorials_settings_become_the_tutorials_configuration() -> None:
    """What a person types is what the tutorial sends, and nothing more: what is off stays unsaid."""
    answers = TYPED | {"warehouse": "  ", "key_pair_auth": False}
    assert forms.configuration(forms.fields(SNOWFLAKE, "snowflake"), answers) == {
        "account": "uc193736182",
        "username": "user",
        "password": "secret",
        "dbname": "database",
    }
    fields = forms.fields(SALESFORCE, "salesforce")
    typed = {"domain": "example.my.salesforce.com", "enforce_api_limits": False}
    assert forms.configuration(fields, typed) == {"domain": "https://example.my.salesforce.com"}


def test_what_is_no_question_is_not_asked() -> None:
    """What is hidden, read-only or for the API alone is nobody's question, and so is not needed either."""
    schema = {
        "properties": {
            "optional": {"type": "string"},
            "needed": {"type": "string"},
            "internal": {"type": "string", "hidden": True},
            "advanced": {"type": "string", "hidden": True, "api_field": True},
            "for_the_api": {"type": "string", "api_field": True},
            "shown_only": {"type": "string", "readOnly": True},
            "shown_only_too": {"type": "string", "readonly": True},
        },
        "required": ["needed", "internal"],
    }
    fields = forms.fields(schema, "anything")
    assert [(field.name, field.required) for field in fields] == [("optional", False), ("needed", True)]


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ({"type": "string"}, FieldKind.TEXT),
        ({"type": ["null", "string"]}, FieldKind.TEXT),
        ({"type": "integer"}, FieldKind.NUMBER),
        ({"type": "number"}, FieldKind.DECIMAL),
        ({"type": "boolean"}, FieldKind.TOGGLE),
        ({"type": "string", "enum": ["a"]}, FieldKind.CHOICE),
        ({"enum": ["a"]}, FieldKind.CHOICE),
        ({"type": "string", "widget": "textarea"}, FieldKind.LONG_TEXT),
        ({"type": "string", "widget": "file"}, FieldKind.LONG_TEXT),
        ({"type": "string", "widget": "file", "sensitive": True}, FieldKind.LONG_TEXT),
        ({"type": "string", "enum": []}, FieldKind.TEXT),
    ],
)
def test_a_property_is_asked_for_in_its_kind(about: object, kind: FieldKind) -> None:
    """The kind says nothing of secrecy: a key is a long text, and a secret."""
    assert one(about).kind is kind


@pytest.mark.parametrize("flag", ["sensitive", "password"])
def test_what_is_flagged_is_a_secret(flag: str) -> None:
    """Either flag of Polytomic's counts."""
    assert one({"type": "string", "widget": "file", flag: True}).secret


@pytest.mark.parametrize(
    "name", ["password", "api_key", "ssh_private_key", "client_secret", "apikey", "auth_token"]
)
def test_what_is_named_like_a_secret_is_one(name: str) -> None:
    """A flag that Polytomic forgot must not put a password into our tables."""
    (field,) = forms.fields({"properties": {name: {"type": "string"}}}, "anything")
    assert field.secret


def test_words_come_from_the_schema() -> None:
    """Title, description, unit, example and default help the person."""
    about = {
        "type": "integer",
        "title": "Log retention ",
        "description": "How long logs stay.",
        "suffix": "days",
        "examples": [30, 60],
        "default": 7,
    }
    field = one(about, required=True)
    assert (field.title, field.hint, field.example) == ("Log retention", "How long logs stay. In days.", "30")
    assert (field.default, field.required) == (7, True)
    assert one({"type": "string"}).title == "It"


@pytest.mark.parametrize(
    "about",
    [
        {"type": "string", "default": 3},
        {"type": "integer", "default": "3"},
        {"type": "integer", "default": True},
        {"type": "boolean", "default": "yes"},
        {"type": "string", "enum": ["a"], "default": "b"},
        {"type": "string", "sensitive": True, "default": "hunter2"},
    ],
)
def test_a_default_that_cannot_be_typed_is_none(about: object) -> None:
    """A form that opens with an impossible value cannot be submitted; a secret is never filled in."""
    assert one(about).default is None


def test_both_spellings_of_an_enumeration_are_read() -> None:
    """Polytomic writes bare values, or values with labels, and wants the value back."""
    bare = one({"type": "string", "enum": ["csv", "json"], "default": "csv"})
    labelled = one({"type": "string", "enum": [{"value": "csv", "label": "CSV"}, {"value": "json"}]})
    assert (bare.choices, bare.default) == ((("csv", "csv"), ("json", "json")), "csv")
    assert labelled.choices == (("csv", "CSV"), ("json", "json"))
    assert forms.configuration([labelled], {"it": "csv"}) == {"it": "csv"}
    with pytest.raises(InvalidInput, match="CSV, json"):
        forms.configuration([labelled], {"it": "xml"})


@pytest.mark.parametrize(
    ("about", "typed", "sent"),
    [
        ({"type": "integer"}, " 5432 ", 5432),
        ({"type": "integer"}, 5432, 5432),
        ({"type": "number"}, "0.5", 0.5),
        ({"type": "boolean"}, True, True),
        ({"type": "boolean", "default": True}, False, False),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean", "default": True}, "false", False),
        ({"type": "string"}, "  text ", "text"),
        ({"type": "string"}, 5, "5"),
        ({"type": "string", "sensitive": True}, SecretStr(" spaced "), " spaced "),
    ],
)
def test_an_answer_is_sent_in_jsons_type(about: object, typed: forms.Answer, sent: object) -> None:
    """Polytomic refuses "5432" where it wants 5432; a password keeps its spaces."""
    found = forms.configuration([one(about)], {"it": typed})["it"]
    assert (found, type(found)) == (sent, type(sent))


@pytest.mark.parametrize("kind", ["string", "integer"])
@pytest.mark.parametrize("typed", [None, "", "   "])
def test_a_needed_answer_is_asked_for_again(kind: str, typed: str | None) -> None:
    """The error names the field, so that it shows under it; once filled in, the form goes through."""
    field = one({"type": kind, "title": "Port"}, required=True)
    with pytest.raises(InvalidInput, match="Port is needed") as caught:
        forms.configuration([field], {"it": typed})
    assert caught.value.field == "it"
    assert forms.configuration([field], {"it": "5"})


@pytest.mark.parametrize("typed", ["five", "1e999", "nan", "5,432"])
def test_what_is_no_number_is_said_so(typed: str) -> None:
    """JSON has no infinity, and a comma means different things in different places."""
    with pytest.raises(InvalidInput) as caught:
        forms.configuration([one({"type": "integer"})], {"it": typed})
    assert caught.value.field == "it"
    assert forms.configuration([one({"type": "integer"})], {"it": "5432"}) == {"it": 5432}


def test_an_unticked_box_is_an_answer() -> None:
    """A box that the type needs says no when it stays empty; others that were off before stay unsaid."""
    box = one({"type": "boolean"}, required=True)
    assert forms.configuration([box], {"it": False}) == forms.configuration([box], {}) == {"it": False}
    box = one({"type": "boolean"})
    assert forms.configuration([box], {"it": False}) == {}
    assert forms.configuration([box], {"it": False}, complete=True) == {"it": False}


@pytest.mark.parametrize("type_id", ["salesforce", "hubspot", "gsheets"])
def test_oauth_types_are_known_to_need_a_sign_in(type_id: str) -> None:
    """Their configuration cannot be tested before somebody signed in."""
    assert forms.signs_in(type_id)
    assert not forms.signs_in("snowflake")


def test_no_bundled_schema_is_given_away() -> None:
    """Each caller has a copy of its own; what is not bundled is None."""
    (bundled("snowflake") or {}).clear()
    assert bundled("snowflake") == SNOWFLAKE
    assert bundled("nonesuch") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
WORDS = """type description default enum const examples items properties required sensitive hidden widget
    title suffix format completions allOf anyOf oneOf if then else dependentSchemas dependencies $ref $defs"""
KEYWORDS = st.sampled_from(WORDS.split())
PROPERTY = st.dictionaries(KEYWORDS, JSON) | st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "integer", "number", "boolean", "array", "object"])},
    optional={"enum": JSON, "default": JSON, "title": JSON, "examples": JSON},
)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.text(), PROPERTY | JSON) | JSON,
    st.lists(st.text()) | JSON,
    st.dictionaries(KEYWORDS, st.lists(PROPERTY) | PROPERTY | JSON),
)
def test_no_schema_crashes_a_form(properties: object, required: object, more: dict[str, object]) -> None:
    """Two hundred types and their future: what cannot be understood is left out."""
    fields = forms.fields({**more, "properties": properties, "required": required}, "anything")
    assert len({field.name for field in fields}) == len(fields)
    forms.pages(forms.asked(fields, {}))
    for field in fields:
        assert (field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}) == bool(field.choices)


@given(st.data())
def test_a_configuration_satisfies_the_schema_it_was_made_for(data: st.DataObject) -> None:
    """JSON Schema's own validator is the judge of the types that we send."""
    kinds = {"string": st.text(), "integer": st.integers().map(str), "boolean": st.booleans()}
    types = data.draw(st.dictionaries(st.text(min_size=1), st.sampled_from(sorted(kinds)), max_size=5))
    schema = {"type": "object", "properties": {name: {"type": kind} for name, kind in types.items()}}
    answers = {name: data.draw(kinds[kind]) for name, kind in types.items()}
    jsonschema.validate(forms.configuration(forms.fields(schema, "anything"), answers), schema)
