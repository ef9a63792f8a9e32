"""Polytomic Connect: the hosted form, from the session to the connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sandbox_driver import NEWEST, PEM, SNOWFLAKE

from bot.sandbox.polytomic.keys import SANDBOX

if TYPE_CHECKING:
    from sandbox_driver import Driver

POSTGRES = {
    "hostname": "h",
    "username": "u",
    "password": "p",
    "database": "d",
    "port": "5432",
    "ssh_user": "root",
}
BACK = "https://example.com/back"


async def connect(driver: Driver, **more: Any) -> Any:
    """Open the hosted form."""
    body = {"name": "Hosted", "redirect_url": BACK, **more}
    return await driver.data("POST", "/api/connections/connect/", body)


async def test_the_hosted_form_makes_a_connection(driver: Driver) -> None:
    """The caller never sees the password; the person sees what is wrong with it, then comes back."""
    card = await connect(driver, whitelist=["snowflake"])
    page = await driver.http.get(card["redirect_url"])
    assert 'type="password"' in page.text
    assert "Account identifier (required)" in page.text
    wrong = await driver.http.post(card["redirect_url"], data={**SNOWFLAKE, "password": "wrong"})
    assert (wrong.status_code, "Incorrect username" in wrong.text) == (422, True)
    assert 'value="uc193736182"' in wrong.text
    assert "wrong" not in wrong.text
    saved = await driver.http.post(card["redirect_url"], data=SNOWFLAKE)
    assert (saved.status_code, saved.headers["location"]) == (302, BACK)
    (item,) = await driver.data("GET", "/api/connections")
    assert (item["name"], item["status"]) == ("Hosted", "healthy")
    assert (await driver.http.get(card["redirect_url"])).status_code == 410


async def test_the_hosted_form_goes_on_to_sign_in(driver: Driver) -> None:
    """An OAuth service is allowed on the next page; then the browser goes back."""
    card = await connect(driver, whitelist=["salesforce"])
    next_page = await driver.http.post(card["redirect_url"], data={"domain": "acme.my.salesforce.com"})
    back = await driver.http.post(next_page.headers["location"], data={"decision": "allow"})
    assert back.headers["location"] == BACK
    assert (await driver.data("GET", "/api/connections"))[0]["status"] == "healthy"


async def test_the_hosted_form_offers_a_choice_of_what_is_allowed(driver: Driver) -> None:
    """Nothing outside the list can be chosen."""
    card = await connect(driver, whitelist=["snowflake", "s3"])
    page = await driver.http.get(card["redirect_url"])
    assert "?type=snowflake" in page.text
    assert "?type=hubspot" not in page.text
    assert "What do you want" in (await driver.http.get(f"{card['redirect_url']}?type=hubspot")).text
    assert "Bucket Name" in (await driver.http.get(f"{card['redirect_url']}?type=s3")).text
    unknown = await driver.call(
        "POST", "/api/connections/connect", {"name": "N", "redirect_url": BACK, "whitelist": ["nothing"]}
    )
    assert unknown.status_code == 400


async def test_the_hosted_form_renews_a_connection(driver: Driver) -> None:
    """What is left empty stays: a person need not know the password to change the warehouse."""
    item = await driver.snowflake()
    card = await connect(driver, connection=item["id"], name="Snowflake")
    assert 'value="uc193736182"' in (await driver.http.get(card["redirect_url"])).text
    typed = {**SNOWFLAKE, "password": "", "warehouse": "W"}
    assert (await driver.http.post(card["redirect_url"], data=typed)).status_code == 302
    changed = await driver.data("GET", f"/api/connections/{item['id']}")
    assert (changed["configuration"]["warehouse"], changed["configuration"]["password"]) == ("W", "********")


async def test_the_hosted_form_lives_as_long_as_asked(driver: Driver) -> None:
    """Five minutes unless a time is given, a week at most."""
    short, longer = await connect(driver, whitelist=["s3"]), await connect(driver, whitelist=["s3"], ttl=3600)
    await driver.advance(301)
    assert (await driver.http.get(short["redirect_url"])).status_code == 410
    assert (await driver.http.get(longer["redirect_url"])).status_code == 200
    too_long = {"name": "N", "redirect_url": BACK, "ttl": 604_801}
    assert (await driver.call("POST", "/api/connections/connect", too_long)).status_code == 400
    older = {"name": "N", "redirect_url": BACK, "ttl": 60}
    refused = await driver.call("POST", "/api/connections/connect", older, version="2024-02-08")
    assert (refused.status_code, 'unknown field "ttl"' in refused.text.replace("\\", "")) == (400, True)


async def test_a_connect_token_is_read_from_the_query_too(driver: Driver) -> None:
    """The page itself has no other place for it."""
    card = await connect(driver)
    url = f"{driver.running.url}/api/connections/connect/session?token={card['token']}"
    session = (await driver.http.get(url, headers={"X-Polytomic-Version": NEWEST})).json()["data"]
    assert (session["name"], len(session["whitelist"])) == ("Hosted", 226)


async def test_a_form_can_be_sent_as_it_was_drawn(driver: Driver) -> None:
    """What the form fills in by itself must be accepted."""
    card = await connect(driver, whitelist=["s3"])
    page = (await driver.http.get(card["redirect_url"])).text
    assert "[csv]" not in page
    typed = {"auth_mode": "iam_role", "iam_role_arn": "arn", "s3_bucket_region": "r", "s3_bucket_name": "b"}
    wrong = await driver.http.post(card["redirect_url"], data={**typed, "skip_lines": "two"})
    assert (wrong.status_code, "skip_lines is not a number" in wrong.text) == (422, True)
    lists = {"skip_lines": "2", "single_table_file_formats": '["csv"]', "csv_has_headers": "on"}
    assert (await driver.http.post(card["redirect_url"], data={**typed, **lists})).status_code == 302
    (item,) = await driver.data("GET", "/api/connections")
    kept = {name: item["configuration"][name] for name in (*lists, "is_single_table")}
    assert kept == {
        "skip_lines": 2,
        "single_table_file_formats": ["csv"],
        "csv_has_headers": True,
        "is_single_table": False,
    }


async def test_a_form_for_a_taken_name_says_so(driver: Driver) -> None:
    """Both when the session is opened and when somebody else was faster."""
    card = await connect(driver, whitelist=["snowflake"])
    await driver.snowflake("Hosted")
    late = await driver.http.post(card["redirect_url"], data=SNOWFLAKE)
    assert (late.status_code, "already exists" in late.text) == (422, True)
    taken = await driver.call("POST", "/api/connections/connect", {"name": "Hosted", "redirect_url": BACK})
    assert taken.status_code == 422
    unknown = {"name": "N", "redirect_url": BACK, "connection": "00000000-0000-4000-8000-000000000000"}
    assert (await driver.call("POST", "/api/connections/connect", unknown)).status_code == 404


@pytest.mark.parametrize("kind", ["salesforce", "snowflake", "s3", "webhook", "api", "gsheets", "databricks"])
async def test_a_form_can_be_drawn_for_every_kind_of_field(driver: Driver, kind: str) -> None:
    """Nested objects and lists are edited as JSON; hidden and read-only fields are not shown."""
    page = await driver.http.get((await connect(driver, name=f"N {kind}", whitelist=[kind]))["redirect_url"])
    assert page.status_code == 200
    assert page.text.count("<label") >= 3 or kind == "gsheets"
    assert 'name="oauth_refresh_token"' not in page.text


async def state_of(driver: Driver) -> Any:
    """Return the one connection that there is."""
    (item,) = await driver.data("GET", "/api/connections")
    return item


async def test_a_person_may_give_the_connection_another_name(driver: Driver) -> None:
    """Then a caller that looks for the name it asked for finds nothing, and must cope."""
    card = await connect(driver, whitelist=["snowflake"])
    assert (
        'name="connection_name" type="text" value="Hosted"'
        in (await driver.http.get(card["redirect_url"])).text
    )
    for wrong in ("", "x" * 256):
        typed = {**SNOWFLAKE, "connection_name": wrong}
        assert (await driver.http.post(card["redirect_url"], data=typed)).status_code == 422
    await driver.http.post(card["redirect_url"], data={**SNOWFLAKE, "connection_name": " Mine "})
    assert (await state_of(driver))["name"] == "Mine"


async def test_a_renewed_connection_keeps_its_name_unless_it_is_changed(driver: Driver) -> None:
    """Whatever name the caller sent along."""
    item = await driver.snowflake("Warehouse")
    for given, name in (({}, "Warehouse"), ({"connection_name": "Other"}, "Other")):
        card = await connect(driver, connection=item["id"], name="Session 7")
        done = await driver.http.post(card["redirect_url"], data={**SNOWFLAKE, **given})
        assert (done.status_code, (await state_of(driver))["name"]) == (302, name)


async def test_stored_secrets_are_kept_but_never_shown(driver: Driver) -> None:
    """Nested ones too; what is no secret can be emptied, and a wrong key is not stored."""
    configuration = {
        "url": "https://example.com",
        "auth_method": "basic",
        "basic": {"username": "u", "password": "hidden-1"},
        "headers": [{"name": "X-Other", "value": "hidden-2"}, {"name": "X-Key", "value": "hidden-3"}],
    }
    body = {"name": "W", "type": "webhook", "configuration": configuration}
    item = await driver.data("POST", "/api/connections", body)
    card = await connect(driver, connection=item["id"])
    page = (await driver.http.get(card["redirect_url"])).text
    assert "hidden" not in page
    assert "X-Key" in page
    typed = {
        "url": "https://example.com/2",
        "auth_method": "basic",
        "basic": '{"username": "u2", "password": ""}',
        "headers": '[{"name": "X-Key", "value": ""}]',
    }
    assert (await driver.http.post(card["redirect_url"], data=typed)).status_code == 302
    kept = driver.running.runner.app[SANDBOX].connections.get(item["id"]).configuration
    assert kept["basic"] == {"username": "u2", "password": "hidden-1"}
    assert kept["headers"] == [{"name": "X-Key", "value": "hidden-3"}]


async def test_what_is_no_secret_can_be_emptied(driver: Driver) -> None:
    """An empty warehouse means none; an empty password means the stored one."""
    body = {"name": "S", "type": "snowflake", "configuration": {**SNOWFLAKE, "warehouse": "W"}}
    item = await driver.data("POST", "/api/connections", body)
    card = await connect(driver, connection=item["id"])
    page = (await driver.http.get(card["redirect_url"])).text
    assert "Stored. Leave it empty to keep it." in page
    await driver.http.post(card["redirect_url"], data={**SNOWFLAKE, "password": ""})
    configuration = (await state_of(driver))["configuration"]
    assert (configuration.get("warehouse"), configuration["password"]) == (None, "********")


async def test_a_link_that_was_used_says_so(driver: Driver) -> None:
    """Another reason than a link that is too old: there is nothing left to do."""
    card, late = await connect(driver, whitelist=["snowflake"]), await connect(driver, name="Late")
    await driver.http.post(card["redirect_url"], data=SNOWFLAKE)
    for again in (
        await driver.http.get(card["redirect_url"]),
        await driver.http.post(card["redirect_url"], data=SNOWFLAKE),
    ):
        assert (again.status_code, "This link was used" in again.text) == (410, True)
    await driver.advance(301)
    expired = await driver.http.get(late["redirect_url"])
    assert (expired.status_code, "has expired" in expired.text) == (410, True)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("bigquery", {"auth_method": "service_account_key", "service_account": '{\r\n "a": 1\r\n}'}),
        ("snowflake", {**SNOWFLAKE, "key_pair_auth": "on", "private_key": PEM.replace("\n", "\r\n")}),
        ("postgresql", {**POSTGRES, "ssh": "on", "ssh_host": "b", "ssh_private_key": PEM}),
        ("gcs", {"bucket": "b", "service_account": '{"a": 1}'}),
    ],
)
async def test_keys_are_pasted_into_areas_with_their_lines(
    driver: Driver, kind: str, typed: dict[str, str]
) -> None:
    """A one-line box would swallow the line breaks, without which no key can be read."""
    card = await connect(driver, whitelist=[kind])
    page = (await driver.http.get(card["redirect_url"])).text
    keys = {name for name, value in typed.items() if value.startswith(("-----", "{"))}
    for name in keys:
        assert f'<textarea id="{name}"' in page
    assert (await driver.http.post(card["redirect_url"], data=typed)).status_code == 302
    kept = driver.running.runner.app[SANDBOX].connections.get((await state_of(driver))["id"]).configuration
    assert all("\r" not in kept[name] for name in keys)


async def test_the_form_says_when_a_field_is_needed(driver: Driver) -> None:
    """All ways of signing in stand on one page; a person must see which fields are theirs."""
    page = (await driver.http.get((await connect(driver, whitelist=["snowflake"]))["redirect_url"])).text
    assert "Needed when “Use key pair authentication” is on." in page
    assert "Compute warehouse (optional)" in page
    assert "(optional) (optional)" not in page
    page = (await driver.http.get((await connect(driver, whitelist=["s3"]))["redirect_url"])).text
    assert "Needed when “Authentication Method” is “IAM role”." in page
