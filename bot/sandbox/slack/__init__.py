"""A small local Slack: one workspace, one app, as strict as the original where apps break.

```
page ── /client ──▶ client/ ──▶ interactions, submissions, commands ──▶ delivery ──▶ the app
app  ── /api ─────▶ web_api/ ─▶ messages, views, blockkit/ ──▶ workspace ──▶ hub ──▶ pages
test ── /_sandbox ▶ control
```
"""

from bot.sandbox.slack.config import Config
from bot.sandbox.slack.server import Running, build_app, serve
from bot.sandbox.slack.workspace import Workspace

__all__ = ["Config", "Running", "Workspace", "build_app", "serve"]
