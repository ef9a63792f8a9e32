from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from days import in_polytomic, rows
from steps import say_yes
from walks import ANNOUNCED, at_once, requests_for, typed_in, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from member import Member
    from shown import Json
    from world import World

DATABASE = {"hostname": "db.example.com", "username": "loader", "database": "app", "port": 5432}
CONFIGURATIONS = {
    "postgresql": DATABASE | {"password": "a-good-one"},
    "redshift": DATABASE | {"password": "a-good-one", "auth_mode": "iam_role"},
    "bigquery": {"auth_method": "service_account_key", "service_account": '{"client_email": "a@b.example"}'},
    "s3": {
        "auth_mode": "iam_role",
        "iam_role_arn": "arn:aws:iam::1:role/x",
        "s3_bucket_region": "eu-west-1",
        "s3_bucket_name": "lake",
    },
}
VERSIONS = ["2025-09-18", "2024-02-08", "2023-04-25"]


async def connected(world: World, person: Member, destination: str) -> Json:
    """Have two connections that exist, name them in the command, and wait for the last form."""
    await at_once(world)
    for name, kind in (("App DB", "postgresql"), ("Target", destination)):
        wanted = {"name": name, "type": kind, "configuration": CONFIGURATIONS[kind], "validate": False}
        await in_polytomic(world, "POST", "connections", **wanted)
    await person.type(world.channel("data-ops"), '/polytomic new "App DB" "Target"')
    return await person.modal("plan")


async def reviewed(person: Member, form: Json, answers: Mapping[str, object]) -> Json:
    """Submit the last form, and wait for the summary."""
    answer = await person.submit(form, answers)
    assert answer["ok"], answer
    return await person.modal("summary")


async def created(world: World, person: Member) -> Json:
    """Say yes, wait for the announcement, and return the body that Polytomic took."""
    await say_yes(person)
    await person.message(ANNOUNCED, channel=world.channel("data-ops"))
    asked = await requests_for(world, "POST", "/api/bulk/syncs")
    return dict(next(one["body"] for one in asked if one["status"] < 300))


@pytest.mark.parametrize(
    ("destination", "typed", "sent", "words"),
    [
        ("postgresql", {}, {"schema": "app_db"}, "schema app_db"),
        ("bigquery", {"setting:dataset": "crm"}, {"dataset": "crm"}, "dataset crm"),
        (
            "s3",
            {"setting:format": "parquet", "setting:subfolder": "raw/app"},
            {"format": "parquet", "subfolder": "raw/app"},
            "folder raw/app as Parquet",
        ),
    ],
)
async def test_each_destination_is_told_what_it_needs(
    world: World, destination: str, typed: dict[str, str], sent: dict[str, str], words: str
) -> None:
    """Schema, dataset, or format and folder: asked for, said in the summary, and sent as they were typed."""
    ana = await world.member()
    form = await connected(world, ana, destination)
    summary = await reviewed(ana, form, typed | {"name": "Copy", "choice": "all"})
    assert words in words_of(summary)
    assert not (await world.state_of_polytomic())["syncs"], "nothing before the yes"
    assert (await created(world, ana))["destination_configuration"] == sent


async def test_a_summary_can_be_changed_and_left_and_comes_back(world: World) -> None:
    """Change leads back to the filled form; a second look says what is new."""
    ana = await world.member()
    form = await connected(world, ana, "postgresql")
    summary = await reviewed(ana, form, {"name": "Copy", "choice": "all"})
    assert "All objects" in words_of(summary)
    await ana.press(summary, "change_plan", {})
    form = await ana.modal("plan", saying="Copy")
    assert typed_in(form, "setting:schema") == "app_db"
    summary = await reviewed(ana, form, {"setting:schema": "elsewhere", "frequency": "continuous"})
    assert "schema elsewhere" in words_of(summary)
    assert "Continuously" in words_of(summary)
    body = await created(world, ana)
    assert body["destination_configuration"] == {"schema": "elsewhere"}
    assert len((await world.state_of_polytomic())["syncs"]) == 1


@pytest.mark.parametrize("version", VERSIONS)
async def test_advanced_settings_are_asked_said_and_sent(world: World, version: str) -> None:
    """What the version knows is asked for; warnings are said; hiding the questions keeps the answers."""
    ana = await world.member()
    form = await connected(world, ana, "postgresql")
    assert "setting:advanced.table_prefix" not in str(form)
    await ana.press(form, "show_advanced", {"name": "Copy", "choice": "all"})
    form = await ana.modal("plan", saying="setting:advanced.table_prefix")
    typed: dict[str, object] = {
        "setting:advanced.table_prefix": "app_",
        "setting:advanced.truncate_existing": ["yes"],
        "new_objects": "all",
    }
    if version != "2023-04-25":
        typed |= {"new_fields": "none", "naming": "disabled"}
    await ana.press(form, "show_advanced", typed)
    form = await ana.modal("plan", saying="'Advanced settings'")
    assert "setting:advanced.table_prefix" not in str(form)
    summary = words_of(await reviewed(ana, form, {}))
    assert "Table name prefix: app_" in summary
    assert "*emptied before each run*" in summary
    body = await created(world, ana)
    assert body["destination_configuration"] == {
        "schema": "app_db",
        "advanced": {"table_prefix": "app_", "truncate_existing": True},
    }
    said = {"automatically_add_new_objects": "all", "automatically_add_new_fields": "none"}
    named = {"discover": True} if version == "2023-04-25" else said | {"normalize_names": "disabled"}
    besides = {"discover", "normalize_names", *said}
    assert {name: value for name, value in body.items() if name in besides} == named


async def test_all_that_match_are_picked_from_thousands(world: World) -> None:
    """Search says how many match; one line takes them all; exactly those are created."""
    await world.at_polytomic("config", objects=3000)
    ana = await world.member()
    form = await connected(world, ana, "postgresql")
    await ana.choose(form, "choice", "named", {"name": "Copy", "choice": "named"})
    form = await ana.modal("plan", saying="object_picks")
    every, *single = await ana.find(form, "object_picks", "99")
    assert every["value"] == "match:99"
    matching = [one["value"].removeprefix("object:") for one in single]
    assert every["text"]["text"] == f"All {len(matching)} that match “99”"
    (first, *_) = await ana.find(form, "object_picks", "users")
    summary = words_of(await reviewed(ana, form, {"object_picks": [every, first]}))
    assert f"{len(matching) + 1} objects: " in summary

    await ana.press(ana.stack[-1], "change_plan", {})
    form = await ana.modal("plan", saying="object_picks")
    assert "match:99" in str(form)
    assert first["value"] in str(form)
    await reviewed(ana, form, {})
    body = await created(world, ana)
    assert sorted(body["schemas"]) == sorted([*matching, first["value"].removeprefix("object:")])


async def test_a_match_that_fits_nothing_any_more_is_told(world: World) -> None:
    """The source changed since the form was filled in: said under the field; another choice goes on."""
    ana = await world.member()
    form = await connected(world, ana, "postgresql")
    await ana.choose(form, "choice", "named", {"name": "Copy", "choice": "named"})
    form = await ana.modal("plan", saying="object_picks")
    every = (await ana.find(form, "object_picks", "public"))[0]
    summary = await reviewed(ana, form, {"object_picks": [every]})
    gone = """UPDATE setups SET plan = jsonb_set(plan, '{objects}',
        '{"choice": "named", "names": [], "matching": ["gone"]}') RETURNING id"""
    assert await rows(world, gone)
    await ana.press(summary, "change_plan", {})
    form = await ana.modal("plan", saying="match:gone")
    assert (await ana.submit(form))["ok"]
    form = await ana.modal("plan", saying="No object matches “gone” any more.")
    assert "see the note under *Objects*" in words_of(form)
    (users, *_) = await ana.find(form, "object_picks", "users")
    assert "1 object: " in words_of(await reviewed(ana, form, {"object_picks": [users]}))


async def test_fields_of_an_object_are_chosen_and_obfuscated(world: World) -> None:
    """A form on top asks for them; the form below says what was chosen, and each field is sent on or off."""
    ana = await world.member()
    form = await connected(world, ana, "postgresql")
    await ana.press(form, "show_advanced", {"name": "Copy", "choice": "all"})
    form = await ana.modal("plan", saying="choose_fields")
    block = next(one["block_id"] for one in form["blocks"] if one["block_id"].startswith("choose_fields"))
    (users, *_) = await ana.find(form, block, "users")
    name = users["value"].removeprefix("object:")
    await ana.choose(form, block, users["value"], {"name": "Copy"})
    top = await ana.modal("fields", saying="field_picks")
    offered = [one for one in await ana.find(top, "field_picks") if "email" not in one["value"]]
    picked = [one for one in offered if one["value"].startswith("object:")][:2]
    found = [*await ana.find(top, "obfuscated_picks", "email"), *await ana.find(top, "field_picks", "email")]
    email = next(one for one in found if one["value"].startswith("object:"))
    assert email not in picked
    refused = await ana.submit(top, {"field_picks": picked, "obfuscated_picks": [email]})
    assert "is not among the fields to sync." in refused["errors"]["obfuscated_picks"]
    assert (await ana.submit(top, {"field_picks": [*picked, email], "obfuscated_picks": [email]}))["ok"]
    form = await ana.modal("plan", saying="1 obfuscated")
    assert typed_in(form, "name") == "Copy"
    summary = words_of(await reviewed(ana, form, {}))
    assert "All objects (1 with chosen fields, 1 field obfuscated)" in summary
    body = await created(world, ana)
    (sent,) = [one for one in body["schemas"] if isinstance(one, dict)]
    assert sent["id"] == name
    on = {one["id"] for one in sent["fields"] if one["enabled"]}
    assert on == {one["value"].removeprefix("object:") for one in [*picked, email]}
    hidden = [one["id"] for one in sent["fields"] if one.get("obfuscate")]
    assert hidden == [email["value"].removeprefix("object:")]
    assert len(sent["fields"]) > len(on)
