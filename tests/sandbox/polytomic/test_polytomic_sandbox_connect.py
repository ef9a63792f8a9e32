"""Polytomic Connect: the hosted form, from the session to the connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sandbox_driver import NEWEST, SNOWFLAKE

if TYPE_CHECKING:
    from sandbox_driver import Driver

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
