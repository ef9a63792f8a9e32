"""Where links lead, mounting beside other applications, and the switches that reset everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
from aiohttp import web
from sandbox_driver import NEWEST, SALESFORCE

from bot.sandbox.polytomic import Config, build_app

if TYPE_CHECKING:
    from sandbox_driver import Driver


async def test_links_to_polytomic_land_on_something(driver: Driver) -> None:
    """A person who follows "Open in Polytomic" sees the sync, its ends and its runs."""
    sync = await driver.sync("Nightly")
    run = await driver.start(sync)
    await driver.advance(101)
    home = await driver.http.get(f"{driver.running.url}/")
    for words in ("Nightly", "Nightly source", "healthy", "completed", "Local sandbox"):
        assert words in home.text
    page = await driver.http.get(f"{driver.running.url}/syncs/{sync['id']}")
    for words in ("Nightly goal", "Account, Contact", "manual", "2 of 2"):
        assert words in page.text
    source = await driver.http.get(f"{driver.running.url}/connections/{sync['source_connection_id']}")
    assert "Nightly source" in source.text
    for path in ("syncs", "connections"):
        assert (await driver.http.get(f"{driver.running.url}/{path}/{run['id']}")).status_code == 404


async def test_the_sandbox_can_be_mounted_under_a_prefix() -> None:
    """The demonstration serves both stand-ins on one port; links carry the public address."""
    config = Config(schema_delay_seconds=0)
    app = web.Application()
    app.add_subapp("/polytomic/", build_app(config))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}/polytomic"
    config.public_url = base
    headers = {"Authorization": "Bearer sandbox-key", "X-Polytomic-Version": NEWEST}
    async with httpx.AsyncClient(headers=headers) as client:
        body = {"name": "SF", "type": "salesforce", "configuration": SALESFORCE}
        made = (await client.post(f"{base}/api/connections", json=body)).json()["data"]
        assert made["auth_url"].startswith(f"{base}/oauth/")
        assert (await client.post(made["auth_url"], data={"decision": "allow"})).status_code == 200
        assert "healthy" in (await client.get(f"{base}/")).text
        assert (await client.get(made["type"]["logo_url"])).headers["content-type"].startswith("image/svg")
        log = (await client.get(f"{base}/_sandbox/requests")).json()
        assert [entry["path"] for entry in log] == ["/api/connections"]
    await runner.cleanup()


async def test_settings_change_while_it_runs(driver: Driver) -> None:
    """A mistyped setting is refused, the others stay as they were, and the key is not told."""
    changed = await driver.switch("POST", "config", schema_delay_seconds=0)
    assert (changed["schema_delay_seconds"], changed["execution_seconds"]) == (0, 100)
    assert "token" not in changed
    for wrong in ({"speed": 1}, {"execution_seconds": -1}):
        refused = await driver.http.post(f"{driver.running.url}/_sandbox/config", json=wrong)
        assert refused.status_code == 400
    source = await driver.salesforce(cached=False)
    status = await driver.data("GET", f"/api/connections/{source['id']}/schemas/status")
    assert status["cache_status"] == "fresh"


async def test_everything_can_be_forgotten(driver: Driver) -> None:
    """A demonstration starts again without a restart."""
    await driver.start(await driver.sync())
    state = await driver.switch("GET", "state")
    assert (len(state["connections"]), len(state["syncs"]), len(state["executions"])) == (2, 1, 1)
    assert state["syncs"][0]["schemas"] == ["Account", "Contact"]
    await driver.switch("DELETE", "state")
    assert not any((await driver.switch("GET", "state")).values())
    await driver.sync()


async def test_a_switch_for_something_unknown_says_so(driver: Driver) -> None:
    """A test that breaks the wrong connection must not pass."""
    for path in ("connections/none", "syncs/none/run"):
        missing = await driver.http.post(f"{driver.running.url}/_sandbox/{path}", json={"status": "healthy"})
        assert missing.status_code == 404
    for garbage in (b"{", b"[]"):
        refused = await driver.http.post(f"{driver.running.url}/_sandbox/clock", content=garbage)
        assert refused.status_code == 400
