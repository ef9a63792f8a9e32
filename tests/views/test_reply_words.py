"""What people read when they ask for help, or when something goes wrong."""

from blockkit import check_view
from reading import shown, text_of

from bot import views
from bot.errors import BotError


def test_help_names_what_exists_and_guesses() -> None:
    """What can be asked for, in groups; an unknown word is repeated, with the nearest command."""
    text = shown(views.help_message("/sync"))
    for command in (
        "`/sync new [source] [destination]`",
        "`/sync connections [words]`",
        "`/sync setups`",
    ):
        assert command in text
    assert text.index("*Set up*") < text.index("*Run*") < text.index("*Watch*")
    guess = shown(views.help_message("/sync", unknown="setup", near="setups"))
    assert guess.endswith("I do not know the command *setup*. Did you mean `/sync setups`?"), "seen at once"
    lost = shown(views.help_message("/sync", unknown="quux"))
    assert lost.endswith("I do not know the command *quux*. What I do know is above.")


def test_an_error_is_told_with_what_to_do() -> None:
    """The same words in a message and in a modal."""
    error = BotError("Polytomic is not reachable.", "Try again in a minute.")
    for text in (shown(views.error_message(error)), text_of(check_view(views.problem_view(error)))):
        assert "*Polytomic is not reachable.*\nTry again in a minute." in text


def test_whoever_can_help_is_mentioned() -> None:
    """Whose setup it is must be a name that people know; all other text stays text."""
    error = BotError("<@U666> wrote <!channel>.", "Wait.")
    error.person_id = "U123"
    text = shown(views.error_message(error))
    assert "Wait. You can ask <@U123>." in text
    assert "<@U666>" not in text
