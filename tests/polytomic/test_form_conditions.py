"""Which questions are asked when: by the schema's own conditions, and by names where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.polytomic import forms

if TYPE_CHECKING:
    from bot.models import Field

Json = dict[str, Any]
TEXT = {"type": "string"}
BOX = {"type": "boolean"}


def mode(*values: str, **more: Any) -> Json:
    """Make an enumeration."""
    return {"type": "string", "enum": list(values), **more}


def asked(schema: Json, **values: Any) -> list[str]:
    """Name what is asked, with a star at what is needed."""
    found = forms.asked(forms.fields(schema, "anything"), values)
    return [field.name + "*" * field.required for field in found]


@pytest.mark.parametrize(
    ("switch", "follower"),
    [
        ("ssh", "ssh_host"),
        ("use_proxy", "proxy_url"),
        ("is_sharded", "sharded_by"),
        ("enable_archive", "archive"),
        ("unity_catalog_enabled", "unity_catalog_name"),
        ("key_pair_auth", "private_key"),
        ("client_certs", "ca_cert"),
        ("change_detection", "publication"),
    ],
)
def test_a_switch_shows_what_is_named_after_it(switch: str, follower: str) -> None:
    """Polytomic's own form does the same; types that nobody here has seen follow the same names."""
    schema = {"properties": {switch: BOX, follower: TEXT, "other": TEXT}}
    assert asked(schema) == [switch, "other"]
    assert [one.rstrip("*") for one in asked(schema, **{switch: True})] == [switch, follower, "other"]


def test_a_key_pair_takes_the_place_of_the_password() -> None:
    """Nobody has both."""
    schema = {"properties": {"key_pair_auth": BOX, "password": TEXT, "private_key": TEXT}}
    assert asked(schema) == ["key_pair_auth", "password*"]
    assert asked(schema, key_pair_auth=True) == ["key_pair_auth", "private_key*"]


def test_a_way_of_signing_in_asks_for_what_it_needs() -> None:
    """By values that are a property's name or begin it, and by what is known of common words."""
    ways = mode("api_key", "basic", "oauth_service_principal", default="api_key")
    names = ["api_key", "username", "password", "service_principal_id", "host"]
    schema = {
        "properties": {"auth_type": ways} | dict.fromkeys(names, TEXT),
        "required": ["auth_type", "host"],
    }
    assert asked(schema) == ["auth_type*", "api_key*", "host*"]
    assert asked(schema, auth_type="basic") == ["auth_type*", "username", "password", "host*"]
    assert asked(schema, auth_type="oauth_service_principal") == [
        "auth_type*",
        "service_principal_id*",
        "host*",
    ]
    assert asked(schema, auth_type="gone") == ["auth_type*", "host*"]


def test_a_choice_that_is_no_way_of_signing_in_hides_nothing() -> None:
    """“csv” is a format, and whether CSV files have headers is asked whatever it is."""
    schema = {"properties": {"file_format": mode("csv", "json"), "csv_has_headers": BOX}}
    assert asked(schema) == ["file_format", "csv_has_headers"]


def test_what_the_schema_requires_is_always_asked() -> None:
    """A guess must not make a connection impossible."""
    schema = {
        "properties": {"ssh": BOX, "ssh_host": TEXT, "auth_mode": mode("a", "b"), "a": TEXT},
        "required": ["ssh_host", "a"],
    }
    assert asked(schema) == ["ssh", "ssh_host*", "auth_mode", "a*"]


def test_a_hidden_mode_decides_by_its_default() -> None:
    """`connect_mode` is for programs: what only another mode needs is never asked."""
    hidden = mode("browser", "jwt", default="browser", api_field=True)
    schema = {"properties": {"connect_mode": hidden, "service_account": TEXT, "domain": TEXT}}
    assert asked(schema) == ["domain"]


def test_what_rules_is_known_and_what_is_hidden_rules_nothing() -> None:
    """A follower of a follower goes with it."""
    schema = {"properties": {"ssh": BOX, "ssh_proxy": BOX, "ssh_proxy_host": TEXT}}
    fields = forms.fields(schema, "anything")
    assert [field.is_ruling for field in fields] == [True, True, False]
    assert asked(schema, ssh_proxy=True) == ["ssh"]
    assert asked(schema, ssh=True, ssh_proxy=True) == ["ssh", "ssh_proxy", "ssh_proxy_host"]


THEN = {"properties": {"path": TEXT}, "required": ["path"]}
OTHERWISE = {"properties": {"url": TEXT}}
BY_MODE = [
    {"if": {"properties": {"kind": {"const": "file"}}}, "then": THEN, "else": OTHERWISE},
    {"allOf": [{"if": {"properties": {"kind": {"enum": ["file"]}}}, "then": THEN, "else": OTHERWISE}]},
    {
        "oneOf": [
            {"properties": {"kind": {"const": "file"}, "path": TEXT}, "required": ["kind", "path"]},
            {"properties": {"kind": {"const": "web"}, "url": TEXT}},
        ]
    },
]


@pytest.mark.parametrize("conditions", BY_MODE, ids=["if", "allOf", "oneOf"])
def test_the_schemas_own_conditions_are_followed(conditions: Json) -> None:
    """The live API may have them, although no recorded schema has."""
    schema = {"properties": {"kind": mode("file", "web")}} | conditions
    assert asked(schema) == ["kind"]
    assert asked(schema, kind="file") == ["kind", "path*"]
    assert asked(schema, kind="web") == ["kind", "url"]


@pytest.mark.parametrize(
    "conditions",
    [
        {"dependentSchemas": {"secure": {"properties": {"cert": TEXT}, "required": ["cert"]}}},
        {"dependencies": {"secure": {"properties": {"cert": TEXT}, "required": ["cert"]}}},
        {"properties": {"secure": BOX, "cert": TEXT}, "dependentRequired": {"secure": ["cert"]}},
    ],
)
def test_what_depends_on_a_switch_is_asked_with_it(conditions: Json) -> None:
    """All three spellings that JSON Schema has had."""
    schema = {"properties": {"secure": BOX}} | conditions
    assert asked(schema) == ["secure"]
    assert asked(schema, secure=True) == ["secure", "cert*"]


def test_branches_that_alone_name_a_choice_make_it() -> None:
    """Of a union told apart by a constant, the constants are the choices."""
    branches = [{"properties": {"kind": {"const": name}, f"{name}_id": TEXT}} for name in ("a", "b")]
    schema = {"oneOf": branches}
    assert asked(schema) == ["kind"]
    assert asked(schema, kind="b") == ["kind", "b_id"]


def test_a_condition_that_no_form_can_follow_hides_nothing() -> None:
    """Better one question too many than a setting that cannot be reached."""
    schema = {
        "properties": {"port": {"type": "integer"}},
        "if": {"properties": {"port": {"minimum": 5}}},
        "then": {"properties": {"extra": TEXT}, "required": ["extra"]},
    }
    assert asked(schema) == ["port", "extra"]


def when(field: str, value: Any, **then: Json) -> Json:
    """Make a condition."""
    return {"if": {"properties": {field: {"const": value}}}, "then": {"properties": then}}


def test_what_follows_something_that_is_never_asked_is_not_asked_either() -> None:
    """A hidden mode hides a switch, and with it what the switch shows."""
    hidden = mode("a", "b", default="a", hidden=True)
    conditions = [when("mode", "b", switch=BOX), when("switch", True, follower=TEXT)]
    assert asked({"properties": {"mode": hidden, "host": TEXT}, "allOf": conditions}) == ["host"]


def test_conditions_that_can_never_hold_hide_nothing() -> None:
    """A choice that is not on offer, and two switches that wait for each other."""
    assert asked({"properties": {"kind": mode("a", "b")}, **when("kind", "gone", path=TEXT)}) == [
        "kind",
        "path",
    ]
    circle = {"dependentRequired": {"one": ["two"], "two": ["one"]}}
    assert asked({"properties": {"one": BOX, "two": BOX}, **circle}) == ["one*", "two*"]


def test_references_are_followed_and_circles_end() -> None:
    """A schema may refer to itself."""
    schema: Json = {
        "$defs": {
            "host": {"type": "string", "title": "Host"},
            "again": {"properties": {"in": {"$ref": "#/$defs/again"}}},
        },
        "properties": {
            "host": {"$ref": "#/$defs/host"},
            "again": {"$ref": "#/$defs/again"},
            "no": {"$ref": "x"},
        },
    }
    first = forms.fields(schema, "anything")[0]
    assert (first.name, first.title) == ("host", "Host")


def test_alternatives_in_an_object_are_one_choice() -> None:
    """Of `auth` in the HTTP types a person takes one way; the choice itself is nothing to send."""
    auth = {
        "type": "object",
        "title": "Sign-in",
        "properties": {"basic": {"properties": {"username": TEXT}}, "keys": {"type": "array", "items": TEXT}},
    }
    schema = {"properties": {"auth": auth}}
    assert asked(schema) == ["auth"]
    assert asked(schema, auth="basic") == ["auth", "auth.basic.username*"]
    fields = forms.fields(schema, "anything")
    typed = {"auth": "keys", "auth.keys": "one\ntwo", "auth.basic.username": "left over"}
    assert forms.configuration(fields, typed) == {"auth": {"keys": ["one", "two"]}}
    assert forms.values_of(fields, {"auth": {"keys": ["one", "two"]}}) == {
        "auth": "keys",
        "auth.keys": "one\ntwo",
    }


def test_odd_names_reach_their_place() -> None:
    """A dot in a name is no nesting, and a setting called "name" is not the connection's."""
    odd = {"a.b": TEXT, "a": {"properties": {"b": TEXT}}, "name": TEXT, "x" * 300: TEXT, "": TEXT}
    fields = forms.fields({"properties": odd}, "anything")
    assert len({field.name for field in fields}) == len(odd)
    assert all(len(field.name) <= 120 and field.name != "name" for field in fields)
    configuration = {"a.b": "1", "a": {"b": "2"}, "name": "3", "x" * 300: "4", "": "5"}
    values = forms.values_of(fields, configuration)
    assert forms.configuration(fields, values) == configuration


def of(*names: str, **about: Any) -> tuple[Field, ...]:
    """Make a form that asks for these."""
    return forms.fields({"properties": dict.fromkeys(names, TEXT | about)}, "anything")


def test_one_page_keeps_the_schemas_order() -> None:
    """Most forms are short."""
    fields = forms.fields({"properties": {"a": TEXT, "password": TEXT, "b": TEXT}}, "anything")
    assert forms.pages(fields) == (fields,)
    assert forms.pages(()) == ((),)
    assert forms.left_out(fields) == ()


def test_secrets_stand_on_the_last_page() -> None:
    """A secret lives only while its form is submitted, so no page may come after it."""
    fields = (*of("password", "api_key"), *of(*(f"text{number}" for number in range(300))))
    pages = forms.pages(fields)
    assert len(pages) == 4
    assert [len(page) <= 86 for page in pages] == [True] * 4
    assert [field.name for page in pages[:-1] for field in page if field.secret] == []
    assert {"password", "api_key"} < {field.name for field in pages[-1]}
    assert sorted(field.name for page in pages for field in page) == sorted(field.name for field in fields)


def test_secrets_that_do_not_fit_are_named() -> None:
    """Nobody can be asked for a hundred secrets in one view: the needed ones come first."""
    names = [f"{number}_secret" for number in range(100)]
    schema = {"properties": dict.fromkeys(names, TEXT), "required": names[-1:]}
    fields = forms.fields(schema, "anything")
    (page,) = forms.pages(fields)
    assert names[-1] in {field.name for field in page}
    assert len(page) + len(forms.left_out(fields)) == 100
    assert forms.has_secrets(page)


def test_long_words_take_more_pages() -> None:
    """Slack takes 250 KB in a view, however few blocks there are."""
    fields = of(*(f"text{number}" for number in range(60)), description="é" * 2000)
    assert len(forms.pages(fields)) > 5
