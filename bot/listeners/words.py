"""What was typed after a slash command."""

import html
import shlex

_CURLY_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"'})


def command_words(text: str) -> list[str]:
    """Split what was typed after a command; quotes, curly ones too, keep a name of several words together."""
    plain = html.unescape(text).translate(_CURLY_QUOTES)  # Slack escapes &, < and >
    words = shlex.shlex(plain, posix=True)
    words.whitespace_split, words.quotes, words.escape, words.commenters = True, '"', "", ""
    try:
        return list(words)
    except ValueError:  # a quote that is never closed
        return plain.replace('"', " ").split()
