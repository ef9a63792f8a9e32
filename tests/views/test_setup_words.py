"""What people read about a setup: where it stands, why, and what to do next."""

from datetime import timedelta
from typing import Any

import pytest
from blockkit import check_message, check_view, every_object
from reading import buttons, in_view, shown
from view_samples import NOON, SETUP_ID, alone, end, setup

from bot import views
from bot.models import (
    Done,
    Frequency,
    HomePage,
    ObjectChoice,
    Objects,
    Problem,
    Question,
    Schedule,
    State,
    Wish,
)
from bot.views.plan_words import object_words, schedule_words


def test_the_card_leads_through_the_tutorial() -> None:
    """Each stage ticks as it passes, and the one that waits for the person stands out."""
    states = (State.AWAITING_AUTHORIZATION, State.AWAITING_SCHEMAS, State.CREATING, State.CREATED)
    seen = [shown(views.setup_card(setup(state=state))) for state in states]
    assert "▸ *Sign-in to Salesforce: your turn*" in seen[0]
    assert "✓ Signed in to Salesforce" in seen[1]
    assert "▸ *Polytomic is reading the objects of Salesforce*" in seen[1]
    assert "▸ *The bulk sync is being created*" in seen[2]
    assert "✓ The bulk sync exists" in seen[3]
    assert "Its announcement is in <#CDATA>" in seen[3]
    assert [text.count("✓") for text in seen] == [1, 2, 3, 4]
    assert all("SALESFORCE_CONNECTION" in text and str(SETUP_ID) in text for text in seen)


def test_an_interrupted_setup_says_what_exists_already() -> None:
    """Whoever continues wants to know whether to type the settings again."""
    asked = {"state": State.CONNECTING, "question": Question.CONTINUE, "plan": None}
    made = setup(**asked, destination=end("Snow", "Snowflake", connection_id=None, made_here=False))
    assert "there is already the connection *Salesforce prod*" in shown(views.setup_card(made))
    assert "Nothing exists in Polytomic yet" in shown(
        views.setup_card(setup(**asked, source=None, destination=None))
    )


def test_a_form_closed_on_the_way_is_no_mishap() -> None:
    """Nothing went wrong, and with both connections there the bulk sync's questions are what is left."""
    closed = {"state": State.CONNECTING, "question": Question.CONTINUE, "plan": None}
    halfway = shown(views.setup_card(setup(**closed, destination=None)))
    assert ":hourglass_flowing_sand: Stopped in the middle of its questions." in halfway
    assert "▸ *Connections: not complete yet*" in halfway
    connected = shown(views.setup_card(setup(**closed)))
    assert ":hourglass_flowing_sand: Both connections are there. Next come the questions" in connected
    assert "▸ *Connections: your turn, to say what to sync*" in connected
    problem = Problem(message="I was restarted.", guidance="Press Continue.")
    assert ":warning: Both connections are there." in shown(
        views.setup_card(setup(**closed, problem=problem))
    )


def test_the_card_says_when_no_sign_in_is_needed() -> None:
    """An existing, healthy source asks nobody to sign in."""
    card = views.setup_card(setup(state=State.AWAITING_SCHEMAS, auth_url=None, waiting_since=None))
    assert "✓ Sign-in: not needed" in shown(card)


DENIED = Problem(message="The sign-in was denied.", guidance="Send yourself a new link.")
CREATED = {"state": State.CREATED, "sync_url": "https://app.polytomic.com/s"}
NEXT = [
    ({}, {"sign_in", "new_link", "cancel_setup"}),
    ({"question": Question.SIGN_IN, "problem": DENIED}, {"new_link", "cancel_setup"}),
    ({"state": State.AWAITING_SCHEMAS}, {"cancel_setup"}),
    ({"state": State.AWAITING_SCHEMAS, "question": Question.OBJECTS}, {"pick_objects", "cancel_setup"}),
    ({"state": State.AWAITING_SCHEMAS, "question": Question.REPAIR}, {"retry_setup", "cancel_setup"}),
    ({"question": Question.REPAIR}, {"retry_setup", "new_link", "cancel_setup"}),
    ({"state": State.CONNECTING, "question": Question.CONTINUE}, {"continue_setup", "cancel_setup"}),
    ({"state": State.CREATING}, set()),
    (CREATED, {"open_in_polytomic"}),
    (CREATED | {"question": Question.INVITE}, {"announce", "open_in_polytomic"}),
    ({"state": State.FAILED}, {"new_sync"}),
    ({"state": State.CANCELLED}, {"new_sync"}),
    ({"state": State.EXPIRED}, {"new_sync"}),
]


@pytest.mark.parametrize(("changes", "expected"), NEXT)
def test_the_card_offers_what_helps_now(changes: dict[str, Any], expected: set[str]) -> None:
    """A button that does nothing is worse than none, and a moment without a way on is a dead end."""
    card = views.setup_card(setup(**changes))
    assert set(buttons(card)) == expected
    values = [
        one["value"]
        for one in every_object(check_message(card))
        if one.get("type") == "button" and "value" in one
    ]
    assert set(values) <= {str(SETUP_ID)}


def test_the_sign_in_link_is_in_direct_messages_only() -> None:
    """Whoever has the link can sign in: the list, the announcement and the modal do not show it."""
    waiting = setup()
    assert "oauth/abc" in str(check_message(views.setup_card(waiting)))
    assert "oauth/abc" in str(check_message(views.reminder(waiting)))
    open_messages = (
        views.setups_list([waiting], "/polytomic"),
        views.announcement(waiting),
        views.channel_check(waiting),
    )
    assert "oauth/abc" not in str([check_message(message) for message in open_messages])
    assert "oauth/abc" not in in_view(Done(setup=waiting, needs_sign_in=True))
    assert "oauth/abc" not in str(check_view(views.home(HomePage(setups=(waiting,)), "/polytomic")))


def test_a_problem_is_told_with_what_to_do() -> None:
    """On the card, in its notification text, and in the list."""
    denied = setup(question=Question.SIGN_IN, problem=DENIED)
    for message in (views.setup_card(denied), views.setups_list([denied], "/polytomic")):
        assert "The sign-in was denied." in shown(message)
        assert "Send yourself a new link." in shown(message)
    assert "The sign-in was denied." in views.setup_card(denied).text


def test_a_refusal_stands_at_the_stage_that_it_came_from() -> None:
    """Polytomic knows the objects and refuses the bulk sync: the card must not blame the objects."""
    text = shown(
        views.setup_card(setup(state=State.AWAITING_SCHEMAS, question=Question.REPAIR, problem=DENIED))
    )
    assert "✓ Polytomic knows the objects of Salesforce" in text
    assert "▸ *The bulk sync: Polytomic said no*" in text


def test_unknown_objects_are_named_with_the_nearest() -> None:
    """One click repairs a typing slip, if every name has a neighbour."""
    asked = {"state": State.AWAITING_SCHEMAS, "question": Question.OBJECTS}
    all_near = views.setup_card(setup(**asked, suggestions={"Contcat": "Contact", "Acount": "Account"}))
    assert "Contcat: did you mean *Contact*?" in shown(all_near)
    assert buttons(all_near)["use_suggestions"] == "Use Contact, Account"
    some_near = views.setup_card(setup(**asked, suggestions={"Contcat": "Contact", "Zzz": ""}))
    assert "Zzz: nothing has a name like it" in shown(some_near)
    assert "use_suggestions" not in buttons(some_near)


def test_an_end_without_a_sync_says_what_is_left_over() -> None:
    """Connections that were made stay at Polytomic; people must know."""
    unmade = end("Snowflake Connection", "Snowflake", made_here=True, connection_id=None)
    left = setup(state=State.CANCELLED, destination=unmade)
    assert "there is still the connection *Salesforce prod*" in shown(views.setup_card(left))
    assert "*Snowflake Connection*" not in shown(views.setup_card(left))
    used = setup(state=State.CANCELLED, source=end("Shared"), destination=None)
    assert "*Shared*" not in shown(views.setup_card(used)), "it was there before"
    nothing = setup(state=State.CANCELLED, source=None, destination=None)
    assert "nothing is left over" in shown(views.setup_card(nothing))


def test_a_reminder_says_until_when() -> None:
    """Seven days after the wait began; each reader sees it in their own time zone."""
    until = int((NOON + timedelta(days=7)).timestamp())
    text = shown(views.reminder(setup()))
    assert "still waits for you to sign in to Salesforce" in text
    assert f"<!date^{until}^" in text


@pytest.mark.parametrize("wish", Wish)
def test_a_reminder_names_what_is_waited_for(wish: Wish) -> None:
    """Where the secure page is open, nobody looks for a sign-in."""
    text = shown(views.reminder(alone("Warehouse", wish, State.AWAITING_AUTHORIZATION)))
    assert "still waits for you to enter the credentials of Warehouse on Polytomic's secure page." in text
    assert "sign in to" not in text


@pytest.mark.parametrize(
    ("wish", "words", "action"),
    [
        (Wish.SYNC, "No bulk sync Warehouse → destination was created.", "new_sync"),
        (Wish.CONNECTION, "The connection was not finished.", "new_connection"),
        (Wish.REPAIR, "The connection still has its old credentials.", "reconnect"),
    ],
)
def test_an_end_after_seven_days_says_what_was_not_done(wish: Wish, words: str, action: str) -> None:
    """And offers to begin the same again, not something else."""
    message = views.expired(alone("Warehouse", wish, State.EXPIRED))
    assert "nobody followed the link for seven days" in shown(message)
    assert words in shown(message)
    assert list(buttons(message)) == [action]


def test_the_announcement_tells_the_channel_everything() -> None:
    """Who, what, from, to, objects, schedule and mode, and what people do next."""
    message = views.announcement(setup(**CREATED, sync_id="s-1"))
    text = shown(message)
    for part in (
        "<@UANNA> created the bulk sync *Salesforce Bulk Sync*",
        "Salesforce → Snowflake",
        "*From*\nSalesforce prod (Salesforce)",
        "*To*\nSnowflake Connection (Snowflake), schema SALESFORCE_CONNECTION",
        "*Objects*\n2 objects: Account, Contact",
        "*Schedule*\nEvery day at 05:30 UTC",
        "*Mode*\nReplicate",
    ):
        assert part in text
    assert buttons(message) == {
        "run_now": "Run now",
        "manage_sync:watch": "Watch",
        "open_in_polytomic": "Open in Polytomic",
    }
    assert message.text == "<@UANNA> created the bulk sync Salesforce Bulk Sync: Salesforce → Snowflake."


def test_the_channel_check_names_the_sync() -> None:
    """Its reader knows that the channel was understood."""
    assert "I will announce *Salesforce Bulk Sync* here" in shown(views.channel_check(setup()))


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Schedule(), "Only when someone runs it"),
        (Schedule(frequency=Frequency.CONTINUOUS), "Continuously"),
        (Schedule(frequency=Frequency.HOURLY, minute=1), "Every hour, 1 minute past"),
        (Schedule(frequency=Frequency.HOURLY, minute=0), "Every hour, on the hour"),
        (Schedule(frequency=Frequency.DAILY, hour=5, minute=3), "Every day at 05:03 UTC"),
        (
            Schedule(frequency=Frequency.WEEKLY, hour=23, minute=0, weekday="monday"),
            "Every Monday at 23:00 UTC",
        ),
    ],
)
def test_schedules_in_words(schedule: Schedule, words: str) -> None:
    """A schedule is read aloud, not decoded."""
    assert schedule_words(schedule) == words


def test_objects_in_words() -> None:
    """The choice is always visible, and a long list says how long."""
    many = tuple(f"O{number}" for number in range(2000))
    assert object_words(Objects(choice=ObjectChoice.ALL)) == "All objects"
    assert object_words(Objects(choice=ObjectChoice.LATER)) == "You pick them after the sign-in"
    assert object_words(Objects(choice=ObjectChoice.NAMED, names=("A",))) == "1 object: A"
    assert object_words(Objects(choice=ObjectChoice.NAMED, names=many)).endswith("and 1,990 more")


def test_the_list_shows_state_and_way_on() -> None:
    """Whose turn it is, since when, and the buttons for it."""
    message = views.setups_list([setup()], "/polytomic")
    text = shown(message)
    assert "Waits for you to sign in to Salesforce." in text
    assert f"Since <!date^{int(NOON.timestamp())}^" in text
    assert buttons(message) == {"new_link": "Send a new link", "cancel_setup": "Cancel"}
    assert message.text.startswith("You have 1 unfinished setup. Salesforce Bulk Sync: Waits for you")


def test_what_a_setup_is_about_is_said_once() -> None:
    """Before anybody has named the bulk sync, both ends are its name; then the name stands beside them."""
    card, entry = views.setup_card, lambda one: views.setups_list([one], "/polytomic")
    unnamed, named = setup(plan=None), setup()
    assert shown(card(unnamed)).startswith("Salesforce → Snowflake\n:hourglass_flowing_sand: Waits")
    assert shown(card(named)).startswith(
        "Salesforce → Snowflake\n:hourglass_flowing_sand: *Salesforce Bulk Sync*\nWaits"
    )
    assert "*Salesforce → Snowflake*\nWaits" in shown(entry(unnamed))
    assert "*Salesforce Bulk Sync* (Salesforce → Snowflake)\nWaits" in shown(entry(named))


def test_an_empty_list_says_how_to_start() -> None:
    """An empty state is an invitation; the command has the name that it was given."""
    assert "`/sync new` starts one" in shown(views.setups_list([], "/sync"))


def test_cancelling_asks_first() -> None:
    """One click must not give up what took a quarter of an hour."""
    (cancel,) = [
        one
        for one in every_object(check_message(views.setup_card(setup())))
        if one.get("action_id") == "cancel_setup"
    ]
    assert cancel["confirm"]["title"]["text"] == "Cancel this setup?"
