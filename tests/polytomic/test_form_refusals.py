"""A refusal of Polytomic's is shown under the question that it is about, if it is about one."""

from __future__ import annotations

import pytest

from bot.polytomic import forms
from bot.polytomic.catalogue import bundled


@pytest.mark.parametrize(
    ("type_id", "message", "field"),
    [
        ("snowflake", 'configuration field "dbname" is required', "dbname"),
        ("snowflake", "Incorrect username or password was specified.", None),
        ("snowflake", "The private key passphrase is wrong.", "private_key_passphrase"),
        ("snowflake", "Compute warehouse does not exist", "warehouse"),
        ("snowflake", "Something went wrong.", None),
        ("snowflake", 'Role "SYSADMIN" may not use it', None),
        ("postgresql", 'password authentication failed for user "ana"', "password"),
        ("postgresql", "could not reach the ssh_host", "ssh_host"),
        ("postgresql", "hostname and port must be set", None),
        ("s3", "configuration.s3_bucket_region: must not be empty", "s3_bucket_region"),
        ("api", 'configuration field "auth.basic.username" must be a string', "auth.basic.username"),
        ("api", "unknown configuration field `auth.oauth`", "auth.oauth.client_id"),
        ("webhook", 'configuration field "header.name" is required', "header.name"),
    ],
)
def test_a_refusal_finds_its_question(type_id: str, message: str, field: str | None) -> None:
    """What names two questions is shown above the form: a wrong guess would send people astray."""
    assert forms.field_named(message, forms.fields(bundled(type_id) or {}, type_id)) == field


STORED = {
    "url": "https://example.com",
    "headers": [{"name": "a", "value": "secret"}],
    "body": "{}",
    "auth": {"oauth": {"client_id": "c", "client_secret": "***", "scopes": ["a", "b"], "auth_style": 1}},
}


def test_a_stored_configuration_fills_the_form_without_its_secrets() -> None:
    """Reconnecting asks for the secrets anew, and for nothing else."""
    fields = forms.fields(bundled("api") or {}, "api")
    assert forms.values_of(fields, STORED) == {
        "url": "https://example.com",
        "body": "{}",
        "auth": "oauth",
        "auth.oauth.client_id": "c",
        "auth.oauth.scopes": "a\nb",
        "auth.oauth.auth_style": 1,
    }


def test_a_mask_is_no_value() -> None:
    """A masked text that is sent back would become the password."""
    fields = forms.fields(bundled("snowflake") or {}, "snowflake")
    assert forms.values_of(fields, {"account": "********", "dbname": "d"}) == {"dbname": "d"}


def test_a_looked_up_value_keeps_its_label() -> None:
    """Polytomic wants both back."""
    fields = forms.fields(bundled("gsheets") or {}, "gsheets")
    chosen = {"spreadsheet_id": {"value": "1", "label": "Budget"}}
    assert forms.values_of(fields, chosen) == {"spreadsheet_id": ("1", "Budget")}
    assert forms.configuration(fields, {"spreadsheet_id": ("1", "Budget")}) == chosen
    assert forms.configuration(fields, {"spreadsheet_id": "1"}) == {
        "spreadsheet_id": {"value": "1", "label": "1"}
    }
    pasted = "https://docs.google.com/spreadsheets/d/1-a_B/edit#gid=0"
    found = forms.configuration(fields, {"spreadsheet_id": (pasted, "Budget")})
    assert found["spreadsheet_id"]["value"] == "1-a_B", "people paste a sheet's address"


def test_a_list_that_is_recorded_with_brackets_is_read() -> None:
    """S3's recorded default is ["[csv]"], which is on offer nowhere."""
    fields = {field.name: field for field in forms.fields(bundled("s3") or {}, "s3")}
    assert fields["single_table_file_formats"].default == ("csv",)
