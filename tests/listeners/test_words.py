import pytest

from bot.listeners.words import command_words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        ("new  salesforce snowflake", ["new", "salesforce", "snowflake"]),
        ('new "Salesforce Connection" snowflake', ["new", "Salesforce Connection", "snowflake"]),
        ("new \u201cSalesforce Connection\u201d snowflake", ["new", "Salesforce Connection", "snowflake"]),
        ("new R&amp;D Ada's #1", ["new", "R&D", "Ada's", "#1"]),
        ('new "Salesforce Connection', ["new", "Salesforce", "Connection"]),
        ("new C:\\data", ["new", "C:\\data"]),
    ],
)
def test_a_name_of_several_words_can_be_quoted(typed: str, words: list[str]) -> None:
    """Connections are called as people like, and Slack's clients make quotes curly."""
    assert command_words(typed) == words
