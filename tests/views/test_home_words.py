"""What the Home tab says to somebody new, on a calm day, and when everything goes wrong."""

from typing import Any

from blockkit import check_view, every_object
from home_samples import MANY, a_watch, all_homes, an_overview, burning, few_ill, few_syncs
from reading import text_of
from view_samples import NOON, setup

from bot import views
from bot.models import HomePage, Overview
from bot.views.text import moment


def drawn(page: HomePage) -> dict[str, Any]:
    """Draw it as Slack takes it."""
    return check_view(views.home(page, "/sync"))


def read(page: HomePage) -> str:
    """Return all that can be read in it."""
    return text_of(drawn(page))


def pressable(page: HomePage) -> list[str]:
    """List its buttons by what they carry."""
    found = [one for one in every_object(drawn(page)["blocks"]) if one.get("type") == "button"]
    return [f"{one['action_id']} {one['value']}" for one in found]


def test_somebody_new_is_invited() -> None:
    """An empty state is an invitation, not a row of zeros; the command has the name that it was given."""
    text = read(HomePage(overview=an_overview(connections=0, syncs=0)))
    assert "*New sync* sets up the first one." in text
    assert "0" not in text
    assert "None. When a setup waits for you, it is here." in text
    assert "Nothing yet. `/sync watch` in a channel lets it follow syncs" in text
    assert "`/sync help`" in text


def test_the_main_wishes_are_one_click_away() -> None:
    """The Home tab is the way in for those who type no commands, even before Polytomic has answered."""
    page = HomePage(setups=(setup(),))
    assert {"new_sync home", "list_syncs home", "list_connections home"} < set(pressable(page))
    assert "Asking Polytomic how things stand" in read(page)
    assert "Waits for you to sign in to Salesforce." in read(page)


def test_a_calm_day_is_one_line() -> None:
    """Where all is well nobody shall have to read through empty lists to see that."""
    text = read(HomePage(overview=an_overview()))
    assert "*48 bulk syncs*, none running, none failing. *12 connections*, all of them fine." in text
    for title in ("Connections that need care", "Failed in", "Running now"):
        assert title not in text


def test_what_goes_wrong_says_why_and_what_to_do() -> None:
    """A failure without its reason, or without a button, sends people to another page."""
    page = HomePage(
        overview=an_overview(care=few_ill(), failed=few_syncs("failed"), running=few_syncs("running"))
    )
    text = read(page)
    assert "1 running, 1 failed in its last run" in text
    assert "*12 connections*, 1 needs care." in text
    assert ":warning: *Salesforce prod* · Salesforce\nThe password was changed." in text
    assert "*Orders* · Sales prod → Warehouse\n:x: Last run failed" in text
    assert "The table is locked." in text
    assert f"*Running* since {moment(NOON)}: 2 of 8 objects, 1,200 rows" in text
    assert {
        "reconnect c-0",
        "manage_sync:run run:s-0",
        "execution_logs s-0:e-1",
        "manage_sync:status status:s-0",
    } < set(pressable(page))


def test_ten_thousand_of_each_fit() -> None:
    """A few of each are shown, the lists have the rest, and the numbers are true."""
    page = HomePage(overview=burning())
    text = read(page)
    assert text.count(f"… and {MANY - 5:,} more.") == 3
    assert f"*{MANY:,} bulk syncs*, {MANY:,} running, {MANY:,} failed in their last run." in text
    assert [one for one in pressable(page) if one.endswith(" more")] == [
        "list_connections more",
        "list_syncs more",
        "list_syncs more",
    ]
    assert max(len(drawn(one)["blocks"]) for one in all_homes()) <= 100


def test_what_polytomic_does_not_say_is_said_once_and_the_rest_is_shown() -> None:
    """An outage of one list must not hide the others, nor what the bot knows by itself."""
    text = read(HomePage(setups=(setup(),), overview=Overview(), watches=(a_watch(),)))
    assert (
        ":warning: Polytomic does not say how the connections are, which bulk syncs there are and "
        "what the syncs do right now. I ask again by myself." in text
    )
    assert "Salesforce Bulk Sync" in text
    assert "<#CDATA>: Orders" in text
    text = read(HomePage(overview=an_overview(care=None, connections=None)))
    assert "*48 bulk syncs*" in text
    assert "Polytomic does not say how the connections are right now." in text
    text = read(HomePage(overview=an_overview(running=None, failed=None, has_status=False)))
    assert "does not say what all syncs do at once" in text
    assert "right now" not in text


def test_a_channel_s_watches_are_one_line() -> None:
    """By channel, as that is what people ask; whoever watches everything needs no list."""
    watches = [a_watch(sync_id=f"s-{at}", sync_name=f"Sync {at}") for at in range(7)]
    watches += [a_watch(channel_id="CALL", sync_id=None, sync_name=""), a_watch(channel_id="CALL")]
    text = read(HomePage(watches=tuple(watches)))
    assert "<#CALL>: all bulk syncs\n" in text
    assert "<#CDATA>: Sync 0, Sync 1, Sync 2, Sync 3, Sync 4 and 2 more" in text
    many = tuple(a_watch(channel_id=f"C{at}") for at in range(200))
    assert "and 195 more channels" in read(HomePage(watches=many))


def test_whoever_let_a_channel_watch_can_change_that() -> None:
    """Somebody else's channel may be one that the person is not in."""
    watch = a_watch()
    change = f"manage_watch:change change:{watch.id}"
    assert change in pressable(HomePage(user_id="UANNA", watches=(watch,)))
    assert change not in pressable(HomePage(user_id="UBEN", watches=(watch,)))
    assert change not in pressable(HomePage(user_id="UANNA", watches=(watch, a_watch(sync_id="s-2"))))
