"""All types that Polytomic has, also those whose schema was never recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from polytomic import BadRequestError, NotFoundError

if TYPE_CHECKING:
    from polytomic import AsyncPolytomic
    from sandbox_driver import Driver

BACK = "https://example.com/back"


async def listed(driver: Driver) -> dict[str, Any]:
    """Return the list of types by id."""
    return {each["id"]: each for each in await driver.data("GET", "/api/connection_types")}


async def test_every_type_has_a_name_and_what_it_can_do(driver: Driver) -> None:
    """People look for the product's name, not for its id."""
    types = await listed(driver)
    assert len({each["name"] for each in types.values()}) == 226
    names = {type_id: types[type_id]["name"] for type_id in ("zendesk_support", "googleads", "customerio")}
    assert names == {
        "zendesk_support": "Zendesk Support",
        "googleads": "Google Ads",
        "customerio": "Customer.io",
    }
    assert sum(each["use_oauth"] for each in types.values()) == 47
    assert all(
        each["capabilities"]["source"] or each["capabilities"]["destination"] for each in types.values()
    )


async def test_a_type_without_a_recorded_schema_has_none(driver: Driver) -> None:
    """A client must live with a missing schema: null in the list, 404 when asked for."""
    assert (await listed(driver))["stripe"]["configurationForm"] is None
    assert (await driver.call("GET", "/api/connection_types/stripe")).status_code == 404
    assert (await driver.call("GET", "/api/connection_types/snowflake")).status_code == 200


@pytest.mark.parametrize("configuration", [{}, {"api_key": "sk_1"}])
async def test_such_a_type_takes_an_api_key_and_nothing_else(
    driver: Driver, configuration: dict[str, Any]
) -> None:
    """The API refuses what it cannot know, and never shows the key again."""
    body = {"name": "Stripe", "type": "stripe", "configuration": configuration}
    unknown = await driver.call("POST", "/api/connections", {**body, "configuration": {"token": "t"}})
    assert (unknown.status_code, '"token"' in unknown.json()["message"]) == (400, True)
    made = await driver.call("POST", "/api/connections", body)
    assert (made.status_code, made.json()["data"]["status"], "sk_1" in made.text) == (200, "healthy", False)


async def test_the_page_asks_such_a_type_for_its_key(driver: Driver) -> None:
    """Without the key a person is told; with it the connection works."""
    body = {"name": "Stripe", "redirect_url": BACK, "whitelist": ["stripe"]}
    card = await driver.data("POST", "/api/connections/connect/", body)
    assert "API key (required)" in (await driver.http.get(card["redirect_url"])).text
    empty = await driver.http.post(card["redirect_url"], data={})
    assert (empty.status_code, "is required" in empty.text) == (422, True)
    assert (await driver.http.post(card["redirect_url"], data={"api_key": "sk_1"})).status_code == 302
    assert [item["status"] for item in await driver.data("GET", "/api/connections")] == ["healthy"]


async def test_the_page_of_such_an_oauth_type_goes_on_to_sign_in(driver: Driver) -> None:
    """There is nothing to type, only access to allow."""
    body = {"name": "Ads", "redirect_url": BACK, "whitelist": ["googleads"]}
    card = await driver.data("POST", "/api/connections/connect/", body)
    assert 'name="api_key"' not in (await driver.http.get(card["redirect_url"])).text
    onward = await driver.http.post(card["redirect_url"], data={})
    await driver.http.post(onward.headers["location"], data={"decision": "allow"})
    (item,) = await driver.data("GET", "/api/connections")
    assert (item["type"]["name"], item["status"]) == ("Google Ads", "healthy")


async def test_spreadsheets_are_listed_once_access_was_allowed(sdk: AsyncPolytomic, driver: Driver) -> None:
    """A person picks the spreadsheet by name, which only the signed-in service can list."""
    sheets = (await sdk.connections.create(name="Sheets", type="gsheets", configuration={})).data
    question = {"field": "spreadsheet_id", "connection_id": sheets.id}
    with pytest.raises(BadRequestError):
        await sdk.connections.get_type_parameter_values("gsheets", **question)
    assert (await sdk.connections.get_parameter_values(sheets.id)).data["spreadsheet_id"].values == []
    await driver.http.post(sheets.auth_url, data={"decision": "allow"})
    found = (await sdk.connections.get_type_parameter_values("gsheets", **question, query="pipe")).data
    labels = [each.label for each in found["spreadsheet_id"].values]
    assert labels == ["Pipeline forecast", "Pipeline archive 2025"]
    everything = (await sdk.connections.get_parameter_values(sheets.id)).data["spreadsheet_id"]
    assert (len(everything.values), everything.allows_creation) == (5, False)


async def test_values_of_what_has_none_are_refused(sdk: AsyncPolytomic, driver: Driver) -> None:
    """A mistyped type is not found, a field without a list is the caller's mistake."""
    with pytest.raises(NotFoundError):
        await sdk.connections.get_type_parameter_values("nothing", field="spreadsheet_id")
    for field in ("has_headers", "colour"):
        with pytest.raises(BadRequestError):
            await sdk.connections.get_type_parameter_values("gsheets", field=field)
    assert (await sdk.connections.get_parameter_values((await driver.snowflake())["id"])).data == {}
