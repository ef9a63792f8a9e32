"""Addresses are taken as people paste them, and refused before Polytomic is asked."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.errors import InvalidInput
from bot.polytomic import Polytomic, forms
from bot.polytomic.catalogue import bundled

SALESFORCE = bundled("salesforce") or {}
SNOWFLAKE = bundled("snowflake") or {}
TYPED = {"account": "uc193736182", "username": "user", "password": SecretStr("secret"), "dbname": "database"}


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("https://example.my.salesforce.com", "https://example.my.salesforce.com"),
        ("example.my.salesforce.com", "https://example.my.salesforce.com"),
        (" Example.MY.salesforce.com/ ", "https://example.my.salesforce.com"),
        ("http://example.my.salesforce.com/lightning/page/home?x=1#y", "https://example.my.salesforce.com"),
        ("example.my.salesforce.com:443/path", "https://example.my.salesforce.com"),
        ("https://example.lightning.force.com/lightning/o/Account/list", "https://example.my.salesforce.com"),
        ("acme--dev.sandbox.lightning.force.com", "https://acme--dev.sandbox.my.salesforce.com"),
        ("https://example.my.salesforce-setup.com/", "https://example.my.salesforce.com"),
        ("<https://example.my.salesforce.com>", "https://example.my.salesforce.com"),
        ("login.salesforce.com", "https://login.salesforce.com"),
        ("test.salesforce.com.", "https://test.salesforce.com"),
    ],
)
def test_a_salesforce_address_is_taken_as_it_is_pasted(typed: str, domain: str) -> None:
    """Bare, with a path, or from the browser's address bar: all mean the same organization."""
    assert forms.salesforce_domain(typed) == domain


@pytest.mark.parametrize(
    "typed",
    [
        "example",
        "https://example.com",
        "salesforce.com",
        "www.salesforce.com",
        "example.my.salesforce.com.evil.example",
        "https://evil.example/.salesforce.com",
        "evilsalesforce.com",
        "exa mple!.my.salesforce.com",
        "-.my.salesforce.com",
        "lightning.force.com",
        "https://[broken",
        "https://",
        "?",
    ],
)
def test_what_is_not_salesforce_is_told_before_polytomic_is_asked(typed: str) -> None:
    """The error stands under the field and shows what a right one looks like."""
    fields = forms.fields(SALESFORCE, "salesforce")
    with pytest.raises(InvalidInput) as caught:
        forms.configuration(fields, {"domain": typed})
    assert caught.value.field == "domain"
    assert "https://example.my.salesforce.com" in caught.value.guidance


@pytest.mark.parametrize(
    ("typed", "account"),
    [
        ("FRXJLEC-UJA94780", "FRXJLEC-UJA94780"),
        (" uc193736182 ", "uc193736182"),
        ("https://frxjlec-uja94780.snowflakecomputing.com/console/login", "frxjlec-uja94780"),
        ("xy12345.eu-west-1.aws.snowflakecomputing.com", "xy12345.eu-west-1.aws"),
        ("FRXJLEC-UJA94780.SNOWFLAKECOMPUTING.COM", "frxjlec-uja94780"),
        ("https://app.snowflake.com/frxjlec/uja94780/#/homepage", "frxjlec-uja94780"),
        ("my_org.my_account", "my_org.my_account"),
    ],
)
def test_a_snowflake_account_is_taken_as_it_is_pasted(typed: str, account: str) -> None:
    """People copy the address bar; Polytomic wants the identifier."""
    fields = forms.fields(SNOWFLAKE, "snowflake")
    assert forms.configuration(fields, TYPED | {"account": typed})["account"] == account


@pytest.mark.parametrize(
    "typed", ["https://example.com/x", "a b/c", "https://app.snowflake.com", "!", "https://[x"]
)
def test_what_is_no_snowflake_account_is_told_before_polytomic_is_asked(typed: str) -> None:
    """The error stands under the field; a right identifier then goes through."""
    fields = forms.fields(SNOWFLAKE, "snowflake")
    with pytest.raises(InvalidInput) as caught:
        forms.configuration(fields, TYPED | {"account": typed})
    assert caught.value.field == "account"
    assert forms.configuration(fields, TYPED)["account"] == "uc193736182"


@pytest.mark.parametrize(
    ("url", "sync_id"),
    [
        ("https://app.polytomic.com/syncs/s-1", "s-1"),
        ("https://app.polytomic.com/syncs/s-1/history?page=2#top", "s-1"),
        ("https://app.polytomic.com/syncs/s-1?x", "s-1"),
        ("https://app.polytomic.com/syncs/", None),
        ("https://app.polytomic.com/syncs/s-1%2F..", None),
        ("https://app.polytomic.com.evil.example/syncs/s-1", None),
        ("http://app.polytomic.com/syncs/s-1", None),
        ("https://app.polytomic.com/connections/s-1", None),
    ],
)
async def test_a_sync_is_known_by_the_address_of_its_page(url: str, sync_id: str | None) -> None:
    """A link that only looks like one must never be asked about."""
    async with Polytomic(url="https://app.polytomic.com", key=SecretStr("key")) as polytomic:
        assert polytomic.sync_at(url) == sync_id
        assert polytomic.sync_at(polytomic.sync_url("s-2")) == "s-2"
