"""Signing in by link, the hosted form, and what services say to wrong credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sandbox_driver import NEWEST, SALESFORCE, SNOWFLAKE

if TYPE_CHECKING:
    from sandbox_driver import Driver

BACK = "https://example.com/back"
S3 = {"s3_bucket_name": "bucket", "s3_bucket_region": "us-east-1", "auth_mode": "access_key_and_secret"}
POSTGRES = {"hostname": "db.example.com", "username": "u", "password": "p", "database": "d", "port": 5432}


async def shown(driver: Driver, item: Any) -> Any:
    """Return a connection as it stands."""
    return await driver.data("GET", f"/api/connections/{item['id']}")


async def invited(driver: Driver, **more: Any) -> Any:
    """Make a Salesforce connection that waits for its sign-in."""
    body = {"name": "SF", "type": "salesforce", "configuration": SALESFORCE, **more}
    return await driver.data("POST", "/api/connections", body)


async def test_allowing_makes_the_connection_healthy(driver: Driver) -> None:
    """The page says whose access is asked for, where, and that it is only a sandbox."""
    item = await invited(driver)
    page = await driver.http.get(item["auth_url"])
    for words in ("Salesforce", "SF", "example.my.salesforce.com", "Local sandbox", "Allow", "Deny"):
        assert words in page.text
    done = await driver.http.post(item["auth_url"], data={"decision": "allow"})
    assert (done.status_code, "close this window" in done.text) == (200, True)
    assert (await shown(driver, item))["status"] == "healthy"


async def test_denying_says_so_and_a_new_link_can_still_be_allowed(driver: Driver) -> None:
    """The reason stands in the connection; reconnecting goes on from there."""
    item = await invited(driver)
    await driver.http.post(item["auth_url"], data={"decision": "deny"})
    denied = await shown(driver, item)
    assert (denied["status"], "denied" in denied["status_error"]) == ("unhealthy", True)
    used = await driver.http.get(item["auth_url"])
    assert (used.status_code, "used" in used.text) == (410, True)
    body = {"name": "SF", "configuration": SALESFORCE, "reconnect": True}
    again = await driver.data("PUT", f"/api/connections/{item['id']}", body)
    await driver.http.post(again["auth_url"], data={"decision": "allow"})
    healed = await shown(driver, item)
    assert (healed["status"], healed["status_error"]) == ("healthy", None)


@pytest.mark.parametrize("decision", ["allow", "deny"])
async def test_the_browser_goes_where_the_caller_wanted_it(driver: Driver, decision: str) -> None:
    """Both ways, and after a reconnection too."""
    item = await invited(driver, redirect_url=BACK)
    gone = await driver.http.post(item["auth_url"], data={"decision": decision})
    assert (gone.status_code, gone.headers["location"]) == (302, BACK)
    body = {"name": "SF", "configuration": SALESFORCE, "reconnect": True}
    again = await driver.data("PUT", f"/api/connections/{item['id']}", body)
    back = await driver.http.post(again["auth_url"], data={"decision": "allow"})
    assert (back.status_code, back.headers["location"]) == (302, BACK)


async def test_links_expire_and_are_replaced(driver: Driver) -> None:
    """An old link says so and changes nothing."""
    item = await invited(driver)
    await driver.advance(3601)
    expired = await driver.http.post(item["auth_url"], data={"decision": "allow"})
    assert (expired.status_code, "expired" in expired.text) == (410, True)
    assert (await shown(driver, item))["status"] == "unhealthy"
    body = {"name": "SF", "configuration": SALESFORCE, "reconnect": True}
    first, second = [await driver.data("PUT", f"/api/connections/{item['id']}", body) for _ in range(2)]
    assert (await driver.http.get(first["auth_url"])).status_code == 410
    assert (await driver.http.get(second["auth_url"])).status_code == 200
    assert (await driver.http.get(f"{second['auth_url']}x")).status_code == 404


async def test_a_decision_must_be_made(driver: Driver) -> None:
    """A form without a button pressed decides nothing and does not use the link up."""
    item = await invited(driver)
    assert (await driver.http.post(item["auth_url"], data={})).status_code == 400
    assert (await driver.http.get(item["auth_url"])).status_code == 200


async def test_a_name_cannot_smuggle_markup_into_a_page(driver: Driver) -> None:
    """Names come from chat; pages show them as text."""
    item = await invited(driver, name="<script>alert(1)</script>")
    for url in (item["auth_url"], f"{driver.running.url}/"):
        page = await driver.http.get(url)
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("kind", "configuration", "words"),
    [
        ("snowflake", {**SNOWFLAKE, "password": "wrong"}, "Incorrect username or password was specified."),
        ("snowflake", {**SNOWFLAKE, "account": "unreachable"}, "Could not reach unreachable"),
        ("snowflake", {k: v for k, v in SNOWFLAKE.items() if k != "password"}, '"password" is required'),
        ("snowflake", {**SNOWFLAKE, "key_pair_auth": True}, '"private_key" is required'),
        ("snowflake", {"account": "a"}, '"username" is required'),
        ("postgresql", {**POSTGRES, "hostname": "unreachable.example.com"}, "Could not reach"),
        ("postgresql", {**POSTGRES, "password": "so wrong"}, 'authentication failed for user "u"'),
        ("s3", S3, '"aws_access_key_id" is required'),
        ("s3", {**S3, "auth_mode": "iam_role"}, '"iam_role_arn" is required'),
        ("salesforce", {}, '"domain" is required'),
        ("salesforce", {"domain": "https://example.com"}, "example.com is not a Salesforce domain"),
        ("salesforce", {"domain": "my.salesforce.com.evil.example"}, "is not a Salesforce domain"),
        ("salesforce", {"domain": "https://a.my.salesforce.com/home"}, "without a path"),
        ("salesforce", {**SALESFORCE, "connect_mode": "clientcredentials"}, '"client_id" is required'),
    ],
)
async def test_what_the_service_refuses_is_refused_with_its_reason(
    driver: Driver, kind: str, configuration: dict[str, Any], words: str
) -> None:
    """A test answers 400, a creation 422, both in words a person can act on; nothing is created."""
    body = {"type": kind, "configuration": configuration}
    tested = await driver.call("POST", "/api/connections/test", body)
    created = await driver.call("POST", "/api/connections", {"name": "C", **body})
    assert (tested.status_code, created.status_code) == (400, 422)
    assert words in tested.json()["message"] == created.json()["message"]
    assert await driver.data("GET", "/api/connections") == []


async def test_validation_can_be_skipped_but_health_tells_the_truth(driver: Driver) -> None:
    """The connection exists, unhealthy for the same reason."""
    body = {"name": "C", "type": "snowflake", "configuration": {**SNOWFLAKE, "password": "wrong"}}
    item = await driver.data("POST", "/api/connections", {**body, "validate": False})
    assert (item["status"], "Incorrect" in item["status_error"]) == ("unhealthy", True)
    healed = await driver.data(
        "PUT", f"/api/connections/{item['id']}", {"name": "C", "configuration": SNOWFLAKE}
    )
    assert healed["status"] == "healthy"


async def test_a_refused_change_changes_nothing(driver: Driver) -> None:
    """The old credentials go on working."""
    item = await driver.snowflake()
    body = {"name": "Other", "configuration": {**SNOWFLAKE, "password": "wrong"}}
    assert (await driver.call("PUT", f"/api/connections/{item['id']}", body)).status_code == 422
    kept = await shown(driver, item)
    assert (kept["name"], kept["status"]) == ("Snowflake", "healthy")


async def test_a_test_builds_on_a_stored_connection(driver: Driver) -> None:
    """Only what changes needs to be sent, and nothing is saved."""
    item = await driver.snowflake()
    body = {"type": "snowflake", "configuration": {"warehouse": "W"}, "connection_id": item["id"]}
    assert (await driver.call("POST", "/api/connections/test", body)).status_code == 200
    body["configuration"] = {"password": "wrong"}
    assert (await driver.call("POST", "/api/connections/test", body)).status_code == 400
    assert "warehouse" not in (await shown(driver, item))["configuration"]


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
    changed = await shown(driver, item)
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
    assert (session["name"], len(session["whitelist"])) == ("Hosted", 15)


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


@pytest.mark.parametrize(
    ("method", "status"),
    [("access_key", "healthy"), ("client_credentials", "healthy"), ("oauth", "unhealthy")],
)
async def test_a_type_with_several_ways_needs_a_sign_in_only_for_one(
    driver: Driver, method: str, status: str
) -> None:
    """Azure Blob Storage signs in with keys, or in a browser."""
    body = {
        "name": "A",
        "type": "azureblob",
        "configuration": {"auth_method": method, "container_name": "c", "account_name": "a"},
    }
    made = await driver.data("POST", "/api/connections", body)
    assert (made["status"], "auth_url" in made) == (status, method == "oauth")


@pytest.mark.parametrize("kind", ["salesforce", "snowflake", "s3", "webhook", "api", "gsheets", "databricks"])
async def test_a_form_can_be_drawn_for_every_kind_of_field(driver: Driver, kind: str) -> None:
    """Nested objects and lists are edited as JSON; hidden and read-only fields are not shown."""
    page = await driver.http.get((await connect(driver, name=f"N {kind}", whitelist=[kind]))["redirect_url"])
    assert page.status_code == 200
    assert page.text.count("<label") >= 3 or kind == "gsheets"
    assert 'name="oauth_refresh_token"' not in page.text
