from __future__ import annotations

import base64
import json
from itertools import count
from typing import TYPE_CHECKING

from days import rows
from steps import card_of
from test_secrets import everything_in_the_database, loud_bot, read, spellings
from world import FOUND, button_of, stand_ins

from bot.models import FieldKind
from bot.polytomic import forms
from bot.polytomic.catalogue import bundled
from bot.polytomic.catalogue.types import NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from member import Member
    from shown import Json
    from world import World

    from bot.models import Field, Plain


class Marked:
    """Makes secrets that are found wherever they are written, and remembers them."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.known: list[str] = []

    def secret(self, type_id: str, field: Field) -> str:
        """Make an answer to a question, with a secret in it that no other answer has."""
        secret = f"sEcReT-{type_id}-{next(self._numbers)}&7 Otter"
        if field.name.endswith(("private_key", "client_key", "certificate", "ca_cert")):
            secret = base64.b64encode(secret.encode()).decode()
            self.known.append(secret)
            return f"-----BEGIN PRIVATE KEY-----\n{secret}\n-----END PRIVATE KEY-----"
        self.known.append(secret)
        if field.kind is FieldKind.PAIRS:
            return f"x-key: {secret}"
        return json.dumps({"key": secret}) if "json" in field.check else secret


def ways(fields: tuple[Field, ...]) -> list[dict[str, Plain]]:
    """List answers to the questions that rule others, so that each secret is asked for by one of them."""
    known = {field.name: field for field in fields}
    found: list[dict[str, Plain]] = [{}]
    for field in fields:
        if field.secret:
            answers: dict[str, Plain] = {}
            _rule(field, known, answers)
            found.append(answers)
    return [way for at, way in enumerate(found) if way not in found[:at]]


def _rule(field: Field, known: dict[str, Field], answers: dict[str, Plain]) -> None:
    for rule in field.rules:
        answers[rule.field] = rule.values[0]
        _rule(known[rule.field], known, answers)


async def refused_form(
    world: World, ana: Member, type_id: str, way: dict[str, Plain], marked: Marked
) -> set[str]:
    """Fill every secret of a form in, have Polytomic repeat them all in a refusal; returns what was asked."""
    await ana.type(world.channel("data-ops"), f"/polytomic connect {type_id}")
    await ana.submit(await ana.modal("way"), {"way": "form"})
    view = await ana.modal("connection")
    for name, value in sorted(way.items(), key=lambda one: one[0].count("_")):
        view = await settled(ana, view, f"field:{name}", value)
    answers = filled(view, type_id, marked)
    said = " ".join(str(value) for name, value in answers.items() if name.startswith("secret:"))
    await world.at_polytomic(
        "faults",
        path="^/api/connections(/test)?$",
        method="POST",
        status=422,
        body={"message": f"no: {said}"},
        times=1,
    )
    answer = await ana.submit(view, answers)
    assert answer["ok"], answer
    await ana.close(await ana.modal("connection", saying=":warning:"))
    return {name for name in answers if name.startswith("secret:")}


def filled(view: Json, type_id: str, marked: Marked) -> dict[str, str]:
    """Answer every question that takes text."""
    known = {field.name: field for field in forms.fields(bundled(type_id) or {}, type_id)}
    answers: dict[str, str] = {}
    for block in view["blocks"]:
        name = block["block_id"]
        if block["type"] != "input" or block["element"]["type"] != "plain_text_input":
            continue
        if name.startswith("secret:"):
            answers[name] = marked.secret(type_id, known[name.removeprefix("secret:")])
        elif (
            name.startswith("field:") and not block["optional"] and not block["element"].get("initial_value")
        ):
            answers[name] = "plain-example"
    return answers


async def settled(ana: Member, view: Json, block_id: str, value: Plain) -> Json:
    """Answer a question that rules others, and wait for the form that it brings."""
    block = next(block for block in view["blocks"] if block["block_id"] == block_id)
    shown = str(block["element"].get("initial_option") or block["element"].get("initial_options") or "")
    is_ticked = "yes" in shown
    if value is is_ticked or f"'{value}'" in shown:
        return view
    before = view["hash"]
    await (ana.tick(view, block_id) if value is True else ana.choose(view, block_id, str(value)))

    def is_drawn_again() -> Json | None:
        top = ana.stack[-1] if ana.stack else None
        return top if top and top["hash"] != before else None

    found: Json = await ana.wait(is_drawn_again, f"the form after {block_id}")
    return found


async def on_the_page(world: World, ana: Member, type_id: str, marked: Marked) -> None:
    """Enter the secrets of a type on the secure page; where a type needs more than those, it is cancelled."""
    await ana.type(world.channel("data-ops"), f"/polytomic connect {type_id}")
    await ana.submit(await ana.modal("way"))
    await ana.close(await ana.modal("waiting"))
    card = await card_of(world, ana, "Open the secure page", f"{NAMES[type_id]} Connection")
    fields = forms.fields(bundled(type_id) or {}, type_id)
    texts = {field.name: marked.secret(type_id, field) for field in fields if field.secret}
    if await world.save_page(button_of(card, "sign_in")["url"], **texts) == FOUND:
        await card_of(world, ana, "exists and works", NAMES[type_id])
        return
    await ana.click(card, "cancel_setup")
    await card_of(world, ana, "cancelled", NAMES[type_id])


async def test_no_secret_of_any_known_type_is_written_down_or_said(database_url: str, tmp_path: Path) -> None:
    """Every secret question of every schema, typed here and repeated in a refusal, or typed on the page."""
    log, marked = tmp_path / "log", Marked()
    async with stand_ins(database_url) as world:
        ana = await world.member()
        async with loud_bot(world, log, "json"):
            for type_id in sorted(NAMES):
                fields = forms.fields(bundled(type_id) or {}, type_id)
                secrets = {f"secret:{field.name}" for field in fields if field.secret}
                if not secrets or forms.signs_in(type_id):
                    continue
                asked: set[str] = set()
                for way in ways(fields):
                    asked |= await refused_form(world, ana, type_id, way, marked)
                assert asked == secrets, type_id
                await on_the_page(world, ana, type_id, marked)
        written = {
            "the log": read(log),
            "the database": await everything_in_the_database(world),
            "Slack": json.dumps(await world.requests_to_slack(), ensure_ascii=False),
        }
        assert await rows(world, "SELECT 1 FROM setups")
    assert "plain-example" in written["Slack"], "what is no secret is found, so secrets would be"
    for place, text in written.items():
        for secret in marked.known:
            assert not [one for one in spellings(secret) if one in text], f"{secret} in {place}"
