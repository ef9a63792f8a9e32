"""Whatever people call things, Slack takes what the bot sends, and nobody is notified by a name."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from blockkit import Json, check_message, check_suggestions, check_view, check_written_view, every_object
from digest_samples import a_digest, all_reports
from feed_samples import GAP, all_heard
from history_samples import all_histories
from home_samples import all_homes
from hypothesis import given
from hypothesis import strategies as st
from inventory_samples import all_inventories, all_known, all_tests, connection, listing, many
from slack_sdk.models.views import View
from step_samples import all_steps
from sync_samples import a_page, all_started, all_sync_steps
from view_samples import (
    ANNA,
    INJECTION,
    MANY_OBJECTS,
    NAMES,
    NOON,
    all_runs,
    all_setups,
    existing,
    run,
    setup,
)
from watch_samples import all_watch_messages, all_watch_steps

from bot import views
from bot.errors import BotError
from bot.models import State, SyncDetails, SyncListing
from bot.views.text import clip, cut, escape, length

COMMAND = "/polytomic"


@cache
def all_messages() -> list[views.Message]:
    """Every message that the bot can post."""
    return list(_messages())


@cache
def written_messages() -> list[list[Json]]:
    """Every message's blocks as Slack would get them."""
    return [[block.to_dict() for block in message.blocks] for message in all_messages()]


def _messages() -> Iterator[views.Message]:
    for one in all_setups():
        yield from (views.setup_card(one), views.announcement(one), views.channel_check(one))
        yield from (views.reminder(one), views.expired(one))
    setups = list(all_setups())
    for some in ([], setups[:1], setups):
        yield views.setups_list(some, COMMAND)
    for one in all_runs():
        yield from (
            views.run_card(one, NOON),
            views.run_end(one),
            views.already_running(one, "https://x.example"),
        )
    yield from (views.already_running(None, None), views.help_message(COMMAND))
    for name in NAMES.values():
        yield views.error_message(BotError(name or "No.", name))
        yield views.help_message(COMMAND, unknown=name, near="setups")
    yield from (views.missed(step) for step in all_steps())
    yield from (views.inventory_message(one) for one in all_inventories())
    yield from (views.tested_message(one) for one in all_tests())
    for step in all_sync_steps():
        yield views.sync_message(step)
    yield from _of_histories()
    for one in all_started():
        refusal = BotError(one.sync_name, one.sync_name)
        yield from (views.run_started(one), views.run_started(one, refusal), views.run_card(one, NOON))
        yield views.run_end(one)
    yield from (*_digests(), *_cards())
    yield from all_watch_messages()
    for broken in all_known():
        yield from (views.health_alert(broken), views.health_recovery(broken))
    yield from (views.gap_notice(GAP, heard) for heard in all_heard())


def _digests() -> Iterator[views.Message]:
    yield from (views.digest_message(one, COMMAND) for one in all_reports())
    for name in NAMES.values():
        odd = a_digest(timezone=name)
        yield from (views.digest_chosen(odd), views.digest_lost(odd, BotError(name, name), COMMAND))


def _cards() -> Iterator[views.Message]:
    for step in all_sync_steps():
        if isinstance(step, SyncDetails):
            yield views.Message("A card below a link", views.sync_card(step))


def _of_histories() -> Iterator[views.Message]:
    for one in all_histories():
        yield from (views.history_message(one, ANNA, one.trouble), views.history_message(one, None))
        yield views.sync_message(one)


@cache
def written_views() -> list[Json]:
    """Every view that the bot can show, as Slack would get it."""
    return [view.to_dict() for view in _views()]


def _views() -> Iterator[View]:
    yield from (views.step_view(step) for step in all_steps())
    yield from (views.home(page, COMMAND) for page in all_homes())
    yield from (views.inventory_view(one, "CDATA") for one in all_inventories())
    yield from (views.digest_form("CDATA", one) for one in (None, a_digest()))
    yield from (views.digest_view("CDATA", one) for one in (None, a_digest()))
    yield from (views.sync_view(one, "CDATA") for one in (*all_sync_steps(), *all_watch_steps()))
    yield from (views.sync_view(one, channel) for one in all_histories() for channel in ("CDATA", None))
    yield views.loading()
    for name in NAMES.values():
        yield views.checking(name, name or "Checking …")
        yield views.problem_view(BotError(name, name), name)


def test_slack_takes_every_message() -> None:
    """One name that is too long must not keep a person from hearing about a setup."""
    for message in all_messages():
        check_message(message)


def test_slack_takes_every_view() -> None:
    """A form that Slack refuses is a dead end."""
    for body in written_views():
        check_written_view(body)


def test_a_name_notifies_nobody_and_links_nowhere() -> None:
    """A sync may be called "<!channel>": that must stay a name, in every message and view."""
    trees: list[object] = [*written_messages()]
    trees += [body["blocks"] for body in written_views()]
    texts = [one for tree in trees for one in every_object(tree) if one.get("type") == "mrkdwn"]
    assert all(one["verbatim"] for one in texts)
    written = [one["text"] for one in texts] + [message.text for message in all_messages()]
    written += [views.history_words(one, ANNA) for one in all_histories()]
    live = re.compile(r"<!(?!date\^)|<@U666|<https://evil|@(here|channel|everyone)\b")
    assert [text for text in written if live.search(text)] == []
    assert any("&lt;!channel&gt;" in text for text in written), "the hostile name was in there"


def test_shortening_leaves_no_half_entity() -> None:
    """Cutting escaped text must not leave "&am" behind."""
    for blocks in written_messages():
        for one in every_object(blocks):
            if one.get("type") == "mrkdwn":
                assert not re.search(r"&(?!amp;|lt;|gt;)", one["text"])
                assert one["text"].count("<") == one["text"].count(">")


def test_a_long_list_says_how_many_are_missing() -> None:
    """A list that is cut silently would hide work that waits."""
    message = views.setups_list([setup()] * 33, COMMAND)
    blocks = check_message(message)
    assert "13 more are not shown" in str(blocks[-1])
    assert "33 unfinished setups" in message.text


@pytest.mark.parametrize("typed", ["", "sales", "SALES prod", "nothing like it"])
def test_ends_are_offered_within_limits(typed: str) -> None:
    """Slack takes 100 options in all, and the new types must not be pushed out by connections."""
    connections = [existing(number, f"Salesforce prod {number}") for number in range(300)]
    types = [(f"type_{number}", f"Salesforce prod kind {number}") for number in range(226)]
    options = check_suggestions(views.end_options(connections, types, typed))
    kinds = {option["value"].partition(":")[0] for option in options}
    assert kinds == (set() if typed.startswith("nothing") else {"connection", "new"})


def test_ends_carry_what_to_take() -> None:
    """The value says without doubt whether a connection is there or must be made."""
    groups = views.end_options([existing(7)], [("snowflake", "Snowflake")], "")
    assert [option["value"] for option in check_suggestions(groups)] == ["connection:c-7", "new:snowflake"]


def test_objects_are_found_by_what_was_typed_best_first() -> None:
    """Somebody who types "con" wants Contact before Icon."""
    names = ["Icon", "Account", "Contact", "Contract"]
    (group,) = views.object_options(names, "con")
    assert [one.value for one in group.options] == [
        "match:con",
        "object:Contact",
        "object:Contract",
        "object:Icon",
    ]
    assert group.label == "3 of 4 objects match"
    assert len(check_suggestions(views.object_options(MANY_OBJECTS, ""))) == 100
    assert views.object_options(names, "zzz") == []


def test_objects_whose_names_slack_cannot_carry_are_left_out() -> None:
    """A shortened value would name an object that does not exist."""
    (group,) = views.object_options(["x" * 144, "x" * 143, ""], "")
    assert [one.value for one in group.options] == [f"object:{'x' * 143}"]


def test_nothing_typed_makes_an_unbearable_match() -> None:
    """What is typed may be of any length; a line that Slack refuses would take the whole list with it."""
    names = [f"{'very long ' * 20}{number}" for number in range(3)]
    assert views.object_options(names, "very long " * 19) == []
    check_suggestions(views.object_options([*names, "x", "y"], "\t ' ' \n"))
    check_suggestions(views.object_options(MANY_OBJECTS, "object"))


@pytest.mark.parametrize("name", NAMES.values())
def test_kept_answers_never_break_the_metadata(name: str) -> None:
    """Slack takes 3,000 characters of private_metadata; what is kept for convenience gives way."""
    kept = views.meta.Kept(typed_objects=name * 20, picked_objects=MANY_OBJECTS)
    meta = views.Meta(setup_id=setup().id, kept=kept)
    assert views.Meta.of({"private_metadata": meta.dump()}).setup_id == setup().id
    assert len(meta.dump()) <= 3000


def test_a_full_page_of_broken_connections_fits() -> None:
    """Ten thousand connections, all broken: a page has at most 100 blocks, and says which it is."""
    view = check_view(views.inventory_view(listing(shown=many(25), total=10_000, ill=10_000, pages=400)))
    assert len(view["blocks"]) <= 100
    assert "Page 1 of 400" in str(view["blocks"][-1])
    assert "*10,000 connections*, 10,000 need care" in str(view["blocks"][0])


def test_a_full_page_of_running_syncs_fits() -> None:
    """Ten thousand syncs: a page has at most 100 blocks, and says which it is."""
    listing = SyncListing(shown=a_page(25), found=10_000, total=10_000, pages=400)
    view = check_view(views.sync_view(listing))
    assert len(view["blocks"]) <= 100
    assert "Page 1 of 400" in str(view["blocks"][-1])
    assert "*10,000 bulk syncs*." in str(view["blocks"][0])


@pytest.mark.parametrize(("name", "to_type"), [("A  b\n", "A b"), ("", "c-1"), ("x" * 501, "c-1")])
def test_a_name_that_nobody_can_type_gives_way_to_the_id(name: str, to_type: str) -> None:
    """A forced deletion must be possible for every connection."""
    assert connection(name=name).to_type == to_type


def test_an_address_that_slack_refuses_makes_no_button() -> None:
    """A message without a button is better than no message."""
    broken = setup(state=State.CREATED, sync_url="javascript:alert(1)")
    assert "Open in Polytomic" not in str(check_message(views.announcement(broken)))
    whole = setup(state=State.CREATED, sync_url="https://app.polytomic.com/x")
    assert "Open in Polytomic" in str(check_message(views.announcement(whole)))


def test_an_unknown_status_is_shown_as_it_is() -> None:
    """Polytomic may add a status; hiding it would leave people in the dark."""
    assert "Brand new" in views.run_card(run(status="brand_new"), NOON).text
    assert "&lt;!channel&gt;" in views.run_card(run(status=INJECTION), NOON).text


@given(st.text(), st.integers(min_value=2, max_value=80))
def test_any_text_fits_when_cut(text: str, limit: int) -> None:
    """Whatever is typed, in whatever script, ends within the limit and begins as it was."""
    short = cut(text, limit)
    assert length(short) <= limit
    assert text.startswith(short.removesuffix("…")) or short == text


@given(st.text(alphabet="&<>a🦄", max_size=60), st.integers(min_value=2, max_value=80))
def test_any_escaped_text_stays_whole_when_clipped(text: str, limit: int) -> None:
    """Clipped mrkdwn is the beginning of the escaped text, up to the end of an entity."""
    clipped = clip(escape(text), limit)
    assert length(clipped) <= limit
    assert re.fullmatch(r"(?:&amp;|&lt;|&gt;|[^&<>])*", clipped)
