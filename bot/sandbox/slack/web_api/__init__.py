"""Slack's Web API: one function per method, and the door that every call comes through."""

from bot.sandbox.slack.web_api.door import WebApi

__all__ = ["WebApi"]
