"""A local Polytomic that behaves like the original, for demonstrations and for tests."""

from bot.sandbox.polytomic.config import Config
from bot.sandbox.polytomic.server import Running, build_app, serve

__all__ = ["Config", "Running", "build_app", "serve"]
