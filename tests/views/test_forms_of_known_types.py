"""The fifteen recorded types: every way through their forms can be shown, and sends what the schema wants."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from blockkit import check_view
from form_answers import sent, steps

from bot import views
from bot.models import Field, FieldKind
from bot.polytomic import forms
from bot.polytomic.catalogue import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES = (
    "api",
    "azureblob",
    "bigquery",
    "databricks",
    "gcs",
    "gsheets",
    "hubspot",
    "mongodb",
    "mysql",
    "postgresql",
    "redshift",
    "s3",
    "salesforce",
    "snowflake",
    "webhook",
)
NEEDED = {  # (type, what was chosen) -> what cannot be left empty
    ("api", ""): "url",
    ("api", "auth=basic"): "url auth.basic.username",
    ("api", "auth=query"): "url auth.query",
    ("azureblob", ""): "auth_method access_key container_name account_name",
    ("azureblob", "auth_method=oauth"): "auth_method container_name account_name",
    ("bigquery", ""): "auth_method service_account",
    ("bigquery", "auth_method=workload_identity_federation"): "auth_method wif_project_id credential_config",
    ("bigquery", "auth_method=application_default_credentials"): "auth_method",
    ("databricks", ""): "databricks_auth_mode access_token server_hostname port http_path",
    ("gcs", ""): "service_account bucket",
    ("gsheets", ""): "spreadsheet_id",
    ("hubspot", ""): "",
    ("mongodb", ""): "hosts",
    ("mysql", ""): "hostname account passwd port",
    ("postgresql", ""): "hostname username password database port",
    (
        "postgresql",
        "ssh=on",
    ): "hostname username password database port ssh_user ssh_host ssh_port ssh_private_key",
    ("redshift", ""): "hostname username password database port auth_mode",
    ("s3", ""): "auth_mode aws_access_key_id aws_secret_access_key s3_bucket_region s3_bucket_name",
    ("s3", "auth_mode=iam_role"): "auth_mode iam_role_arn s3_bucket_region s3_bucket_name",
    ("salesforce", ""): "domain",
    ("salesforce", "enforce_api_limits=on"): "domain daily_api_calls",
    ("snowflake", ""): "account username password dbname",
    ("snowflake", "key_pair_auth=on"): "account username dbname private_key",
    ("webhook", ""): "url auth_method",
    ("webhook", "auth_method=header"): "url auth_method header.name header.value",
}
NESTED_SECRETS = {
    "api": """headers parameters auth.basic.password auth.header.value auth.query auth.oauth.client_secret
              auth.oauth.extra_form_data""",
    "webhook": "basic.password header.value query oauth.client_secret oauth.extra_form_data headers",
}
TYPED = {
    "salesforce.domain": "example.my.salesforce.com",
    "service_account": '{"type": "service_account"}',
    "credential_config": "{}",
    "body": "[1]",
}


def ways(fields: tuple[Field, ...]) -> Iterator[dict[str, Any]]:
    """Go through every choice of modes, each with all switches off, with each of them on, and with all on."""
    switches = [one.name for one in fields if one.is_ruling and one.kind is FieldKind.TOGGLE]
    modes = [one for one in fields if one.is_ruling and one.kind is FieldKind.CHOICE]
    seen = set()
    for chosen in product(*([value for value, _ in mode.choices] for mode in modes)):
        way = dict(zip([mode.name for mode in modes], chosen, strict=True))
        for on in (set(), *({one} for one in switches), set(switches)):
            whole = way | {name: name in on for name in switches}
            shown = tuple(field.name for field in forms.asked(fields, whole))
            if (shown, tuple(on)) not in seen:
                seen.add((shown, tuple(on)))
                yield whole


def typed_into(field: Field, type_id: str, way: dict[str, Any]) -> str | list[str] | None:
    """Type something fitting."""
    if field.kind is FieldKind.TOGGLE:
        return ["yes"] if way.get(field.name, True) else []
    if field.kind is FieldKind.CHOICE:
        return str(way.get(field.name, field.choices[-1][0]))
    fitting = {
        FieldKind.CHOICES: [value for value, _ in field.choices],
        FieldKind.NUMBER: "7",
        FieldKind.PAIRS: "X-Key: a: b\nempty:",
        FieldKind.LINES: "one\n two ",
        FieldKind.LOOKUP: "sheet",
    }
    typed = TYPED.get(f"{type_id}.{field.name}") or TYPED.get(field.name) or "word"
    return fitting.get(field.kind, typed)


def labelled_as_values(schema: Any) -> Any:
    """Write Polytomic's labelled enumerations as JSON Schema knows them, without `required`."""
    if isinstance(schema, list):
        return [labelled_as_values(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "value" in schema and "label" in schema and isinstance(schema["value"], str):
        return schema["value"]
    strict = {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {}
    return strict | {key: labelled_as_values(one) for key, one in schema.items() if key != "required"}


@pytest.mark.parametrize("type_id", TYPES)
def test_every_way_through_a_form_is_shown_and_sends_the_right_types(type_id: str) -> None:
    """With everything filled in, each combination of modes is a view and a valid configuration."""
    schema = bundled(type_id) or {}
    fields = forms.fields(schema, type_id)
    for way in ways(fields):
        asked = forms.asked(fields, way)
        typed = {field.name: typed_into(field, type_id, way) for field in asked}
        jsonschema.validate(sent(fields, typed, type_id), labelled_as_values(schema))
    for step in steps(fields, {}, type_id, error=fields[0].name):
        check_view(views.step_view(step))


@pytest.mark.parametrize(("type_id", "chosen"), NEEDED)
def test_what_cannot_be_left_empty(type_id: str, chosen: str) -> None:
    """The list's `required` is unreliable: it names too much for Salesforce, and too little for S3."""
    name, _, value = chosen.partition("=")
    values = {name: True if value == "on" else value} if name else {}
    asked = forms.asked(forms.fields(bundled(type_id) or {}, type_id), values)
    assert [field.name for field in asked if field.required] == NEEDED[type_id, chosen].split()


@pytest.mark.parametrize("type_id", TYPES)
def test_every_property_is_asked_for_or_is_nobodys_question(type_id: str) -> None:
    """No guess about what belongs together may make a setting unreachable."""
    schema = bundled(type_id) or {}
    fields = forms.fields(schema, type_id)
    reached = {field.path[0] for way in ways(fields) for field in forms.asked(fields, way)}
    flags = ("hidden", "readOnly", "readonly", "api_field")
    public = {name for name, one in schema["properties"].items() if not any(one.get(flag) for flag in flags)}
    of_another_way = {"salesforce": {"client_id", "client_secret"}, "gsheets": {"service_account"}}
    assert reached == public - of_another_way.get(type_id, set())


@pytest.mark.parametrize("type_id", TYPES)
def test_every_flagged_secret_is_a_secret_of_the_form(type_id: str) -> None:
    """A secret that is taken for a text would end in a row of ours."""
    schema = bundled(type_id) or {}
    flagged = {name for name, one in schema["properties"].items() if one.get("sensitive")}
    assert not [
        one.name for one in forms.fields(schema, type_id) if one.path[0] in flagged and not one.secret
    ]


@pytest.mark.parametrize(("type_id", "secrets"), NESTED_SECRETS.items())
def test_nested_secrets_are_known_without_a_flag(type_id: str, secrets: str) -> None:
    """Polytomic flags none of these."""
    fields = forms.fields(bundled(type_id) or {}, type_id)
    assert [field.name for field in fields if field.secret] == secrets.split()


def test_a_choice_shows_what_it_needs_and_keeps_the_ids() -> None:
    """Slack keeps what was typed while the form is drawn again, as long as block_id and action_id stay."""
    fields = forms.fields(bundled("postgresql") or {}, "postgresql")
    before, after = (ids(fields, {"ssh": on}) for on in (False, True))
    assert before < after
    assert {block for block, _ in after - before} == {
        "field:ssh_user",
        "field:ssh_host",
        "field:ssh_port",
        "secret:ssh_private_key",
    }
    ((_, ssh),) = [one for one in before if one[0] == "field:ssh"]
    assert ssh == "choose_setting:source:postgresql"


def ids(fields: tuple[Field, ...], values: dict[str, Any]) -> set[tuple[str, str]]:
    """Name every question of the view."""
    (step,) = steps(fields, values, "postgresql")
    blocks = check_view(views.step_view(step))["blocks"]
    return {(one["block_id"], one["element"]["action_id"]) for one in blocks if one["type"] == "input"}
